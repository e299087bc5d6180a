// How much of what this node made is held above it, and what others gave back of it.
package import Merge
package import Replica
package import Wire

extension StoreReader {
  /// For each tier that holds any of a node's own commits, highest first: how many of them it holds durably.
  package func custodyOfOwn(node: NodeID) throws -> [(tier: Tier, commits: UInt64)] {
    let statement = try db.hot(
      """
      SELECT c.tier, sum(min(c.seq, f.seq)) FROM custody c JOIN feed f ON f.ref = c.feed
      WHERE f.node = ?1 GROUP BY c.tier ORDER BY c.tier
      """)
    statement.bind(1, node.raw)
    var found: [(tier: Tier, commits: UInt64)] = []
    try statement.forEachRow { row in
      if let tier = row.byte(0).flatMap(Tier.init(rawValue:)) { found.append((tier, row.uint(1))) }
    }
    return found
  }
}

extension StoreReader {
  /// The custody marks numbered above `number`, in that order, each with its number.
  package func custodyMarks(after number: UInt64) throws -> [(number: UInt64, mark: CustodyMark)] {
    let statement = try db.hot(
      """
      SELECT c.number, f.id, c.tier, c.seq FROM custody c JOIN feed f ON f.ref = c.feed WHERE c.number > ?1 AND c.seq > 0
      ORDER BY c.number
      """)
    statement.bind(1, number)
    var found: [(number: UInt64, mark: CustodyMark)] = []
    try statement.forEachRow { row in
      guard let tier = Tier(rawValue: UInt8(truncatingIfNeeded: row.int(2))) else { return }
      found.append((row.uint(0), CustodyMark(feed: FeedID(try row.bytes16(1)), tier: tier, seq: row.uint(3))))
    }
    return found
  }
}

extension StoreReader {
  /// The highest number of a feed's commits, above one, that came over a link; 0 when none did.
  package func lastSeq(of feed: StoredFeed, from link: StoredLink, after seq: UInt64) throws -> UInt64 {
    let statement = try db.hot(
      """
      SELECT seq FROM "commit" INDEXED BY commit_by_feed WHERE feed = ?1 AND seq > ?2 AND source = ?3
      ORDER BY seq DESC LIMIT 1
      """)
    statement.bind(1, feed.reference)
    statement.bind(2, seq)
    statement.bind(3, link.reference)
    defer { statement.reset() }
    return try statement.step() ? statement.uint(0) : 0
  }
}
