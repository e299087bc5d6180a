// Copying what is whole from a damaged file into a new one.
import CPageGuard
import Catalog
import Foundation
import GRDB
import GRDBSQLite
import Merge
import Replica
import Trust
import Wire

/// One damaged file and the new store that is made of it.
///
/// Rows that prove themselves by a hash or a signature are read whatever their page's sum says; all others only from pages
/// whose sums fit.
struct Salvager {
  /// What SQLite opens the damaged file by. A page of which one bit is wrong is read as it was written.
  struct Address {
    /// Sums of pages are compared.
    let strict: String
    /// They are not.
    let lenient: String

    init(file path: String) { self.init(parameters: URL(filePath: path).absoluteString + "?") }

    /// - Parameter uri: with a file system among its parameters.
    init(uri: String) { self.init(parameters: uri + "&") }

    private init(parameters: String) {
      (strict, lenient) = (parameters + "mend=1", parameters + "mend=1&lenient=1")
    }
  }

  private let catalog: Catalog
  private let draft: String
  /// Reads pages as they are.
  private let raw: DatabaseQueue
  /// Reads pages whose sums fit, the schema's apart; nil where no schema can be read.
  private let strict: DatabaseQueue?

  /// - Parameter draft: what SQLite opens the new store by.
  init(_ address: Address, draft: String, catalog: Catalog) throws {
    (self.catalog, self.draft) = (catalog, draft)
    var configuration = Store.configuration()
    configuration.readonly = true
    var forgiving = Store.configuration(isForgiving: true)
    forgiving.readonly = true
    do {
      raw = try DatabaseQueue(path: address.lenient, configuration: forgiving)
    } catch { throw Self.hopeless(error) }
    strict =
      (try? DatabaseQueue(path: address.strict, configuration: configuration))
      ?? Self.strictBehindSchema(address, forgiving)
  }

  /// Where a page of the schema is damaged it is read as it is; of all others sums are compared.
  private static func strictBehindSchema(_ address: Address, _ configuration: Configuration) -> DatabaseQueue? {
    guard let queue = try? DatabaseQueue(path: address.lenient, configuration: configuration) else { return nil }
    let code = try? queue.inDatabase { db in
      _ = try Int.fetchOne(db, sql: "SELECT 1 FROM meta NOT INDEXED LIMIT 1")
      return page_guard_be_strict(db.sqliteConnection)
    }
    return code == SQLITE_OK ? queue : nil
  }

  private static func hopeless(_ error: any Error) -> StoreError {
    StoreError(
      .damaged, "nothing can be read of the damaged store",
      hint:
        "Move it away and put back a backup (`gridward restore`), or enrol the node anew: if it has a parent, that holds what reached it.",
      cause: (error as? StoreError)?.message ?? "\(error)")
  }

  /// Makes the new store, closed and whole.
  /// - Parameters:
  ///   - known: how far the machine remembers a store to have come; it counts where it was this one.
  ///   - seconds: since 1970, of this salvage.
  func run(
    node: NodeID?, incarnation: UInt64, store: StoreID, known: Salvage.Known? = nil, seconds: Int64 = 0
  ) throws -> Salvage {
    let meta = try self.meta(node: node)
    let identity = Identity(
      node: meta.identity.node, incarnation: incarnation, store: store, area: meta.identity.area)
    var salvage = Salvage(identity: identity)
    let feeds = SalvagedFeeds(strict: strict, raw: raw)
    salvage.nameless = feeds.nameless
    let target = try DatabaseQueue(path: draft, configuration: Store.configuration())
    try Store.initialize(target, identity: identity, catalog: catalog, root: meta.root)
    try target.write { db in
      for (key, value) in meta.rest {
        try db.execute(sql: "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", arguments: [key, value])
      }
      for table in Self.tables where try !copy(table, into: db) { salvage.tables.append(table) }
      if salvage.tables.contains("link") {
        try db.execute(sql: "INSERT OR REPLACE INTO meta (key, value) VALUES (?, 1)", arguments: [Schema.lostLinks])
      }
      try db.execute(sql: Schema.stranded)
      try db.execute(sql: Schema.lost)
      if hasTable(Schema.lostName), try !copy(Schema.lostName, into: db) { salvage.tables.append(Schema.lostName) }
    }
    var chains = SalvagedChains(feeds.chains, node: meta.identity.node)
    let reached = try copyCommits(into: target, &chains)
    let known = known.flatMap { $0.store == meta.identity.store ? $0 : nil }
    let isContradicted = try known?.isContradicted(by: target) ?? false
    try copyEarlierStranded(into: target, &chains)
    try target.write { db in
      let proofs = SalvagedProofs(raw: raw, db: db, root: meta.root)
      let wasRevoked = try copyStatements(proofs, chains, salvage)
      let removed = try proofs.removed(isPendingWhole: !salvage.tables.contains("pending_redaction"))
      let isPartial = !feeds.isWhole || !chains.areComplete
      if isPartial { try copyLooseCommits(proofs, &chains, removed: removed) }
      try chains.settle(db)
      let isRevoked = try copyStatements(proofs, chains, salvage) || wasRevoked
      if isPartial { try proofs.reopenRedactions(but: removed) }
      let sorted = chains.sorted
      if salvage.tables.contains("seal") { try proofs.copySeals(of: sorted.map { ($0.feed, $0.head) }) }
      for chain in sorted {
        try chain.tellOf(&salvage, in: db)
        try finish(chain, in: db, hasRoot: meta.root != nil, isRevoked: isRevoked)
      }
      if let known {
        salvage.setBack =
          isContradicted
          ? .other(at: known.arrival)
          : salvage.setBack(known, reached: reached, countsAll: !hasTable(Schema.strandedName))
      }
      try salvage.noteLosses(at: seconds, in: db)
      if salvage.stranded.isEmpty { try db.execute(sql: "DROP TABLE \(Schema.strandedName)") }
      try forgetCursors(db, latest: chains.latest, hasStranded: !salvage.stranded.isEmpty)
      try Rebuild.begin(db, catalog: catalog)
      try ChainCheck.all(db)
    }
    try target.close()
    return salvage
  }

  // MARK: Who it is

  private typealias Meta = (identity: Identity, root: PublicKey?, rest: [(String, DatabaseValue)])

  private func meta(node: NodeID?) throws -> Meta {
    var found: Meta?
    if let strict { found = try? Self.meta(strict) }
    if found == nil {
      found = try? Self.meta(raw)
      // A clock that is wrong would date all that follows; the commits tell how late it is.
      found?.rest.removeAll { $0.0 == "clock" }
    }
    guard let found else {
      let damaged = hasTable("meta") ? "the store's own name" : "the list of the store's tables"
      throw Self.hopeless(StoreError(.damaged, "\(damaged) is damaged"))
    }
    if let node, node != found.identity.node {
      throw Self.hopeless(StoreError(.damaged, "the store's own name is damaged: it is not that of its key"))
    }
    return found
  }

  private static func meta(_ source: DatabaseQueue) throws -> Meta {
    try source.read { db in
      let rows = try Row.fetchAll(db, sql: "SELECT key, value FROM meta WHERE typeof(key) = 'text'")
      let kept: Set = [
        "clock", "former_areas", "former_parents", Schema.lostLinks, "parent_address", "parent_link", "retired",
      ]
      let rest = rows.filter { kept.contains($0[0]) }.map { ($0[0] as String, $0[1] as DatabaseValue) }
      return (try Store.identity(db), try Store.root(db), rest)
    }
  }

  // MARK: Tables

  private static let tables = [
    "seal", "statement", "pending_redaction", "evidence", "custody", "custody_receipt", "watch_notice", "peer_mark",
    "quarantine", "link",
  ]

  private static func definition(of table: String, _ db: Database) throws -> String? {
    try String.fetchOne(db, sql: "SELECT sql FROM sqlite_schema WHERE name = ?", arguments: [table])
  }

  private func hasTable(_ table: String) -> Bool {
    let definition = try? raw.read { try Self.definition(of: table, $0) }
    return (definition ?? nil) != nil
  }

  /// - Returns: whether all rows could be read.
  private func copy(_ table: String, into db: Database) throws -> Bool {
    var rows: [Row] = []
    let definition = try Self.definition(of: table, db)
    let isWhole =
      (try? strict?.read { source in
        guard try Self.definition(of: table, source) == definition else { return false }
        let cursor = try Row.fetchCursor(source, sql: "SELECT * FROM \"\(table)\"")
        while let row = try cursor.next() { rows.append(row.copy()) }
        return true
      }) ?? false
    // A row that is none of the table's is not one of it.
    for row in rows {
      do { try Self.insert(row, into: table, db) } catch { if StoreError(error).code == .diskFull { throw error } }
    }
    return isWhole
  }

  private static func insert(_ row: Row, into table: String, _ db: Database) throws {
    let marks = row.columnNames.map { _ in "?" }.joined(separator: ", ")
    try db.execute(
      sql: "INSERT OR IGNORE INTO \"\(table)\" VALUES (\(marks))", arguments: StatementArguments(row.databaseValues))
  }

  // MARK: Commits

  /// - Returns: the last number of arrival that could be read.
  private func copyCommits(into target: DatabaseQueue, _ chains: inout SalvagedChains) throws -> UInt64 {
    try CommitRows(raw: raw).forEachPiece("source, hash, body, NULL") { rows in
      try target.write { db in for row in rows { try chains.take(row, db) } }
    }
  }

  /// What an earlier damage has left stranded: by its index, then the table itself from both ends to where it cannot be read.
  private func copyEarlierStranded(into target: DatabaseQueue, _ chains: inout SalvagedChains) throws {
    for order in ["ORDER BY feed, seq", "NOT INDEXED ORDER BY rowid", "NOT INDEXED ORDER BY rowid DESC"] {
      let rows = raw.readable("SELECT NULL, source, hash, body, seal FROM \(Schema.strandedName) \(order)").rows
      try target.write { db in for row in rows { try chains.take(row, db) } }
    }
  }

  /// Statements that the table has not given: from its pages as they are where it cannot be read, and from the commits that are saved
  /// so far. A page of the table may be whole and older than they are, and then nobody would bring what it lacks: its commits are here.
  /// - Returns: whether the table was read and lacked a revocation.
  private func copyStatements(_ proofs: SalvagedProofs, _ chains: SalvagedChains, _ salvage: Salvage) throws -> Bool {
    let isRead = !salvage.tables.contains("statement")
    if !isRead { try proofs.copyStatements() }
    let bringing = chains.sorted.filter { StatementRecord.isCarried(by: $0.feed.key.class.name) }
    let lacking = try proofs.copyStatements(from: bringing.map(\.feed))
    guard isRead else { return false }
    try proofs.openRedactions(lacking)
    return lacking.contains { if case .revocation = $0.content { true } else { false } }
  }

  /// What the table did not give is looked for on each page of the file: a page above others that is damaged hides all of them.
  private func copyLooseCommits(
    _ proofs: SalvagedProofs, _ chains: inout SalvagedChains, removed: Set<Dot>
  ) throws {
    try raw.read { source in
      guard let pages = FilePages(source) else { return }
      try LooseCommit.forEach(in: pages) { try chains.take($0, removed: removed, proofs.db) }
    }
  }

  // MARK: What was saved

  /// Writes a feed's row, and takes back what is said about numbers that are not there.
  /// - Parameter isRevoked: whether the marks may be older than a revocation; the node's start then lets its commits have their effect.
  private func finish(_ chain: SalvagedChain, in db: Database, hasRoot: Bool, isRevoked: Bool) throws {
    let (feed, head) = (chain.feed, chain.head)
    let reference = feed.reference
    let sealed = try Int64.fetchOne(db, sql: "SELECT seq FROM seal WHERE feed = ?", arguments: [reference])
    let known = sealed.map { UInt64(clamping: $0) } ?? (hasRoot ? 0 : head.seq)
    // A mark beyond the seal that is there may be damaged itself; the next session brings the seal.
    let unmarked = hasRoot ? 0 : head.seq
    let trusted = chain.hasMarks ? min(head.seq, feed.sealed, known) : unmarked
    let effective = chain.hasMarks && !isRevoked ? min(head.seq, feed.effective, known) : unmarked
    let key = feed.key
    try db.execute(
      sql: """
        INSERT INTO feed (
          ref, id, node, incarnation, home, area, class, rises, falls, priority, seq, hash, sealed, effective, is_waiting
        ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        reference, Data(feed.id.raw.bytes), Data(key.node.raw.bytes), Int64(bitPattern: key.incarnation), key.home.code,
        key.area.code, key.class.name, key.class.rises.map { Int64($0.rawValue) },
        key.class.falls.map { Int64($0.rawValue) }, Int64(key.class.priority.rawValue), Int64(head.seq),
        Data(head.hash.bytes), Int64(trusted), Int64(effective), effective < head.seq,
      ])
    for (table, last) in [("seal", chain.hasMarks ? head.seq : unmarked), ("custody_receipt", head.seq)] {
      try db.execute(sql: "DELETE FROM \(table) WHERE feed = ? AND seq > ?", arguments: [reference, Int64(last)])
    }
    try db.execute(
      sql: "UPDATE custody SET seq = ?2 WHERE feed = ?1 AND seq > ?2", arguments: [reference, Int64(head.seq)])
  }

  /// Nothing that neighbours remember of the old store is taken up, and time goes on after the last commit.
  private func forgetCursors(_ db: Database, latest: HybridTime, hasStranded: Bool) throws {
    let known = "(SELECT ref FROM feed)"
    for table in ["seal", "custody", "custody_receipt", "evidence"] {
      try db.execute(sql: "DELETE FROM \(table) WHERE feed NOT IN \(known)")
    }
    let start = StoreReader.text(Wire.Cursor.zero)
    try db.execute(
      sql: """
        UPDATE link SET store = NULL, received = ?1, acknowledged = ?1, custody = 0, proved_at = NULL,
        receipts_taken = 0, receipts_passed = 0, witness = NULL
        """, arguments: [start])
    for table in ["\"commit\""] + (hasStranded ? [Schema.strandedName] : []) {
      // Not 0, which stands for what was made here: of a link that is lost it is known that it was one.
      try db.execute(sql: "UPDATE \(table) SET source = -1 WHERE source > 0 AND source NOT IN (SELECT ref FROM link)")
    }
    try db.execute(
      sql: "UPDATE meta SET value = ?1 WHERE key = 'clock' AND value < ?1", arguments: [latest.milliseconds])
  }
}
