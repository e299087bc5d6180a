// Which heads have moved: how a sum over heads follows without being added up again.
package import Merge

/// One commit that became its feed's head, and the head before it.
package struct MovedHead: Sendable {
  /// The feed's number in this store.
  package let feed: Int64
  package let hash: Digest
  /// Nil for a feed's first commit.
  package let previous: Digest?
}

extension StoreReader {
  /// The commits that arrived after a number, each with the head it replaced.
  package func headsMoved(after arrival: UInt64) throws -> [MovedHead] {
    let commits = try db.hot("SELECT feed, seq, hash FROM \"commit\" WHERE arrival > ?1 AND feed > 0 ORDER BY arrival")
    let before = try db.hot("SELECT hash FROM \"commit\" WHERE feed = ?1 AND seq = ?2")
    var moved: [MovedHead] = []
    commits.bind(1, arrival)
    try commits.forEachRow { row in
      var previous: Digest?
      if row.uint(1) > 1 {
        before.bind(1, row.int(0))
        before.bind(2, row.uint(1) - 1)
        defer { before.reset() }
        if try before.step() { previous = try before.digest(0) }
      }
      moved.append(MovedHead(feed: row.int(0), hash: try row.digest(2), previous: previous))
    }
    return moved
  }
}
