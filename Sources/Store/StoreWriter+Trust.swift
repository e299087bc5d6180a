// Seals, statements and evidence, inside the one write transaction.
import Catalog
import Foundation
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

  private func readStatements(_ statement: HotStatement) throws -> [Trust.Statement] {
    var found: [Trust.Statement] = []
    try statement.forEachRow { row in
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

extension StoreWriter: TrustStorage {
  package var trust: (any TrustStorage)? { self }

  package func statements(about subject: NodeID) throws -> [Trust.Statement] { try reader.statements(about: subject) }

  package func keep(_ statement: Trust.Statement) throws -> Bool {
    let save = try db.hot("INSERT OR IGNORE INTO statement VALUES (?1, ?2, ?3, ?4)")
    let subject: Bytes16 =
      switch statement.content {
      case .grant(let grant): grant.subject.node.raw
      case .revocation(let revocation): revocation.subject.node.raw
      case .redaction(let redaction): redaction.commit.feed.raw
      }
    save.bind(1, statement.digest)
    save.bind(2, subject)
    save.bind(3, statement.issuer.raw)
    try statement.encoded.withUnsafeBytes { buffer in
      save.bind(4, staticBlob: buffer)
      try save.run()
    }
    guard db.changesCount > 0 else { return false }
    if case .redaction = statement.content { try openRedaction(statement) }
    return true
  }

  package func seal(of feed: StoredFeed) throws -> Seal? { try reader.seal(of: feed) }

  package func keep(_ seal: Seal, of feed: StoredFeed) throws {
    let save = try db.hot("INSERT OR REPLACE INTO seal VALUES (?1, ?2, ?3)")
    save.bind(1, feed.reference)
    save.bind(2, seal.seq)
    try seal.encoded.withUnsafeBytes { buffer in
      save.bind(3, staticBlob: buffer)
      try save.run()
    }
  }

  package func dropSeal(of feed: StoredFeed) throws {
    let drop = try db.hot("DELETE FROM seal WHERE feed = ?1")
    drop.bind(1, feed.reference)
    try drop.run()
  }

  package func settle(_ feed: StoredFeed) throws {
    let save = try db.hot("UPDATE feed SET sealed = ?1, effective = ?2, is_waiting = ?2 < seq WHERE ref = ?3")
    save.bind(1, feed.sealed)
    save.bind(2, feed.effective)
    save.bind(3, feed.reference)
    try save.run()
  }

  package func unsettled() throws -> [StoredFeed] {
    try feeds(try db.hot("SELECT \(StoreReader.feedColumns) FROM feed WHERE is_waiting = 1 ORDER BY ref"))
  }

  package func feeds(homeIn area: Area) throws -> [StoredFeed] {
    let found = try feeds(try db.hot("SELECT \(StoreReader.feedColumns) FROM feed WHERE seq > 0 ORDER BY ref"))
    return found.filter { area.contains($0.key.home) }
  }

  private func feeds(_ statement: HotStatement) throws -> [StoredFeed] {
    var feeds: [StoredFeed] = []
    try statement.forEachRow { feeds.append(try StoreReader.feed($0)) }
    return feeds
  }

  package func commits(of feed: StoredFeed, from first: UInt64, through last: UInt64) throws -> StoredRun {
    try reader.run(of: feed, from: first, through: last)
  }

  package func source(of feed: StoredFeed, at seq: UInt64) throws -> Int64? {
    let find = try db.hot("SELECT source FROM \"commit\" WHERE feed = ?1 AND seq = ?2")
    find.bind(1, feed.reference)
    find.bind(2, seq)
    defer { find.reset() }
    return try find.step() ? find.int(0) : nil
  }

  package func refold() throws {
    forgetTables()
    let digest = Data(Hashing.sha256(catalog.canonicalBytes).bytes)
    try Rebuild.begin(db, catalog: catalog, digest: digest)
    while try !Rebuild.slice(self) {}
    isRebuilding = false
    countNews()
  }

  package func savePlace(of identity: Identity, former: [Area]) throws {
    let save = try db.hot("INSERT OR REPLACE INTO meta VALUES (?1, ?2)")
    for (key, value) in [("area", identity.area.code), ("former_areas", former.map(\.code).joined(separator: " "))] {
      save.bind(1, key)
      save.bind(2, value)
      try save.run()
    }
  }

  package func saveLineage(of identity: Identity) throws {
    let save = try db.hot("UPDATE meta SET value = ?1 WHERE key = ?2")
    save.bind(1, identity.incarnation)
    save.bind(2, "incarnation")
    try save.run()
    save.bind(1, identity.store.raw)
    save.bind(2, "store")
    try save.run()
  }
}

// MARK: Evidence

extension StoreWriter {
  package func cut(_ feed: inout StoredFeed, to seq: UInt64) throws -> [[UInt8]] {
    let taken = try reader.commits(of: feed, from: seq + 1, through: UInt64(Int64.max))
    // What nobody has sealed is kept only while there is room: whoever makes it up again and again fills no disk.
    let isRoomy = try hasRoom(for: feed, max: Evidence.othersMax)
    let keep = try db.hot(
      """
      INSERT OR IGNORE INTO evidence
        SELECT c.feed, c.seq, c.hash, coalesce(p.hash, x''), c.body FROM "commit" c
        LEFT JOIN "commit" p ON p.feed = c.feed AND p.seq = c.seq - 1 WHERE c.feed = ?1 AND c.seq > ?2 AND c.seq <= ?3
      """)
    keep.bind(1, feed.reference)
    keep.bind(2, seq)
    keep.bind(3, isRoomy ? feed.head.seq : max(feed.sealed, feed.effective))
    try keep.run()
    for sql in [
      // The arrival numbers stay taken: cursors of others have passed them.
      "UPDATE \"commit\" SET feed = 0, seq = arrival, body = x'' WHERE feed = ?1 AND seq > ?2",
      // Marks and receipts keep their numbers too; what covers nothing any more is shown to nobody.
      "UPDATE custody SET seq = min(seq, ?2) WHERE feed = ?1",
      "DELETE FROM seal WHERE feed = ?1 AND seq > ?2",
      "UPDATE custody_receipt SET seq = 0, body = x'' WHERE feed = ?1 AND seq > ?2",
    ] {
      let statement = try db.hot(sql)
      statement.bind(1, feed.reference)
      statement.bind(2, seq)
      try statement.run()
    }
    let hash = try seq == 0 ? Hashing.sha256(feed.key.encoded) : reader.hash(of: feed.id, at: seq)
    guard let hash else { throw StoreError(.damaged, "feed \(feed.id) lacks number \(seq)") }
    feed.head = Head(seq: seq, hash: hash)
    (feed.sealed, feed.effective) = (min(feed.sealed, seq), min(feed.effective, seq))
    try moveBack(feed)
    return taken
  }

  private func moveBack(_ feed: StoredFeed) throws {
    let move = try db.hot(
      "UPDATE feed SET seq = ?1, hash = ?2, sealed = ?3, effective = ?4, is_waiting = ?4 < ?1 WHERE ref = ?5")
    move.bind(1, feed.head.seq)
    move.bind(2, feed.head.hash)
    move.bind(3, feed.sealed)
    move.bind(4, feed.effective)
    move.bind(5, feed.reference)
    try move.run()
    countNews()
  }

  private func hasRoom(for feed: StoredFeed, max: Int) throws -> Bool {
    let count = try db.hot("SELECT count(*) FROM evidence WHERE feed = ?1")
    count.bind(1, feed.reference)
    defer { count.reset() }
    return try count.step() && count.int(0) < Int64(max)
  }

  package func keep(_ evidence: Evidence, of feed: StoredFeed, max: Int) throws {
    guard try hasRoom(for: feed, max: max) else { return }
    let save = try db.hot("INSERT OR IGNORE INTO evidence VALUES (?1, ?2, ?3, ?4, ?5)")
    save.bind(1, feed.reference)
    save.bind(2, evidence.dot.seq)
    save.bind(3, evidence.hash)
    save.bind(4, evidence.previous)
    try evidence.body.withUnsafeBytes { buffer in
      save.bind(5, staticBlob: buffer)
      try save.run()
    }
  }

  package func evidence(of feed: StoredFeed, hash: Digest) throws -> Evidence? {
    let find = try db.hot("SELECT seq, hash, previous, body FROM evidence WHERE feed = ?1 AND hash = ?2")
    find.bind(1, feed.reference)
    find.bind(2, hash)
    return try read(find, feed).first
  }

  package func evidence(of feed: StoredFeed, at seq: UInt64) throws -> [Evidence] {
    let find = try db.hot(
      "SELECT seq, hash, previous, body FROM evidence WHERE feed = ?1 AND seq = ?2 ORDER BY hash")
    find.bind(1, feed.reference)
    find.bind(2, seq)
    return try read(find, feed)
  }

  private func read(_ statement: HotStatement, _ feed: StoredFeed) throws -> [Evidence] {
    var found: [Evidence] = []
    try statement.forEachRow { row in
      // Of a feed's first commit, the one before is its key.
      let previous = row.blob(2).isEmpty ? Hashing.sha256(feed.key.encoded) : try row.digest(2)
      let dot = Dot(feed: feed.id, seq: row.uint(0))
      found.append(Evidence(dot: dot, hash: try row.digest(1), previous: previous, body: Array(row.blob(3))))
    }
    return found
  }
}
