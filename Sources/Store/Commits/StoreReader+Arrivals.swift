// Reading which commits have arrived, for those who watch a store.
package import Merge
package import Replica

/// A commit as it stands in a store.
package struct Arrival: Hashable, Sendable {
  package let arrival: UInt64
  package let dot: Dot
  package let hash: Digest
  package let author: NodeID
  /// The link it came over, 0 for the node itself.
  package let source: Int64
  /// The priority of its class, as it is stored beside it.
  package let lane: UInt8
  package let body: [UInt8]
}

extension StoreReader {
  /// The commits that arrived after a number, in that order.
  package func arrivals(after arrival: UInt64) throws -> [Arrival] {
    let statement = try db.hot(
      """
      SELECT c.arrival, f.id, c.seq, c.hash, f.node, c.source, c.lane, c.body FROM "commit" c JOIN feed f ON f.ref = c.feed
      WHERE c.arrival > ?1 ORDER BY c.arrival
      """)
    statement.bind(1, arrival)
    var arrivals: [Arrival] = []
    try statement.forEachRow { row in
      let dot = Dot(feed: FeedID(try row.bytes16(1)), seq: row.uint(2))
      arrivals.append(
        Arrival(
          arrival: row.uint(0), dot: dot, hash: try row.digest(3), author: NodeID(try row.bytes16(4)),
          source: row.int(5), lane: UInt8(truncatingIfNeeded: row.int(6)), body: Array(row.blob(7))))
    }
    return arrivals
  }
}

extension StoreReader {
  /// How many commits have been taken out of their feeds since the store was made.
  package func cutCount() throws -> Int {
    let statement = try db.hot("SELECT count(*) FROM \"commit\" WHERE feed = 0")
    defer { statement.reset() }
    return try statement.step() ? Int(statement.int(0)) : 0
  }

  /// Whether a commit with this hash is kept as evidence.
  package func hasEvidence(_ hash: Digest) throws -> Bool {
    let statement = try db.hot("SELECT 1 FROM evidence WHERE hash = ?1")
    statement.bind(1, hash)
    defer { statement.reset() }
    return try statement.step()
  }
}

extension StoreReader {
  /// Every feed that has a commit, in the order in which they were opened here.
  package func feeds() throws -> [StoredFeed] {
    var feeds: [StoredFeed] = []
    try db.hot("SELECT \(Self.feedColumns) FROM feed WHERE seq > 0 ORDER BY ref").forEachRow { row in
      feeds.append(try Self.feed(row))
    }
    return feeds
  }
}
