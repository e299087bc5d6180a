// Invitations: one device each, and no other key than the one that was invited.
import Enrolment
import Foundation
import Merge
import TestSupport
import Testing
import Trust

@Suite struct `Invitations` {
  private let account = AccountID(Bytes16(high: 7, low: 9))
  private let post = RecordID(Bytes16(high: 9, low: 1))

  private func invitation(_ byte: UInt8 = 1, expires: Int64 = 1_000_000) -> Invitation {
    Invitation(
      secret: [UInt8](repeating: byte, count: 16), account: account, area: Place.community, expires: expires)
  }

  private func request(_ key: DeviceSigningKey = DeviceSigningKey()) throws -> PassRequest {
    try PassRequest(key, account: account)
  }

  private func book(_ invitations: Invitation...) throws -> InvitationBook {
    var book = InvitationBook()
    for invitation in invitations { try book.note(invitation, to: post, now: 900_000) }
    return book
  }

  @Test func `are read as they are written, in small letters too, and not when mistyped`() throws {
    let text = invitation().text
    let read = try #require(Invitation(text: " " + text.lowercased()))
    #expect(read.id == invitation().id && read.checker == invitation().checker && read.account == account)
    #expect(read.area == Place.community && read.expires == 1_000_000)
    let wrong = text.dropLast() + (text.hasSuffix("7") ? "8" : "7")
    #expect(Invitation(text: String(wrong)) == nil)
    for other in ["", "GI1", "GI1-", "GW1-00000", String(text.dropFirst()), String(repeating: "0", count: 500)] {
      #expect(Invitation(text: other) == nil)
    }
    #expect("\(invitation())" == "an invitation to \(Place.community.code)")
    #expect(!text.contains(invitation().checker) && invitation().id != invitation().checker)
  }

  @Test func `serve one device, as often as it comes`() throws {
    var book = try book(invitation())
    let request = try request().invited(by: invitation())
    let entry = try book.use(by: request, now: 950_000)
    #expect(entry.post == post.description && entry.area == Place.community.code)
    _ = try book.use(by: request, now: 2_000_000)
    let other = try self.request().invited(by: invitation())
    #expect(throws: InvitationRefusal.used) { try book.use(by: other, now: 950_000) }
  }

  @Test func `show that nobody has put another key into the request`() throws {
    var book = try book(invitation(), invitation(2))
    let right = try request().invited(by: invitation())
    var document = try #require(
      try JSONSerialization.jsonObject(with: JSONEncoder().encode(right)) as? [String: Any])
    let thief = try request()
    (document["key"], document["proof"]) = (thief.key, thief.proof)
    let exchanged = try JSONDecoder().decode(
      PassRequest.self, from: JSONSerialization.data(withJSONObject: document))
    #expect(throws: InvitationRefusal.exchanged) { try book.use(by: exchanged, now: 950_000) }
    #expect(throws: InvitationRefusal.unknown) { try book.use(by: thief, now: 950_000) }
    let unknown = thief.invited(by: invitation(3))
    #expect(throws: InvitationRefusal.unknown) { try book.use(by: unknown, now: 950_000) }
    #expect(throws: InvitationRefusal.expired) { try book.use(by: right, now: 1_000_001) }
    _ = try book.use(by: right, now: 1_000_000)
  }

  @Test func `are for one account`() throws {
    var book = try book(invitation())
    let other = try PassRequest(DeviceSigningKey(), account: AccountID(Bytes16(high: 7, low: 10)))
    let invited = other.invited(by: invitation())
    #expect(throws: InvitationRefusal.otherAccount) { try book.use(by: invited, now: 950_000) }
  }

  @Test func `are kept in a file of their owner's alone, and two thousand at most`() throws {
    let folder = try TemporaryFolder()
    let trust = TrustFolder(URL(filePath: folder.file("trust")))
    let file = InvitationFile(trust)
    #expect(try file.read() == InvitationBook())
    try file.change { try $0.note(invitation(), to: post, now: 900_000) }
    #expect(try file.read().entries.count == 1)
    let attributes = try FileManager.default.attributesOfItem(atPath: trust.file("invitations.json").path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    var book = InvitationBook()
    for number in 0..<InvitationBook.openMax {
      let secret = (0..<16).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
      let one = Invitation(secret: secret, account: account, area: Place.community, expires: 1_000_000)
      try book.note(one, to: post, now: 900_000)
    }
    #expect(throws: InvitationRefusal.full) { try book.note(invitation(9), to: post, now: 900_000) }
    // Those that have been over for days leave room.
    try book.note(invitation(9), to: post, now: 1_000_000 + Invitation.lifetimeMax + 1)
    #expect(book.entries.count == 1)
  }
}
