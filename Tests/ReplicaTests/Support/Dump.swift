// Everything a store holds, as lines of text that two stores can be compared by.
import Catalog
import GRDB
import Merge
import Replica
import Store
import TestSupport

extension TestNode {
  /// Every commit by feed and number, with its hash.
  func commitDump() throws -> [String] {
    try lines(
      """
      SELECT f.class || c.seq || f.area || hex(f.id) || hex(c.hash) || hex(c.body) AS line
      FROM "commit" c JOIN feed f ON f.ref = c.feed ORDER BY f.area, f.id, c.seq
      """)
  }

  /// Every row of every view, merged state and all, in an order that content alone decides.
  func viewDump() throws -> [String] {
    try replica.catalog.types.flatMap { type in
      let columns = type.columns.map { "\"\($0)\"" }.joined(separator: ", ")
      return try lines("SELECT '\(type.name)', \(columns) FROM \"\(type.name)\" ORDER BY id, area")
    } + lines("SELECT 'concurrent', * FROM concurrent ORDER BY type, record, area, field, feed, seq")
  }

  /// The feeds a store holds, by key.
  func feeds() throws -> [StoredFeed] {
    try store.read { reader in
      try Int64.fetchAll(reader.db, sql: "SELECT ref FROM feed WHERE seq > 0 ORDER BY ref").map {
        try reader.feed(reference: $0)!
      }
    }
  }

  func custody(of feed: FeedID) throws -> [Tier: UInt64] {
    try store.read { reader in
      guard let stored = try reader.feed(feed) else { return [:] }
      let marks = try reader.custody(feed: stored.reference)
      return Dictionary(uniqueKeysWithValues: marks.map { ($0.tier, $0.seq) })
    }
  }

  func quarantines(with peer: TestNode) throws -> [Quarantine] {
    try store.read { reader in try reader.link(peer.node).map { try reader.quarantines(link: $0.reference) } ?? [] }
  }

  func execute(_ sql: String) throws { try store.execute(sql) }
  func count(_ sql: String) throws -> Int { try store.count(sql) }
  func lines(_ sql: String) throws -> [String] { try store.lines(sql) }
}
