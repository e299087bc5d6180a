// A node's one SQLite file: opening it, and the one writer and many readers over it.
import CPageGuard
package import Catalog
package import FlightRecorder
import Foundation
import GRDB
import GRDBSQLite
package import Merge
package import Replica
import Synchronization
package import Trust
import Wire

/// An open store.
///
/// - Durability: `synchronous=FULL`; a write transaction that returned is on disk.
/// - Concurrency: writes run one after another; each read sees one snapshot and never waits for a writer. Only the writer
///   checkpoints the write-ahead log: older SQLite can lose a commit when two connections do.
package final class Store: Sendable {
  package let path: String
  package let identity: Identity
  package let catalog: Catalog
  package let clock: HybridClock
  /// The areas the node stood at before, oldest first.
  package let formerAreas: [Area]
  /// When the node was closed for good, in milliseconds; nil while it is in service.
  package let retiredAt: Int64?
  /// The city's root key; nil in a store that trusts whoever speaks.
  package let root: PublicKey?
  /// Where it is noted what is under way, and what is left out because it has ended the process; nil for a store that nobody
  /// serves from.
  package let flight: FlightLog?
  /// What is left out of the views and of reading.
  package let shelf: Shelf
  let pool: any DatabaseWriter
  private let writer: WriterBox
  let arrivals = ArrivalIndex()
  let columns: ColumnMemory
  let codes: SharedCodes?
  let statements = QuestionStatements()
  let found = Damage()
  /// Held for as long as the store is open; nil for a store in memory.
  private let lock: StoreLock?

  /// The writer's statements, made on its queue and used nowhere else.
  private final class WriterBox: @unchecked Sendable {
    // Reached only inside `pool` writes, which run one after another on one queue.
    var writer: StoreWriter?
  }

  /// Set once the disk has failed a read, write or flush: nothing is written from then on until the store is opened anew.
  private let hasDiskFailed = Mutex(false)

  /// Whether payloads have been removed whose pages may still stand in the log.
  private let mustScrub = Mutex(false)

  /// Makes a new store.
  /// - Throws: `alreadyExists` when there is a file at the path.
  package static func create(path: String, identity: Identity, catalog: Catalog, root: PublicKey? = nil) throws -> Store
  {
    // SQLite would drop the log of a store whose file is gone.
    for file in [path, path + "-wal"] where FileManager.default.fileExists(atPath: file) {
      throw StoreError(
        .alreadyExists, "there is a file at \(file)",
        hint: "Choose another path; what stands there may hold what nobody else has.")
    }
    do {
      let lock = try StoreLock(path: path)
      // Before it has a write-ahead log: the file itself says from the first moment what it is.
      let queue = try DatabaseQueue(path: path, configuration: configuration())
      try initialize(queue, identity: identity, catalog: catalog, root: root)
      try queue.close()
      let file = try StoreFile(path)
      try lock.hold(file.path)
      return try Store(path: file.path, pool: durablePool(path: file.path), catalog: catalog, lock: lock)
    } catch { throw StoreError(error) }
  }

  /// Makes a store in memory, for simulation and tests: the same tables and code, without a file.
  /// - Parameter pageBytes: the size of a page; nil for that of a store in a file. An empty table takes a page, so that
  ///   thousands of small stores in one process need small ones.
  package static func inMemory(
    identity: Identity, catalog: Catalog, pageBytes: Int? = nil, root: PublicKey? = nil, shelf: Shelf = Shelf(),
    columns: ColumnBounds = ColumnBounds()
  ) throws -> Store {
    let queue = try DatabaseQueue(configuration: configuration())
    if let pageBytes { try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA page_size = \(pageBytes)") } }
    try initialize(queue, identity: identity, catalog: catalog, root: root)
    return try Store(path: ":memory:", pool: queue, catalog: catalog, lock: nil, shelf: shelf, columns: columns)
  }

  /// Opens a store that exists, and rebuilds its views when they were folded with another catalog.
  /// - Parameters:
  ///   - run: what its changes are numbered under, drawn for this opening.
  ///   - columns: from when on columns by which lists are answered are kept in memory.
  ///   - rebuilding: called when a rebuild begins and when it has ended; not at all when the views are as they should be.
  ///   - flight: called once the store is this process's alone: what the processes before it have met.
  package static func open(
    path: String, catalog: Catalog, run: RunMark = .drawn(), columns: ColumnBounds = ColumnBounds(),
    rebuilding: (Rebuild.Stage) -> Void = { _ in }, flight: (_ path: String) -> FlightLog? = { _ in nil }
  ) throws -> Store {
    do {
      try Salvage.finish(path)
      let file = try StoreFile(path)
      let lock = try StoreLock(path: file.path)
      try lock.hold(file.path)
      try KeptLog.checkWhole(beside: file.path)
      let pool = try durablePool(path: file.path)
      try pool.read { try checkFormat($0, path: path) }
      try pool.writeWithoutTransaction { try RecoveredLog.makeDurable($0) }
      let flight = flight(file.path)
      return try Self.noting(flight, "opening the store") {
        try Store(
          path: file.path, pool: pool, catalog: catalog, lock: lock, flight: flight, run: run, columns: columns,
          rebuilding: rebuilding)
      }
    } catch { throw StoreError(error) }
  }

  static func checkFormat(_ db: Database, path: String) throws {
    let application = try Int.fetchOne(db, sql: "PRAGMA application_id")
    let version = try StoreVersion.found(in: db)
    guard application == Schema.applicationID, !version.isTooEarly, !version.isTooLate else {
      throw StoreError(.notAStore, "\(path) is not a store of this version", hint: "Check the path and the version.")
    }
  }

  /// Looks into a store that another process may be using, without writing to it.
  package static func inspect<T>(path: String, _ body: (StoreReader, Identity) throws -> T) throws -> T {
    do {
      var configuration = configuration()
      configuration.readonly = true
      let queue = try DatabaseQueue(path: try StoreFile(path).path, configuration: configuration)
      return try queue.read { db in
        try checkFormat(db, path: path)
        return try body(StoreReader(db), try identity(db))
      }
    } catch let error as DatabaseError { throw StoreError(error) }
  }

  init(
    path: String, pool: any DatabaseWriter, catalog: Catalog, lock: StoreLock?, flight: FlightLog? = nil,
    shelf: Shelf = Shelf(), run: RunMark = .drawn(), columns: ColumnBounds = ColumnBounds(),
    rebuilding: (Rebuild.Stage) -> Void = { _ in }
  ) throws {
    (self.path, self.pool, self.catalog, self.lock) = (path, pool, catalog, lock)
    (self.columns, codes) = (ColumnMemory(columns), SharedCodes(catalog))
    self.flight = flight
    let shelf = flight?.shelf ?? shelf
    self.shelf = shelf
    let box = WriterBox()
    writer = box
    var isRebuildDue = false
    (identity, clock, root, formerAreas, retiredAt) = try pool.write { [arrivals] db in
      try StoreVersion.carryOn(db)
      isRebuildDue = try Rebuild.isDue(db, catalog: catalog)
      // To drop the views of a city takes its time already.
      if isRebuildDue { rebuilding(.began) }
      try Self.prepareViews(db, catalog: catalog)
      box.writer = try StoreWriter(db, catalog: catalog, index: arrivals, shelf: shelf, run: run)
      box.writer?.isRebuilding = try Rebuild.isUnderWay(db)
      box.writer?.isCareful = flight?.isCareful ?? false
      return (
        try Self.identity(db), HybridClock(last: HybridTime(milliseconds: try Self.meta(db, "clock"))),
        try Self.root(db), try Self.formerAreas(db),
        try Int64.fetchOne(db, sql: "SELECT value FROM meta WHERE key = 'retired'")
      )
    }
    try scrub()
    if isRebuildDue { rebuilding(.ended(commits: try rebuild())) }
  }

  /// A pool whose writer flushes at every commit: GRDB lowers `synchronous` to NORMAL when it turns on the write-ahead
  /// log, after the configuration has run.
  private static func durablePool(path: String) throws -> DatabasePool {
    let pool = try DatabasePool(path: path, configuration: configuration())
    try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
    return pool
  }

  /// - Parameter isForgiving: whether a schema that is damaged in places is taken for what can be read of it.
  static func configuration(isForgiving: Bool = false) -> Configuration {
    _ = Defence.prepared
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    configuration.busyMode = .timeout(10)
    configuration.maximumReaderCount = readersMax
    let checkpointing = Checkpointing()
    configuration.prepareDatabase { db in
      // Has this effect only before writing the schema is forbidden.
      if isForgiving { try db.execute(sql: "PRAGMA writable_schema = ON") }
      try Defence.raise(on: db)
      try db.execute(
        sql: """
          PRAGMA page_size = 8192;
          PRAGMA synchronous = FULL;
          PRAGMA trusted_schema = OFF;
          PRAGMA secure_delete = ON;
          """)
      try db.execute(sql: "PRAGMA cache_size = \(db.configuration.readonly ? -2_000 : -32_000)")
      guard page_guard_reserve(db.sqliteConnection) == SQLITE_OK else {
        throw StoreError(.internalFailure, "SQLite keeps no room for the sums of pages")
      }
      if !db.configuration.readonly { checkpointing.install(on: db) }
    }
    return configuration
  }

  static func initialize(_ pool: any DatabaseWriter, identity: Identity, catalog: Catalog, root: PublicKey?) throws {
    try pool.write { db in
      let version = StoreVersion.current.number
      try db.execute(sql: "PRAGMA application_id = \(Schema.applicationID); PRAGMA user_version = \(version)")
      try db.execute(sql: Schema.kept)
      try db.execute(sql: Schema.following)
      try Schema.makeViews(db, catalog: catalog)
      func insert(_ key: String, _ value: any DatabaseValueConvertible) throws {
        try db.execute(sql: "INSERT INTO meta (key, value) VALUES (?, ?)", arguments: [key, value])
      }
      let values: [(String, any DatabaseValueConvertible)] = [
        ("node", Data(identity.node.raw.bytes)), ("store", Data(identity.store.raw.bytes)),
        ("area", identity.area.code), ("incarnation", Int64(bitPattern: identity.incarnation)), ("clock", Int64(0)),
        ("catalog", Rebuild.mark(catalog)),
      ]
      for (key, value) in values { try insert(key, value) }
      if let root { try insert("root", Data(root.raw.bytes)) }
    }
  }

  /// Begins a rebuild when the views were folded with another catalog, or by other rules.
  private static func prepareViews(_ db: Database, catalog: Catalog) throws {
    if try Rebuild.folded(db) == Rebuild.mark(catalog) { return }
    // Each commit is checked when it is folded; that the last ones are there is seen at once.
    try ChainCheck.checkHeads(db)
    try Rebuild.begin(db, catalog: catalog)
    // What another catalog refused may fit this one; the next session offers it again.
    let code = RejectionCode.classMismatch.rawValue
    try db.execute(sql: "DELETE FROM quarantine WHERE ours = 1 AND code = ?", arguments: [code])
  }

  static func root(_ db: Database) throws -> PublicKey? {
    guard let data = try Data.fetchOne(db, sql: "SELECT value FROM meta NOT INDEXED WHERE key = 'root'") else {
      return nil
    }
    guard data.count == 32 else { throw StoreError(.damaged, "the store's root key is not one") }
    return PublicKey(Merge.Digest(data))
  }

  static func formerAreas(_ db: Database) throws -> [Area] {
    let codes = try String.fetchOne(db, sql: "SELECT value FROM meta WHERE key = 'former_areas'") ?? ""
    return codes.split(separator: " ").compactMap { Area(String($0)) }
  }

  private static func meta(_ db: Database, _ key: String) throws -> Int64 {
    try Int64.fetchOne(db, sql: "SELECT value FROM meta NOT INDEXED WHERE key = ?", arguments: [key]) ?? 0
  }

  static func identity(_ db: Database) throws -> Identity {
    func bytes(_ key: String) throws -> Bytes16 {
      let data = try Data.fetchOne(db, sql: "SELECT value FROM meta NOT INDEXED WHERE key = ?", arguments: [key])
      guard let data, data.count == 16 else { throw StoreError(.damaged, "the store has no \(key)") }
      return Bytes16(data)
    }
    let code = try String.fetchOne(db, sql: "SELECT value FROM meta NOT INDEXED WHERE key = 'area'")
    guard let code, let area = Area(code) else { throw StoreError(.damaged, "the store has no area") }
    let incarnation = UInt64(bitPattern: try meta(db, "incarnation"))
    return Identity(
      node: NodeID(try bytes("node")), incarnation: incarnation, store: StoreID(try bytes("store")), area: area)
  }

  /// Runs a write transaction; when it returns, what it wrote is on disk.
  ///
  /// After a failed flush the system may have dropped what was to be written and call the next flush a success. So such a
  /// failure is final: the store writes no more, and the operator restarts the node, which reads its heads from the disk.
  package func write<T>(_ body: (StoreWriter) throws -> T) throws -> T {
    if let damage { throw damage }
    guard !hasDiskFailed.withLock({ $0 }) else { throw Self.diskHasFailed }
    do {
      let (result, arrived) = try pool.writeWithoutTransaction { db in
        let writer = try openWriter()
        let written = try db.inKeptTransaction {
          try writer.begin()
          defer { if writer.hasRemoved { mustScrub.withLock { $0 = true } } }
          let result = try body(writer)
          try writer.flush()
          return (result, writer.takeArrived())
        }
        writer.noteCommitted()
        return written
      }
      arrivals.noteArrivals(arrived)
      if mustScrub.withLock({ $0 }) { try scrub() }
      return result
    } catch {
      if (error as? DatabaseError)?.resultCode == .SQLITE_IOERR { hasDiskFailed.withLock { $0 = true } }
      throw translated(error)
    }
  }

  /// Takes away what removed payloads have left in the log, as soon as no reader holds it.
  private func scrub() throws {
    let isDue = try pool.writeWithoutTransaction { db in
      writer.writer?.hasRemoved = false
      try Scrubbing.run(db)
      return try Scrubbing.isDue(db)
    }
    mustScrub.withLock { $0 = isDue }
  }

  private static let diskHasFailed = StoreError(
    .inputOutput, "the disk has failed; nothing is written any more", hint: "Check the disk, then restart the node.")

  /// Runs several pieces of work in one transaction, each all or nothing by itself: group commit.
  ///
  /// Pieces rarely fail, and savepoints would copy every page they touch. So all run together first; when one throws, the
  /// transaction is rolled back and each runs again in a transaction of its own, unless it was the disk that failed.
  /// - Parameters:
  ///   - bodies: may run twice; what they return counts only from the run that was committed.
  ///   - noteFailure: called with the place of a piece that has failed by itself, before the next is run.
  /// - Returns: for each piece, what it returned or threw. A piece that threw wrote nothing.
  package func writeGroup<T>(
    _ bodies: [(StoreWriter) throws -> T], noteFailure: (Int, any Error) -> Void = { _, _ in }
  ) -> [Result<T, any Error>] {
    if let results = try? write({ writer in try bodies.map { Result<T, any Error>.success(try $0(writer)) } }) {
      return results
    }
    return bodies.enumerated().map { place, body in
      let result = Result { try write(body) }
      if case .failure(let error) = result { noteFailure(place, error) }
      return result
    }
  }

  private func openWriter() throws -> StoreWriter {
    guard let writer = writer.writer else { throw StoreError(.notFound, "the store is closed") }
    return writer
  }

  /// Runs `body` where nothing stands in the log and nobody writes; nil when readers hold on to the log.
  func emptied<T>(_ body: (Database) throws -> T) throws -> T? {
    try pool.writeWithoutTransaction { try Scrubbing.emptyLog(of: $0) ? try body($0) : nil }
  }

  /// Drops the views and folds them again from the commits, in slices, each a transaction of its own.
  ///
  /// Interrupted at any point, it goes on where it stopped when the store is next opened.
  /// - Returns: how many commits have been folded.
  /// - Throws: `damaged` when a commit is not what its author made. Nothing is folded of it; views that were there stay.
  @discardableResult package func rebuild() throws -> Int {
    if try !read({ try Rebuild.isUnderWay($0.db) }) {
      try read { try ChainCheck.all($0.db) }
      try write { writer in
        writer.forgetTables()
        try Rebuild.begin(writer.db, catalog: catalog)
        setRebuilding(true, after: writer)
      }
    }
    var commits = 0
    try Self.noting(flight, "rebuilding the views") {
      var isWhole = false
      while !isWhole {
        let slice = try write { try rebuildSlice($0) }
        commits += slice.commits
        isWhole = slice.isLast
      }
    }
    return commits
  }

  /// Carries out something that folds, noted for the next process.
  private static func noting<T>(_ flight: FlightLog?, _ text: String, _ body: () throws -> T) rethrows -> T {
    guard let recorder = flight?.recorder else { return try body() }
    return try recorder.during(Undertaking(.rebuild, key: .zero, text: text), body)
  }

  private func rebuildSlice(_ writer: StoreWriter) throws -> (commits: Int, isLast: Bool) {
    let slice = try Rebuild.nextSlice(writer)
    if slice.isLast { setRebuilding(false, after: writer) }
    return slice
  }

  /// What the writer remembers changes when the transaction is on disk, and only then.
  private func setRebuilding(_ isRebuilding: Bool, after writer: StoreWriter) {
    writer.db.afterNextTransaction { [box = self.writer] _ in box.writer?.isRebuilding = isRebuilding }
  }

  /// Closes the file; reads and writes fail from then on. Unless somebody else is reading, the file is then all there is
  /// of the store: its log has been copied into it.
  package func close() throws {
    pool.writeWithoutTransaction { db in
      writer.writer = nil
      // SQLite does this when its last connection closes, but in a pool that is a reader's, which cannot write.
      if !hasDiskFailed.withLock({ $0 }) { _ = try? Scrubbing.emptyLog(of: db) }
    }
    statements.close()
    try pool.close()
    flight?.close()
    lock?.release()
  }
}
