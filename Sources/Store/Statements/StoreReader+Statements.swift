// Reading seals, statements and the commits they are about.
import GRDB
package import Merge
package import Replica
package import Trust
import Wire

extension StoreReader: StatementReader {
  package func statements(about subject: NodeID) throws -> [Trust.Statement] {
    let statement = try db.hot("SELECT body FROM statement WHERE subject = ?1 ORDER BY digest")
    statement.bind(1, subject.raw)
    return try readStatements(statement)
  }

  /// The statements one key has made, in the order of their digests.
  package func statements(by issuer: PublicKey) throws -> [Trust.Statement] {
    let statement = try db.hot("SELECT body FROM statement WHERE issuer = ?1 ORDER BY digest")
    statement.bind(1, issuer.raw)
    return try readStatements(statement)
  }

  /// The next statements in the order in which they were kept here.
  /// - Parameters:
  ///   - place: that of the last one known; 0 for the beginning.
  ///   - count: how many at most.
  /// - Returns: the statements, and the place of the last.
  package func statements(after place: Int64, count: Int) throws -> (statements: [Trust.Statement], last: Int64) {
    let find = try db.hot("SELECT body, rowid FROM statement WHERE rowid > ?1 ORDER BY rowid LIMIT ?2")
    find.bind(1, place)
    find.bind(2, Int64(count))
    var last = place
    let found = try readStatements(find) { last = $0.int(1) }
    return (found, last)
  }

  /// The place of the statement that was kept last; 0 where there is none.
  package func lastStatementPlace() throws -> Int64 {
    try db.hot("SELECT coalesce(max(rowid), 0) FROM statement").first { $0.int(0) } ?? 0
  }

  func hasStatement(_ digest: Merge.Digest) throws -> Bool {
    let find = try db.hot("SELECT 1 FROM statement WHERE digest = ?1")
    find.bind(1, digest)
    return try find.first { _ in true } ?? false
  }

  /// Whether a commit has brought a statement that is not among those kept: an old page may stand in their table.
  func lacksStatement(of scan: CommitScanner, in bytes: [UInt8], class: FeedClass) throws -> Bool {
    guard StatementRecord.isCarried(by: `class`.name), scan.redacted == nil else { return false }
    return try !StatementRecord.statements(in: scan, bytes, class: `class`.name) { try hasStatement($0) }.isEmpty
  }

  /// Hands over every statement, in the order of their digests.
  func eachStatement(_ body: (Trust.Statement) throws -> Void) throws {
    for statement in try readStatements(db.hot("SELECT body FROM statement ORDER BY digest")) { try body(statement) }
  }

  func readStatements(
    _ statement: HotStatement, _ look: (HotStatement) -> Void = { _ in }
  ) throws -> [Trust.Statement] {
    var found: [Trust.Statement] = []
    try statement.forEachRow { row in
      look(row)
      do { found.append(try Trust.Statement(kept: Array(row.blob(0)))) } catch {
        throw StoreError(.damaged, "a statement cannot be read", hint: "Run `gridward verify`.", cause: "\(error)")
      }
    }
    return found
  }

  package func unsealed(of branch: Branch, count: Int) throws -> [Dot] {
    let statement = try db.hot(
      """
      SELECT \(Self.feedColumns) FROM feed f WHERE is_waiting = 1
        AND NOT EXISTS (SELECT 1 FROM seal s WHERE s.feed = f.ref AND s.seq = f.seq) ORDER BY ref
      """)
    defer { statement.reset() }
    var heads: [Dot] = []
    while heads.count < count, try statement.step() {
      let feed = try Self.feed(statement)
      if feed.sealed < feed.head.seq, branch.shares(feed.key) { heads.append(Dot(feed: feed.id, seq: feed.head.seq)) }
    }
    return heads
  }

  /// The latest seal of a feed that is kept.
  package func seal(of feed: StoredFeed) throws -> Seal? {
    let statement = try db.hot("SELECT body FROM seal WHERE feed = ?1")
    statement.bind(1, feed.reference)
    defer { statement.reset() }
    guard try statement.step() else { return nil }
    return try? Seal(encoded: Array(statement.blob(0)))
  }

  /// The commits of a feed from one number through another, in order.
  package func commits(of feed: StoredFeed, from first: UInt64, through last: UInt64) throws -> [[UInt8]] {
    let run = try run(of: feed, from: first, through: last)
    return run.places.map { Array(run.bytes[$0]) }
  }

  func run(of feed: StoredFeed, from first: UInt64, through last: UInt64) throws -> StoredRun {
    let statement = try db.hot(
      "SELECT body FROM \"commit\" WHERE feed = ?1 AND seq >= ?2 AND seq <= ?3 ORDER BY seq")
    statement.bind(1, feed.reference)
    statement.bind(2, first)
    statement.bind(3, last)
    var run = StoredRun()
    try statement.forEachRow { run.append($0.blob(0)) }
    return run
  }
}
