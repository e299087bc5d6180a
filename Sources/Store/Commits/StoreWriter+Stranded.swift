// Commits of a damaged store that stand behind one that is lost.
import GRDB
import Merge
package import Replica

extension StoreWriter {
  package func strandedFeeds() throws -> [StoredFeed] {
    guard hasStranded else { return [] }
    var references: [Int64] = []
    try db.hot("SELECT DISTINCT feed FROM node_stranded ORDER BY feed").forEachRow { references.append($0.int(0)) }
    return try references.compactMap { try reader.feed(reference: $0) }
  }

  package func stranded(of feed: StoredFeed, after seq: UInt64, count: Int) throws -> [StrandedCommit] {
    guard hasStranded else { return [] }
    let find = try db.hot(
      "SELECT source, body, seal FROM node_stranded WHERE feed = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3")
    find.bind(1, feed.reference)
    find.bind(2, seq)
    find.bind(3, Int64(count))
    var found: [StrandedCommit] = []
    try find.forEachRow { row in
      let seal = row.isNull(2) ? nil : Array(row.blob(2))
      found.append(StrandedCommit(source: row.int(0), body: Array(row.blob(1)), seal: seal))
    }
    return found
  }

  package func dropStranded(heldBy feed: StoredFeed) throws {
    guard hasStranded else { return }
    let keep = try db.hot(
      """
      INSERT OR IGNORE INTO evidence (feed, seq, hash, previous, body)
        SELECT s.feed, s.seq, s.hash, s.previous, s.body FROM node_stranded s
        JOIN "commit" c ON c.feed = s.feed AND c.seq = s.seq
        WHERE s.feed = ?1 AND s.seq <= ?2 AND c.hash <> s.hash
      """)
    keep.bind(1, feed.reference)
    keep.bind(2, feed.head.seq)
    try keep.run()
    try deleteStranded(of: feed, through: feed.head.seq)
  }

  package func settleStranded(of feed: StoredFeed, through seq: UInt64) throws {
    guard hasStranded else { return }
    let keep = try db.hot(
      """
      INSERT OR IGNORE INTO evidence (feed, seq, hash, previous, body)
        SELECT feed, seq, hash, previous, body FROM node_stranded WHERE feed = ?1 AND seq <= ?2
      """)
    keep.bind(1, feed.reference)
    keep.bind(2, seq)
    try keep.run()
    try deleteStranded(of: feed, through: seq)
  }

  package func mayLackLinks() throws -> Bool {
    let statement = try db.hot("SELECT 1 FROM meta WHERE key = ?1")
    defer { statement.reset() }
    statement.bind(1, Schema.lostLinks)
    return try statement.step()
  }

  private func deleteStranded(of feed: StoredFeed, through seq: UInt64) throws {
    let delete = try db.hot("DELETE FROM node_stranded WHERE feed = ?1 AND seq <= ?2")
    delete.bind(1, feed.reference)
    delete.bind(2, seq)
    try delete.run()
  }
}

extension StoreReader {
  /// How many commits stand behind one that is lost.
  func strandedCount() throws -> Int {
    guard try db.tableExists(Schema.strandedName) else { return 0 }
    return try Int.fetchOne(db, sql: "SELECT count(*) FROM node_stranded") ?? 0
  }
}
