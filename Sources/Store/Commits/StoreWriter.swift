// Writing a store inside the one write transaction: commits, heads, links, and the views folded from them.
package import Catalog
import FlightRecorder
package import GRDB
package import Merge
package import Replica
package import Wire

/// The writer connection's view of the store. One exists for each open store; it is used on the writer's queue alone.
package final class StoreWriter: Storage {
  /// Reads what this transaction has written, but for changes that wait: for all that is no row of a record.
  let inner: StoreReader
  package let catalog: Catalog
  private var tables: [String: RecordTable] = [:]
  private let appendCommit: HotStatement
  private let moveHead: HotStatement
  /// The same for a feed that begins to wait for its seal, or no longer waits.
  private let turnHead: HotStatement
  private var tally: TallyTable?
  private var moments: WaitingMoments?
  private let codes: CodeMemory
  let feeds = FeedMemory()
  let numbers: ChangeNumbers
  private let kinds: [MomentKind]
  /// While the views are being rebuilt, commits are stored and wait for the rebuild to fold them.
  package var isRebuilding = false
  /// Whether a transaction has folded everything anew, and none after it has looked whether that is on disk.
  var hasRefolded = false
  /// Whether what commits change beyond their rows is written at once, so that a fault in it is one commit's.
  package var isCareful = false
  /// Commits that are not folded, because folding them has ended the process.
  private let shelved: [FeedID: Set<UInt64>]
  /// What people have signed.
  let actions: ActionTable
  /// Up to which number commits of a feed have been folded whose feed's row does not say so yet.
  var folded: [FeedID: UInt64] = [:]
  /// While a slice of a rebuild is being folded, the arrival it has come to.
  var rebuiltThrough: Int64?
  /// Whether the store has a table of commits that stand behind a lost one.
  let hasStranded: Bool
  /// Whether a payload has been removed since the store last saw to its remains.
  var hasRemoved = false
  /// Grows with every commit stored and every custody mark moved: what others wait for.
  package private(set) var newsCount: UInt64 = 0
  /// The tables in which changes wait, in the order in which they began to, and how many bytes of commits brought them.
  private var waiting: [RecordTable] = []
  private var waitingBytes = 0
  /// Why what waited could not be merged: the transaction must not end well.
  private var mergeFault: (any Error)?
  /// What this transaction has stored.
  private var arrived: [StoredArrival] = []

  package var db: Database { inner.db }

  /// Reads what this transaction has written.
  package var reader: StoreReader {
    get throws {
      try settle()
      return inner
    }
  }
  /// The highest number that a change has been given: what those who follow wait for.
  package var changeNumber: Int64 { numbers.last }

  /// - Parameter run: what its changes are numbered under.
  init(
    _ db: Database, catalog: Catalog, index: ArrivalIndex, shelf: Shelf = Shelf(), run: RunMark
  ) throws {
    let codes = CodeMemory()
    self.codes = codes
    inner = StoreReader(db, index: index, isWriting: true, shelved: shelf.records, codes: codes)
    actions = ActionTable(in: db, reader: inner)
    shelved = shelf.commits
    self.catalog = catalog
    numbers = try ChangeNumbers(in: db, run: run)
    kinds = MomentKind.all(of: catalog)
    hasStranded = try db.tableExists(Schema.strandedName)
    appendCommit = try db.hot(
      "INSERT INTO \"commit\" (feed, seq, source, lane, hash, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
    let heads = "UPDATE feed SET seq = ?1, hash = ?2, sealed = ?3, effective = ?4"
    moveHead = try db.hot("\(heads) WHERE ref = ?5")
    turnHead = try db.hot("\(heads), is_waiting = ?4 < ?1 WHERE ref = ?5")
  }

  /// Something is new for those who wait.
  func countNews() { newsCount += 1 }

  func table(_ name: String) throws -> RecordTable? {
    if let table = tables[name] { return table }
    guard let type = catalog.type(named: name) else { return nil }
    let tally = try self.tally ?? TallyTable(in: db)
    let moments = try self.moments ?? WaitingMoments(in: db)
    (self.tally, self.moments) = (tally, moments)
    let texts = try TextTable.open(type, in: db)
    let table = try RecordTable(
      type, in: db, tally: tally, texts: texts, codes: codes, numbers: numbers,
      moments: TypeMoments(type, kinds, moments), isProved: inner.isProving, repeats: actions.repeats)
    tables[name] = table
    return table
  }

  /// Forgets prepared statements, and what was read of code tables and of feeds, before tables are dropped.
  package func forgetTables() {
    forgetWaiting()
    tables.removeAll()
    (tally, moments) = (nil, nil)
    codes.forget()
    feeds.forgetAll()
    actions.forgetStale()
  }

  /// Called as each transaction begins.
  func begin() throws {
    arrived = []
    forgetWaiting()
    mergeFault = nil
    (folded, rebuiltThrough) = ([:], nil)
    actions.begin()
    tally?.begin()
    moments?.begin()
    codes.begin()
    feeds.begin()
    try numbers.begin()
    // One that was rolled back may have ended in the middle of a slice.
    if hasRefolded { isRebuilding = try Rebuild.isUnderWay(db) }
    hasRefolded = false
  }

  /// What the transaction that ends has stored, for the index.
  func takeArrived() -> [StoredArrival] {
    defer { arrived = [] }
    return arrived
  }

  /// Called once the transaction is on disk.
  func noteCommitted() {
    feeds.noteCommitted()
    tally?.noteCommitted()
  }

  /// The tables of packed days have been made in this transaction.
  func notePacking() { tally?.forgetPacking() }

  /// Called before each transaction ends, and before totals are read inside one.
  func flush() throws {
    try settle()
    try tally?.flush(numbered: numbers.last)
    try numbers.flush()
  }

  /// How many bytes of commits wait at most.
  private static let waitingBytesMax = 4 << 20

  /// Merges the changes that wait into their rows, and writes what is kept of their moments. Called before anybody reads
  /// either in this transaction.
  func settle() throws {
    if let mergeFault { throw mergeFault }
    let tables = waiting
    (waiting, waitingBytes) = ([], 0)
    do {
      for table in tables { try table.settle() }
      if actions.isStale { try refoldStale() }
      try moments?.flush()
    } catch {
      mergeFault = error
      throw error
    }
  }

  /// Forgets what waits: the transaction is gone, or the views are.
  private func forgetWaiting() {
    for table in waiting { table.forgetWaiting() }
    (waiting, waitingBytes) = ([], 0)
  }

  package func openFeed(_ key: FeedKey, id: FeedID, digest: Digest) throws -> StoredFeed {
    // Without RETURNING, for which SQLite would copy every page it touches, so that it could undo this statement alone.
    let statement = try db.hot(
      """
      INSERT INTO feed
        (id, node, incarnation, home, area, class, rises, falls, priority, seq, hash, sealed, effective, is_waiting)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, ?10, 0, 0, 0)
      """)
    statement.bind(1, id.raw)
    statement.bind(2, key.node.raw)
    statement.bind(3, key.incarnation)
    statement.bind(4, key.home.code)
    statement.bind(5, key.area.code)
    statement.bind(6, key.class.name)
    if let rises = key.class.rises { statement.bind(7, Int64(rises.rawValue)) } else { statement.bindNull(7) }
    if let falls = key.class.falls { statement.bind(8, Int64(falls.rawValue)) } else { statement.bindNull(8) }
    statement.bind(9, Int64(key.class.priority.rawValue))
    statement.bind(10, digest)
    try statement.run()
    let feed = StoredFeed(reference: db.lastInsertedRowID, id: id, key: key, head: Head(seq: 0, hash: digest))
    feeds.noteFeed(feed)
    return feed
  }

  package func insert(
    _ commit: ScannedCommit, to feed: inout StoredFeed, from source: Int64, isEffective: Bool
  ) throws -> UInt64 {
    let seq = commit.scan.seq
    precondition(seq == feed.head.seq + 1, "feeds are gapless")
    FlightRecorder.noteCommit(feed.id, seq)
    let lane = feed.key.class.priority.rawValue
    appendCommit.bind(1, feed.reference)
    appendCommit.bind(2, seq)
    appendCommit.bind(3, source)
    appendCommit.bind(4, Int64(lane))
    appendCommit.bind(5, commit.hash)
    try commit.bytes.withUnsafeBytes { buffer in
      appendCommit.bind(6, staticBlob: buffer)
      try appendCommit.run()
    }
    let arrival = UInt64(clamping: db.lastInsertedRowID)
    arrived.append(
      StoredArrival(
        arrival: arrival, source: source, feed: feed.reference, scope: FeedScope(feed.key), lane: lane))
    newsCount += 1
    feed.head = Head(seq: seq, hash: commit.hash)
    if isEffective { feed.effective = seq }
    return arrival
  }

  package func saveHead(_ feed: StoredFeed, wasWaiting: Bool) throws {
    let move = feed.isWaiting == wasWaiting ? moveHead : turnHead
    move.bind(1, feed.head.seq)
    move.bind(2, feed.head.hash)
    move.bind(3, feed.sealed)
    move.bind(4, feed.effective)
    move.bind(5, feed.reference)
    try move.run()
    feeds.noteFeed(feed)
    folded[feed.id] = nil
  }

  package func fold(_ scan: CommitScanner, in bytes: [UInt8], feed: StoredFeed) throws {
    if isRebuilding { return }
    FlightRecorder.noteCommit(scan.feed, scan.seq)
    // Nothing is judged anew where nothing is proved.
    if try inner.isProving { folded[scan.feed] = max(folded[scan.feed] ?? 0, scan.seq) }
    if isShelved(scan) { return }
    let effect = try actions.effect(of: scan, in: bytes, feed: feed)
    guard scan.redacted == nil, let source = origin(of: scan, in: bytes, feed: feed, effect) else { return }
    try fold(scan, in: bytes, feed: feed, from: source)
    if isCareful { return try flush() }
    if !waiting.isEmpty { waitingBytes += scan.whole.count }
    if waitingBytes > Self.waitingBytesMax { try settle() }
  }

  /// Whether folding it has ended the process.
  func isShelved(_ scan: CommitScanner) -> Bool { shelved[scan.feed]?.contains(scan.seq) == true }

  private func fold(_ scan: CommitScanner, in bytes: [UInt8], feed: StoredFeed, from source: FoldedOrigin) throws {
    var table: RecordTable?
    var typePlace = 0..<0
    try bytes.withUnsafeBytes { buffer in
      for index in scan.changes.indices {
        let place = scan.changes[index].type
        if table == nil || !bytes[place].elementsEqual(bytes[typePlace]) {
          table = try self.table(String(decoding: bytes[place], as: UTF8.self))
          typePlace = place
        }
        // A record in a feed of another class than its type's would move where it must not: it has no effect.
        guard let table, table.className == feed.key.class.name else { continue }
        // What a node says of itself nobody else can say, and what an office says to those below none of them.
        if table.asksWriter, source.home != feed.key.area {
          let fields = scan.change(index, in: bytes).fields
          guard table.type.admits(fields, from: source.home, about: feed.key.area) else { continue }
        }
        let isWaiting = table.isWaiting
        try table.fold(
          index, of: scan, in: bytes, at: buffer, origin: source.origin, area: feed.key.area.code,
          isRepeat: source.isRepeat)
        if table.isWaiting, !isWaiting { waiting.append(table) }
      }
    }
  }

  /// Keeps a bound that the clock has not passed, a few seconds ahead, so that not every commit writes another page.
  ///
  /// After a restart the clock goes on from the bound: never behind a time it has given out, unless it has been put back to the right time.
  package func saveClock(_ last: HybridTime) throws {
    // In milliseconds: packed, the times of a clock that is thousands of years ahead are negative numbers to SQLite.
    let bound = HybridTime(milliseconds: last.milliseconds + Self.clockLeadMilliseconds)
    let statement = try db.hot(
      """
      INSERT INTO meta (key, value) VALUES ('clock', ?1)
        ON CONFLICT (key) DO UPDATE SET value = ?1 WHERE value <= ?2 OR value > ?1
      """)
    statement.bind(1, bound.milliseconds)
    statement.bind(2, last.milliseconds)
    try statement.run()
  }

  private static let clockLeadMilliseconds: Int64 = 5_000

  package func saveParent(_ link: StoredLink, address: String?) throws {
    let save =
      "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2 WHERE value <> ?2"
    let statement = try db.hot(save)
    statement.bind(1, "parent_link")
    statement.bind(2, link.reference)
    try statement.run()
    guard let address else { return }
    statement.bind(1, "parent_address")
    statement.bind(2, address)
    try statement.run()
  }
}
