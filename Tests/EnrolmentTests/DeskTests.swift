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
