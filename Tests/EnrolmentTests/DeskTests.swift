// The enrolment desk: what is taken, what is refused, and that nothing is taken twice.
import Certificates
import Enrolment
import Foundation
import Merge
import TestSupport
import Testing
import Trust

@Suite struct DeskTests {
  private let pin = TransportKey().pin

  private func token(_ area: Area, secret: UInt8 = 7, expires: Int64 = today + 3_600) -> EnrolmentToken {
    EnrolmentToken(secret: [UInt8](repeating: secret, count: 16), parent: pin, area: area, expires: expires)
  }

  private func desk(_ tokens: EnrolmentToken...) throws -> DeskState {
    var state = DeskState()
    for token in tokens { try state.noteToken(token, now: today) }
    return state
  }

  @Test func `an application with a good token waits for a person`() throws {
    let token = token(Place.community)
    var desk = try desk(token)
    let entry = try desk.receive(try Office(Place.community, seed: 5).application(), secret: token.secret, now: today)
    #expect(entry.decision == .waiting)
    #expect(try desk.waiting(String(entry.id.prefix(6))).id == entry.id)
  }

  @Test func `a token serves one application, and that one as often as its answer is lost`() throws {
    let token = token(Place.community)
    var desk = try desk(token)
    let application = try Office(Place.community, seed: 5).application()
    let first = try desk.receive(application, secret: token.secret, now: today)
    #expect(try desk.receive(application, secret: token.secret, now: today + 99_999) == first)
    #expect(throws: EnrolmentRefusal.tokenUsed) {
      try desk.receive(try Office(Place.community, seed: 6).application(), secret: token.secret, now: today)
    }
    #expect(desk.entries.count == 1)
  }

  /// Starting again with the next token is what a person does whose first attempt was interrupted.
  @Test func `the same application with another token is the same entry, and can be decided`() throws {
    let (first, second) = (token(Place.community), token(Place.community, secret: 8))
    var desk = try desk(first, second)
    let application = try Office(Place.community, seed: 5).application()
    let entry = try desk.receive(application, secret: first.secret, now: today)
    #expect(try desk.receive(application, secret: second.secret, now: today + 60) == entry)
    #expect(desk.entries.count == 1)
    let admitted = try City().branch()[2].issuer(key: SigningKey.test(12))
      .admit(try application.checked(), name: "", now: today)
    let waiting = try desk.waiting(String(entry.id.prefix(4)))
    try desk.approve(waiting.id, bundle: admitted.bundle, member: admitted.member)
    for secret in [first.secret, second.secret] {
      #expect(try desk.receive(application, secret: secret, now: today).bundle == admitted.bundle)
    }
    #expect(throws: EnrolmentRefusal.tokenUsed) {
      try desk.receive(try Office(Place.community, seed: 6).application(), secret: second.secret, now: today)
    }
  }

  @Test func `another token lets nobody wait who is let in, and nobody in who was struck off`() throws {
    let tokens = (1...3).map { token(Place.community, secret: $0) }
    var desk = try desk(tokens[0], tokens[1], tokens[2])
    let application = try Office(Place.community, seed: 5).application()
    let admitted = try City().branch()[2].issuer(key: SigningKey.test(12))
      .admit(try application.checked(), name: "", now: today)
    _ = try desk.receive(application, secret: tokens[0].secret, now: today)
    // By a file, while it waits on the network, too.
    try desk.admit(application, bundle: admitted.bundle, member: admitted.member)
    let again = try desk.receive(application, secret: tokens[1].secret, now: today)
    #expect(again.decision == .approved && again.bundle == admitted.bundle)
    #expect(desk.entries.map(\.decision) == [.approved] && desk.members.count == 1)
    try desk.revoke(try application.checked().node, reason: "丢失", now: today)
    #expect(throws: EnrolmentRefusal.refused) {
      try desk.receive(application, secret: tokens[2].secret, now: today)
    }
  }

  @Test func `after a refusal another token asks a person again`() throws {
    let (first, second) = (token(Place.community), token(Place.community, secret: 8))
    var desk = try desk(first, second)
    let application = try Office(Place.community, seed: 5).application()
    try desk.refuse(try desk.receive(application, secret: first.secret, now: today).id)
    #expect(try desk.receive(application, secret: first.secret, now: today).decision == .refused)
    let again = try desk.receive(application, secret: second.secret, now: today)
    #expect(again.decision == .waiting && desk.entries == [again])
    #expect(try desk.waiting(again.id) == again && desk.entry(again.id) == again)
  }

  @Test func `a desk on which one application stands twice is read as one where it stands once`() throws {
    let token = token(Place.community)
    var desk = try desk(token)
    let application = try Office(Place.community, seed: 5).application()
    let entry = try desk.receive(application, secret: token.secret, now: today)
    var approved = entry
    approved.decision = .approved
    var refused = entry
    refused.decision = .refused
    let folder = try TemporaryFolder()
    let trust = TrustFolder(folder.url)
    for (before, after) in [
      ([entry, entry], entry), ([refused, entry], entry), ([entry, refused], entry), ([entry, approved], approved),
      ([approved, entry, refused], approved),
    ] {
      let entries = String(decoding: try JSONEncoder().encode(before), as: UTF8.self)
      let empty = String(decoding: try JSONEncoder().encode(DeskState()), as: UTF8.self)
      let text = empty.replacing(#""entries":[]"#, with: #""entries":\#(entries)"#)
      try SecretFile.write(text.utf8, to: trust.file("desk.json"))
      #expect(try EnrolmentDesk(trust).look().entries == [after])
    }
  }

  @Test func `a token expires`() throws {
    let token = token(Place.community, expires: today + 10)
    var desk = try desk(token)
    let application = try Office(Place.community, seed: 5).application()
    #expect(throws: EnrolmentRefusal.tokenExpired) {
      try desk.receive(application, secret: token.secret, now: today + 11)
    }
    #expect(try desk.receive(application, secret: token.secret, now: today + 10).decision == .waiting)
  }

  @Test func `a token for one area does not serve for another, and a made-up one for none`() throws {
    let token = token(Place.community)
    var desk = try desk(token)
    for area in [Place.township, Place.shop, Place.otherTownship] {
      #expect(throws: EnrolmentRefusal.tokenForAnotherArea) {
        try desk.receive(try Office(area, seed: 5).application(), secret: token.secret, now: today)
      }
    }
    #expect(throws: EnrolmentRefusal.tokenUnknown) {
      try desk.receive(
        try Office(Place.community, seed: 5).application(), secret: [UInt8](repeating: 1, count: 16), now: today)
    }
  }

  @Test func `an application that is changed on the way is refused`() throws {
    let token = token(Place.community)
    var desk = try desk(token)
    let office = Office(Place.community, seed: 5)
    let text = String(decoding: try JSONEncoder().encode(try office.application(name: "甲")), as: UTF8.self)
    let other = SigningKey.test(9).publicKey.description
    for (from, to) in [
      ("甲", "乙"), (Place.community.code, "370202021002"), (office.key.publicKey.description, other),
    ] {
      let changed = try JSONDecoder().decode(EnrolmentApplication.self, from: Data(text.replacing(from, with: to).utf8))
      #expect(throws: EnrolmentRefusal.invalid) { try desk.receive(changed, secret: token.secret, now: today) }
    }
  }

  @Test func `terminals are let in while the quota lasts, offices never`() throws {
    let (shop, office) = (token(Place.shop, secret: 1), token(Place.community, secret: 2))
    var desk = try desk(shop, office)
    desk.terminalQuota = 1
    let terminal = try desk.receive(try Office(Place.shop, seed: 5).application(), secret: shop.secret, now: today)
    let community = try desk.receive(
      try Office(Place.community, seed: 6).application(), secret: office.secret, now: today)
    let isTaken = [community, terminal, terminal].map { desk.takeFromQuota($0) }
    #expect(isTaken == [false, true, false])
  }

  @Test func `a stolen token gets nobody in without a person's word`() throws {
    let token = token(Place.community)
    var desk = try desk(token)
    let thief = try desk.receive(try Office(Place.community, seed: 66).application(), secret: token.secret, now: today)
    #expect(thief.bundle == nil && desk.members.isEmpty)
    try desk.refuse(thief.id)
    // The rightful node is told that somebody was there before it.
    #expect(throws: EnrolmentRefusal.tokenUsed) {
      try desk.receive(try Office(Place.community, seed: 5).application(), secret: token.secret, now: today)
    }
    #expect(throws: EnrolmentRefusal.unknown) { try desk.refuse(thief.id) }
  }

  @Test func `what an office approves holds for exactly that node`() async throws {
    let city = try City()
    let township = try city.branch()[2]
    let office = Office(Place.community, seed: 40)
    let credentials = try office.credentials(from: township.issuer(key: SigningKey.test(12)))
    try await credentials.check(node: office.key.node, area: Place.community, now: today)
    await #expect(throws: EnrolmentError.self) {
      try await credentials.check(node: SigningKey.test(41).node, area: Place.community, now: today)
    }
    #expect(credentials.parent?.area == Place.township)
    #expect(credentials.statements.count == 4 && credentials.rootKey == city.rootKey.publicKey)
    #expect(throws: EnrolmentError.self) {
      try Credentials(credentials.bundle, transport: TransportKey(), authority: office.authority)
    }
  }

  @Test func `two processes never use one token twice`() async throws {
    let folder = try TemporaryFolder()
    let trust = TrustFolder(folder.url)
    let token = token(Place.community)
    try EnrolmentDesk(trust).change { try $0.noteToken(token, now: today) }
    let applications = try (0..<8).map { try Office(Place.community, seed: UInt8(50 + $0)).application() }
    let taken = await withTaskGroup(of: Bool.self) { group in
      for application in applications {
        group.addTask {
          let entry = try? EnrolmentDesk(trust).change { try $0.receive(application, secret: token.secret, now: today) }
          return entry != nil
        }
      }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(taken == 1)
    #expect(try EnrolmentDesk(trust).look().entries.count == 1)
  }
}
