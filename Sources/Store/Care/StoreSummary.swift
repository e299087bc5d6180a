// What an operator asks of a store: how much it holds, how its links stand, what is quarantined.
import GRDB
package import Merge
package import Replica
import Wire

/// The size of a store.
package struct StoreSummary: Hashable, Sendable {
  package let feeds: Int
  /// Commits, with those that were taken out again.
  package let commits: UInt64
  /// Commits by the node that made them being this one.
  package let ownCommits: Int
  /// Rows of each record type that has any.
  package let records: [String: Int]
  package let concurrentValues: Int
  package let fileBytes: Int
}

/// How a link stands.
package struct LinkSummary: Sendable {
  package let link: StoredLink
  package let quarantines: [Quarantine]
  /// Commits the other end has not acknowledged (to a parent: not yet in its custody).
  package let backlog: Int
  /// When the oldest of those was made here or arrived, by its own time; nil without backlog.
  package let oldest: HybridTime?
}

extension StoreReader {
  package func summary(types: [String]) throws -> StoreSummary {
    var records: [String: Int] = [:]
    for type in types {
      // A row that is there stays there until all are folded anew: the last one's number is how many there are.
      let count = try Int.fetchOne(db, sql: "SELECT max(rowid) FROM \"\(type)\"") ?? 0
      if count > 0 { records[type] = count }
    }
    let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
    let size = try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0
    let takenOut = try Int64.fetchOne(db, sql: "SELECT count(*) FROM \"commit\" WHERE feed = 0") ?? 0
    let feeds = try Row.fetchOne(db, sql: Self.feedSums)
    let held: Int64 = feeds?["commits"] ?? 0
    return StoreSummary(
      feeds: feeds?["feeds"] ?? 0,
      // With those that were taken out: their rows are still there.
      commits: UInt64(clamping: held.addingSaturated(takenOut)), ownCommits: feeds?["own"] ?? 0,
      records: records,
      concurrentValues: try Int.fetchOne(db, sql: "SELECT count(*) FROM concurrent") ?? 0,
      fileBytes: pages * size)
  }

  /// A feed has as many commits as its head says, so that they are counted without being read.
  private static let feedSums = """
    SELECT count(*) FILTER (WHERE seq > 0) AS feeds, coalesce(sum(seq), 0) AS commits,
      coalesce(sum(seq) FILTER (WHERE node = (SELECT value FROM meta WHERE key = 'node')), 0) AS own
    FROM feed
    """

  /// Every link with what waits on it.
  package func linkSummaries(identity: Identity) throws -> [LinkSummary] {
    try links().map { link in
      let branch =
        link.isParent
        ? Branch(parent: link.area, child: identity.area) : Branch(parent: identity.area, child: link.area)
      let waiting = try branch.map { try backlog(link, branch: $0) }
      return LinkSummary(
        link: link, quarantines: try quarantines(link: link.reference), backlog: waiting?.count ?? 0,
        oldest: waiting?.oldest)
    }
  }

  /// Commits in the branch that arrived after the other end's acknowledgement.
  private func backlog(_ link: StoredLink, branch: Branch) throws -> (count: Int, oldest: HybridTime?) {
    var count = 0
    var first: UInt64?
    for lane in Priority.allCases {
      let statement = try db.hot(
        """
        SELECT feed, count(*), min(arrival) FROM \(Schema.commits(of: lane)) AND arrival > ?1 AND source <> ?2
        GROUP BY feed
        """)
      statement.bind(1, link.acknowledged[lane])
      statement.bind(2, link.reference)
      try statement.forEachRow { row in
        guard let feed = try feed(reference: row.int(0)), branch.shares(feed.key) else { return }
        count += Int(row.int(1))
        first = min(first ?? .max, row.uint(2))
      }
    }
    return (count, try first.flatMap { try time(arrival: $0) })
  }

  private func time(arrival: UInt64) throws -> HybridTime? {
    let statement = try db.hot("SELECT body FROM \"commit\" WHERE arrival = ?1")
    statement.bind(1, arrival)
    defer { statement.reset() }
    guard try statement.step() else { return nil }
    var scanner = CommitScanner()
    var cbor = CBORReader(Array(statement.blob(0)))
    try scanner.scan(&cbor)
    return scanner.time
  }
}
