// Saving what is signed from pages whose sums do not fit: the signature says whether it is whole.
import Foundation
import GRDB
import Merge
import Replica
import Trust
import Wire

/// Reads statements and seals from a damaged file and keeps those that prove themselves.
struct SalvagedProofs {
  /// Reads the damaged file's pages as they are.
  let raw: DatabaseQueue
  /// The new store.
  let db: Database
  let root: PublicKey?

  /// Keeps each statement of the damaged table whose own signature holds and that is not there yet.
  func copyStatements() throws {
    for order in ["ASC", "DESC"] {
      for bytes in bodies("SELECT body FROM statement ORDER BY rowid \(order)", []) {
        if let statement = try? Trust.Statement(encoded: bytes) { _ = try keepStatement(statement) }
      }
    }
  }

  /// Likewise those that came with commits that have been saved.
  /// - Parameter feeds: the saved feeds that bring statements.
  /// - Returns: those that were not there.
  func copyStatements(from feeds: [StoredFeed]) throws -> [Trust.Statement] {
    var found: [Trust.Statement] = []
    var scanner = CommitScanner()
    let reader = StoreReader(db)
    for feed in feeds {
      let name = feed.key.class.name
      let bodies = try Data.fetchAll(
        db, sql: "SELECT body FROM \"commit\" WHERE feed = ? ORDER BY seq", arguments: [feed.reference])
      for body in bodies {
        let bytes = [UInt8](body)
        var cbor = CBORReader(bytes)
        guard (try? scanner.scan(&cbor)) != nil, scanner.redacted == nil else { continue }
        let brought = try StatementRecord.statements(in: scanner, bytes, class: name) { try reader.hasStatement($0) }
        for statement in brought where try keepStatement(statement) { found.append(statement) }
      }
    }
    return found
  }

  /// Has the node carry out orders to redact that the table lacked: whether that had been done is not known.
  func openRedactions(_ statements: [Trust.Statement]) throws {
    for statement in statements where statement.isRedaction {
      try db.execute(
        sql: "INSERT OR IGNORE INTO pending_redaction (digest) VALUES (?)", arguments: [Data(statement.digest.bytes)])
    }
  }

  /// The commits that were redacted: orders that stand among the statements and are not waiting to be carried out.
  /// - Parameter isPendingWhole: whether all that wait are known; else each order counts as carried out.
  func removed(isPendingWhole: Bool) throws -> Set<Dot> {
    let waiting = isPendingWhole ? Set(try Data.fetchAll(db, sql: "SELECT digest FROM pending_redaction")) : []
    return try redactions().reduce(into: []) { removed, order in
      if !waiting.contains(order.digest) { removed.insert(order.commit) }
    }
  }

  /// Has the node look at the orders to redact that were not known when commits were taken from pages outside the tables: what was
  /// found there may be what one of them names.
  func reopenRedactions(but removed: Set<Dot>) throws {
    for order in try redactions() where !removed.contains(order.commit) {
      try db.execute(sql: "INSERT OR IGNORE INTO pending_redaction (digest) VALUES (?)", arguments: [order.digest])
    }
  }

  private func redactions() throws -> [(digest: Data, commit: Dot)] {
    var found: [(digest: Data, commit: Dot)] = []
    let rows = try Row.fetchCursor(
      db, sql: "SELECT digest, body FROM statement WHERE digest IS NOT NULL ORDER BY digest")
    while let row = try rows.next() {
      guard let statement = try? Trust.Statement(kept: [UInt8](row[1] as Data)),
        case .redaction(let redaction) = statement.content
      else { continue }
      found.append((row[0], redaction.commit))
    }
    return found
  }

  /// - Returns: whether it was not there.
  private func keepStatement(_ statement: Trust.Statement) throws -> Bool {
    try db.execute(
      sql: "INSERT OR IGNORE INTO statement (digest, subject, issuer, body) VALUES (?, ?, ?, ?)",
      arguments: [
        Data(statement.digest.bytes), Data(StoreWriter.subject(of: statement).bytes),
        Data(statement.issuer.raw.bytes), Data(statement.encoded),
      ])
    return db.changesCount > 0
  }

  /// Keeps the seal of each feed that has none, where its author's signature holds for the commit that it names.
  func copySeals(of feeds: [(feed: StoredFeed, head: Head)]) throws {
    for (feed, head) in feeds {
      let reference = feed.reference
      let isThere = try Bool.fetchOne(
        db, sql: "SELECT EXISTS (SELECT 1 FROM seal WHERE feed = ?)", arguments: [reference])
      guard isThere == false, let bytes = bodies("SELECT body FROM seal WHERE feed = ?", [reference]).first,
        let seal = try? Seal(encoded: bytes), seal.feed == feed.id, seal.seq <= head.seq, let key = try key(of: feed),
        let hash = try hash(reference, seal.seq), seal.holds(for: hash, by: key)
      else { continue }
      try db.execute(
        sql: "INSERT INTO seal (feed, seq, body) VALUES (?, ?, ?)",
        arguments: [reference, Int64(seal.seq), Data(bytes)])
    }
  }

  /// As many as can be read.
  private func bodies(_ sql: String, _ arguments: StatementArguments) -> [[UInt8]] {
    var found: [[UInt8]] = []
    try? raw.read { source in
      let rows = try Row.fetchCursor(source, sql: sql, arguments: arguments)
      while let row = try rows.next() { if let data = Data.fromDatabaseValue(row[0]) { found.append([UInt8](data)) } }
    }
    return found
  }

  private func hash(_ feed: Int64, _ seq: UInt64) throws -> Digest? {
    let sql = "SELECT hash FROM \"commit\" WHERE feed = ? AND seq = ?"
    return try Data.fetchOne(db, sql: sql, arguments: [feed, Int64(seq)]).map { Digest($0) }
  }

  /// The author's key, from what was granted to it; a node's id is the hash of its key.
  private func key(of feed: StoredFeed) throws -> PublicKey? {
    if let root, root.node == feed.key.node { return root }
    for statement in try StoreReader(db).statements(about: feed.key.node) {
      if case .grant(let grant) = statement.content { return grant.subject }
    }
    return nil
  }
}
