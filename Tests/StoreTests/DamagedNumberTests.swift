// Numbers in the store's own rows that only damage can have left there.
import GRDB
import Merge
import Replica
import Store
import TestSupport
import Testing

/// A page whose sum cannot be compared is read as it is: a salvage does so with every page of the feeds.
@Suite struct `A damaged number` {
  private static let catalog = SmallCatalog.everyKind
  private static let numbers = [Int64.min, -1, 9, 255, 256, Int64.max]
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func filled(_ name: String = "node.db") throws -> WrittenStore {
    let store = WrittenStore(
      try Store.create(
        path: folder.file(name), identity: Identity.test(9, at: WrittenStore.village), catalog: Self.catalog))
    try store.receive(try History(seed: 12, rounds: 30).commits.map(\.body))
    return store
  }

  @Test(arguments: ["priority", "rises", "falls"]) func `of a feed's class ends no process, and the feed is saved`(
    column: String
  ) throws {
    for number in Self.numbers {
      let store = try filled("\(number).db")
      let commits = try store.count("SELECT count(*) FROM \"commit\"")
      try store.execute("UPDATE feed SET \(column) = \(number)")
      // Where it may be a tier's, the feed's id does not fit any more.
      try? store.store.read { reader in for feed in 1...4 { _ = try reader.feed(reference: Int64(feed)) } }
      try store.store.close()
      let salvage = try Salvage.run(
        path: folder.file("\(number).db"), node: nil, incarnation: 7, store: StoreID(Bytes16(high: 7, low: 7)),
        catalog: Self.catalog, seconds: 1_700_000_000)
      #expect(salvage.commits == commits, "\(column) \(number)")
    }
  }

  @Test func `of a tier is left out of what is told of custody`() throws {
    let store = try filled()
    for number in Self.numbers where number != 9 {
      try store.execute("INSERT OR REPLACE INTO custody (feed, tier, seq, number) VALUES (1, \(number), 1, 1)")
    }
    try store.store.read { reader in
      #expect(try reader.custody(feed: 1).isEmpty)
      for feed in 1...4 {
        guard let author = try reader.feed(reference: Int64(feed))?.key.node else { continue }
        #expect(try reader.custodyOfOwn(node: author).isEmpty)
      }
    }
  }
}
