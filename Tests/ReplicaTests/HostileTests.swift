// What a node does with commits that no honest node would send: one feed stops, and nothing else.
import Foundation
import GRDB
import Merge
import Replica
import Store
import TestSupport
import Testing
import Wire

@Suite struct `Hostile input through sessions` {
  /// A way to spoil the second commit of a feed that its holder keeps, and what the other end must say of it.
  enum Spoil: String, CaseIterable, CustomTestStringConvertible {
    case truncated, notDeterministic, malformed, notText, tooLarge, tooDeep
    case brokenChain, wrongFeedID, fork, missing, classMismatch
    var testDescription: String { rawValue }

    var code: RejectionCode {
      switch self {
      case .missing: .brokenChain
      default: RejectionCode.allCases.first { "\($0)" == rawValue }!
      }
    }

    /// The first number that is refused.
    var seq: UInt64 { self == .wrongFeedID || self == .classMismatch ? 1 : 2 }
  }

  private static let catalog = SmallCatalog.make([("note", "work")])

  /// Puts a spoiled feed into `holder`, and into `other` what a fork needs.
  private func spoil(_ spoil: Spoil, at holder: TestNode, other: TestNode) throws -> FeedID {
    var author = Author(66, home: Place.southVillage, class: Self.feedClass(spoil))
    let twin = author
    let fake = FeedID(Bytes16(high: 6, low: 6))
    try holder.force(
      author.commit("一") { if spoil == .wrongFeedID { $0.feed = fake } }, of: author,
      as: spoil == .wrongFeedID ? fake : nil)
    if spoil == .wrongFeedID { return fake }
    if spoil == .fork { try fork(twin, at: other) }
    try spoilSecond(of: author, spoil, at: holder)
    return author.id
  }

  /// Stores two more commits of the feed and puts other bytes in the place of the first of them.
  private func spoilSecond(of author: Author, _ spoil: Spoil, at holder: TestNode) throws {
    var (author, large) = (author, author)
    let second = author.commit(String(repeating: "a", count: 40)) { header in
      if spoil == .brokenChain { header.previous = .zero }
    }
    try holder.force(second, of: author)
    try holder.force(author.commit("三"), of: author)
    if spoil == .missing { try holder.execute("DELETE FROM \"commit\" WHERE seq = 2") }
    let body =
      spoil == .tooLarge
      ? large.commit(String(repeating: "a", count: 256 << 10)) : Self.twisted(second, spoil)
    try holder.store.write { writer in
      try writer.db.execute(
        sql: "UPDATE \"commit\" SET body = ? WHERE seq = 2 AND feed = (SELECT ref FROM feed WHERE id = ?)",
        arguments: [Data(body), Data(author.id.raw.bytes)])
    }
  }

  private func fork(_ twin: Author, at other: TestNode) throws {
    var twin = twin
    try other.receive([twin.commit("一"), twin.commit("另一个二")])
  }

  private static func feedClass(_ spoil: Spoil) -> FeedClass {
    spoil == .classMismatch
      ? FeedClass(name: "work", rises: .province, falls: .terminal, priority: .urgent) : Author.work
  }

  /// The commit's bytes with one thing wrong behind its number.
  private static func twisted(_ commit: [UInt8], _ spoil: Spoil) -> [UInt8] {
    var bytes = commit
    switch spoil {
    case .truncated: bytes.removeLast(3)
    case .notDeterministic: bytes.replaceSubrange((bytes.count - 42)..., with: [0x18, 0x01])
    case .malformed: bytes[bytes.count - 42] = 0xC0
    case .notText: bytes[bytes.count - 1] = 0xFF
    case .tooDeep:
      bytes.replaceSubrange((bytes.count - 42)..., with: [0x82, 0x00] + [UInt8](repeating: 0x81, count: 20) + [0x00])
    default: break
    }
    return bytes
  }

  private func expectRefusal(_ expected: Refusal, of spoil: Spoil, at holder: TestNode, _ other: TestNode) throws {
    if spoil == .fork {
      // Either end may be the one that sees the two branches side by side.
      #expect(try other.quarantines(with: holder).contains { $0.refusal == expected })
      #expect(try holder.quarantines(with: other).contains { $0.refusal == expected })
    } else {
      #expect(try other.quarantines(with: holder) == [Quarantine(refusal: expected, isOurs: true)])
      #expect(try holder.quarantines(with: other) == [Quarantine(refusal: expected, isOurs: false)])
    }
  }

  @Test(arguments: Spoil.allCases, [true, false])
  func `a bad feed is refused and quarantined at both ends while the others land`(_ spoil: Spoil, isUpward: Bool) throws
  {
    let parent = try TestNode(Place.southTown, 1, catalog: Self.catalog)
    let child = try TestNode(Place.southVillage, 2, catalog: Self.catalog)
    let (holder, other) = isUpward ? (child, parent) : (parent, child)
    try holder.write("note", recordID(1), in: Area(Place.southVillage)!, ["body": .write(.text("之前"))])
    let feed = try self.spoil(spoil, at: holder, other: other)
    var late = Author(7, home: Place.southVillage)
    try holder.receive([late.commit("之后")])

    var driver = SessionDriver(child, parent)
    #expect(try driver.run() == .proved)
    #expect(driver.rounds <= 9, "\(driver.rounds) rounds")
    try expectRefusal(Refusal(feed: feed, seq: spoil.seq, code: spoil.code), of: spoil, at: holder, other)
    #expect(try other.store.read { try $0.feed(late.id)?.head } == late.head)
    #expect(try other.count("SELECT count(*) FROM note WHERE body IN ('之前', '之后')") == 2)

    try holder.receive([late.commit("再后")])
    var next = SessionDriver(child, parent)
    #expect(try next.run() == .proved)
    #expect(next.rounds <= 2 && next.bytes < 2_500, "\(next.rounds) rounds, \(next.bytes) bytes")
    #expect(try other.store.read { try $0.feed(late.id)?.head } == late.head)
  }
}
