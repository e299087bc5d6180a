// What the writer keeps of feeds is what stands in their rows, whoever wrote them and however it ended.
import Catalog
import Merge
import Replica
import Store
import TestSupport
import Testing
import Wire

@Suite struct `Feeds that the writer remembers` {
  private struct Interrupted: Error {}

  private let node: WrittenStore

  init() throws { node = try WrittenStore(9, catalog: SmallCatalog.everyKind) }

  private func write(_ text: String) throws { try node.write("sample", 1, [.text(1, text)]) }

  /// Each feed as the writer has it and as its row has it.
  private func differences() throws -> [String] {
    let count = try node.count("SELECT count(*) FROM feed")
    return try node.store.write { writer in
      let reader = StoreReader(writer.db)
      return try (1...Int64(count)).compactMap { reference in
        guard let row = try reader.feed(reference: reference) else { return "feed \(reference) is gone" }
        let kept = try writer.feed(row.id)
        return kept == row ? nil : "\(String(describing: kept)) is kept of \(row)"
      }
    }
  }

  private func own() throws -> StoredFeed {
    try #require(try node.store.read { try $0.feed(reference: 1) })
  }

  @Test func `commits of its own move them`() throws {
    for number in 1...3 {
      try write("第\(number)次")
      #expect(try differences() == [])
    }
    #expect(try own().head.seq == 3)
  }

  @Test func `a transaction that is rolled back leaves nothing of them`() throws {
    try write("一")
    let id = try own().id
    let intent = try node.intent("sample", 2, [.text(1, "二")])
    #expect(throws: Interrupted.self) {
      try node.store.write { writer in
        var replica = node.replica
        _ = try replica.commit([intent], user: "li", now: node.now + 1_000, into: writer)
        #expect(try writer.feed(id)?.head.seq == 2)
        throw Interrupted()
      }
    }
    #expect(try differences() == [])
    try write("三")
    #expect(try own().head.seq == 2)
    #expect(try node.store.verify().faults == [])
  }

  @Test func `a piece of a group that fails leaves nothing of them`() throws {
    try write("一")
    let id = try own().id
    let settling: (StoreWriter) throws -> UInt64? = { writer in
      var feed = try #require(try writer.feed(id))
      feed.sealed = 1
      try writer.settle(feed)
      return try writer.feed(id)?.sealed
    }
    let results = node.store.writeGroup([settling, { _ in throw Interrupted() }])
    #expect(try results[0].get() == 1)
    #expect(try differences() == [])
  }

  @Test func `what takes commits out or settles them is seen`() throws {
    for number in 1...4 { try write("第\(number)次") }
    let id = try own().id
    try node.store.write { writer in
      var feed = try #require(try writer.feed(id))
      _ = try writer.cut(&feed, to: 2)
      #expect(try writer.feed(id) == feed)
      (feed.sealed, feed.effective) = (2, 1)
      try writer.settle(feed)
      #expect(try writer.feed(id) == feed)
    }
    #expect(try differences() == [])
  }
}
