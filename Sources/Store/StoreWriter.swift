// Writing a store inside the one write transaction: commits, heads, links, and the views folded from them.
package import Catalog
package import GRDB
package import Merge
package import Replica
package import Wire

/// The writer connection's view of the store. One exists for each open store; it is used on the writer's queue alone.
package final class StoreWriter: LinkStorage {
  let reader: StoreReader
  package let catalog: Catalog
  private var tables: [String: RecordTable] = [:]
  private let appendCommit: HotStatement
  private let moveHead: HotStatement
  /// The same for a feed that begins to wait for its seal, or no longer waits.
  private let turnHead: HotStatement
  private var tally: TallyTable?
  /// While the views are being rebuilt, commits are stored and wait for the rebuild to fold them.
  package var isRebuilding = false
  /// Whether a payload has been removed since the store last saw to its remains.
  var hasRemoved = false
  /// Grows with every commit stored and every custody mark moved: what others wait for.
  package private(set) var newsCount: UInt64 = 0

  package var db: Database { reader.db }

  package init(_ db: Database, catalog: Catalog) throws {
    reader = StoreReader(db)
    self.catalog = catalog
    appendCommit = try db.hot("INSERT INTO \"commit\" VALUES (NULL, ?1, ?2, ?3, ?4, ?5, ?6)")
    moveHead = try db.hot("UPDATE feed SET seq = ?1, hash = ?2, effective = ?3 WHERE ref = ?4")
    turnHead = try db.hot("UPDATE feed SET seq = ?1, hash = ?2, effective = ?3, is_waiting = ?3 < ?1 WHERE ref = ?4")
  }

  /// Something is new for those who wait.
  func countNews() { newsCount += 1 }

  func table(_ name: String) throws -> RecordTable? {
    if let table = tables[name] { return table }
    guard let type = catalog.type(named: name) else { return nil }
    let tally = try self.tally ?? TallyTable(in: db)
    self.tally = tally
    let table = try RecordTable(type, in: db, tally: tally)
    tables[name] = table
    return table
  }

  /// Forgets prepared statements before tables are dropped.
  package func forgetTables() {
    tables.removeAll()
    tally = nil
  }

  /// Called as each transaction begins.
  func begin() { tally?.begin() }

  /// Called before each transaction ends, and before totals are read inside one.
  func flush() throws { try tally?.flush() }

  package func openFeed(_ key: FeedKey, id: FeedID, digest: Digest) throws -> StoredFeed {
    let statement = try db.hot(
      "INSERT INTO feed VALUES (NULL, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, ?10, 0, 0, 0) RETURNING ref")
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
    defer { statement.reset() }
    guard try statement.step() else { throw StoreError(.internalFailure, "no number for a new feed") }
    return StoredFeed(reference: statement.int(0), id: id, key: key, head: Head(seq: 0, hash: digest))
  }

  package func append(
    _ bytes: ArraySlice<UInt8>, scan: CommitScanner, hash: Digest, to feed: inout StoredFeed, from source: Int64,
    isEffective: Bool
  ) throws -> UInt64 {
    precondition(scan.seq == feed.head.seq + 1, "feeds are gapless")
    appendCommit.bind(1, feed.reference)
    appendCommit.bind(2, scan.seq)
    appendCommit.bind(3, source)
    appendCommit.bind(4, Int64(feed.key.class.priority.rawValue))
    appendCommit.bind(5, hash)
    try bytes.withUnsafeBytes { buffer in
      appendCommit.bind(6, staticBlob: buffer)
      try appendCommit.run()
    }
    let arrival = UInt64(db.lastInsertedRowID)
    newsCount += 1
    let wasWaiting = feed.isWaiting
    feed.head = Head(seq: scan.seq, hash: hash)
    if isEffective { feed.effective = scan.seq }
    let move = feed.isWaiting == wasWaiting ? moveHead : turnHead
    move.bind(1, scan.seq)
    move.bind(2, hash)
    move.bind(3, feed.effective)
    move.bind(4, feed.reference)
    try move.run()
    return arrival
  }

  package func fold(_ scan: CommitScanner, in bytes: [UInt8], feed: StoredFeed) throws {
    if isRebuilding || scan.redacted != nil { return }
    let user = String(decoding: bytes[scan.user], as: UTF8.self)
    let origin = Origin(
      dot: Dot(feed: scan.feed, seq: scan.seq), time: scan.time, tier: feed.key.home.tier, user: user)
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
        guard let table, table.type.class.name == feed.key.class.name else { continue }
        try table.fold(index, of: scan, in: bytes, at: buffer, origin: origin, area: feed.key.area.code)
      }
    }
  }

  /// Keeps a bound that the clock has not passed, a few seconds ahead, so that not every commit writes another page.
  ///
  /// After a restart the clock goes on from the bound: never behind a time it has given out.
  package func saveClock(_ last: HybridTime) throws {
    // In milliseconds: packed, the times of a clock that is thousands of years ahead are negative numbers to SQLite.
    let bound = HybridTime(milliseconds: last.milliseconds + Self.clockLeadMilliseconds)
    let statement = try db.hot(
      """
      INSERT INTO meta VALUES ('clock', ?1) ON CONFLICT (key) DO UPDATE SET value = ?1 WHERE value <= ?2
      """)
    statement.bind(1, bound.milliseconds)
    statement.bind(2, last.milliseconds)
    try statement.run()
  }

  private static let clockLeadMilliseconds: Int64 = 5_000

  package func saveParent(_ link: StoredLink, address: String?) throws {
    let save = "INSERT INTO meta VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2 WHERE value <> ?2"
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

// MARK: Links and custody

extension StoreWriter {
  /// Makes the link to a peer met for the first time.
  package func makeLink(peer: NodeID, area: Area, isParent: Bool) throws -> StoredLink {
    let statement = try db.hot(
      "INSERT INTO link VALUES (NULL, ?1, ?2, ?3, NULL, '0 0 0', '0 0 0', 0, NULL, NULL, 0, 0, 0, NULL) RETURNING ref")
    statement.bind(1, peer.raw)
    statement.bind(2, area.code)
    statement.bind(3, Int64(isParent ? 1 : 0))
    defer { statement.reset() }
    guard try statement.step() else { throw StoreError(.internalFailure, "no number for a new link") }
    return StoredLink(reference: statement.int(0), peer: peer, area: area, isParent: isParent)
  }

  package func saveLink(_ link: StoredLink) throws {
    let statement = try db.hot(
      """
      UPDATE link SET area = ?1, is_parent = ?2, store = ?3, received = ?4, acknowledged = ?5, custody = ?6,
        proved_at = ?7, heard_at = ?8, clock_offset = ?9, receipts_taken = ?10, receipts_passed = ?11,
        witness = ?12 WHERE ref = ?13
      """)
    statement.bind(1, link.area.code)
    statement.bind(2, Int64(link.isParent ? 1 : 0))
    if let store = link.store { statement.bind(3, store.raw) } else { statement.bindNull(3) }
    statement.bind(4, StoreReader.text(link.received))
    statement.bind(5, StoreReader.text(link.acknowledged))
    statement.bind(6, link.custody)
    if let provedAt = link.provedAt { statement.bind(7, provedAt) } else { statement.bindNull(7) }
    if let heardAt = link.heardAt { statement.bind(8, heardAt) } else { statement.bindNull(8) }
    statement.bind(9, link.clockOffset)
    statement.bind(10, link.receipts.taken)
    statement.bind(11, link.receipts.passed)
    if let witness = link.witness { statement.bind(12, StoreReader.bytes(witness)) } else { statement.bindNull(12) }
    statement.bind(13, link.reference)
    try statement.run()
  }

  package func setQuarantine(_ quarantine: Quarantine, link: Int64) throws {
    let statement = try db.hot(
      """
      INSERT INTO quarantine (link, feed, seq, code, ours) VALUES (?1, ?2, ?3, ?4, ?5)
      ON CONFLICT (link, feed, ours) DO UPDATE SET seq = ?3, code = ?4 WHERE ?3 < seq
      """)
    statement.bind(1, link)
    statement.bind(2, quarantine.refusal.feed.raw)
    statement.bind(3, quarantine.refusal.seq)
    statement.bind(4, quarantine.refusal.code.rawValue)
    statement.bind(5, Int64(quarantine.isOurs ? 1 : 0))
    try statement.run()
  }

  package func clearQuarantine(of feed: FeedID, isOurs: Bool, link: Int64) throws {
    let statement = try db.hot("DELETE FROM quarantine WHERE link = ?1 AND feed = ?2 AND ours = ?3")
    statement.bind(1, link)
    statement.bind(2, feed.raw)
    statement.bind(3, Int64(isOurs ? 1 : 0))
    try statement.run()
  }

  package func clearQuarantines(link: Int64) throws {
    let statement = try db.hot("DELETE FROM quarantine WHERE link = ?1")
    statement.bind(1, link)
    try statement.run()
  }

  package func recordCustody(_ marks: [CustodyMark]) throws {
    if marks.isEmpty { return }
    let known = try db.hot(
      "SELECT f.ref, coalesce(c.seq, 0) FROM feed f LEFT JOIN custody c ON c.feed = f.ref AND c.tier = ?2 WHERE f.id = ?1"
    )
    let save = try db.hot(
      """
      INSERT INTO custody VALUES (?1, ?2, ?3, (SELECT coalesce(max(number), 0) + 1 FROM custody))
      ON CONFLICT (feed, tier) DO UPDATE SET seq = excluded.seq, number = excluded.number
      """)
    for mark in marks {
      known.bind(1, mark.feed.raw)
      known.bind(2, Int64(mark.tier.rawValue))
      let row = try known.step() ? (feed: known.int(0), seq: known.uint(1)) : nil
      known.reset()
      guard let row, row.seq < mark.seq else { continue }
      save.bind(1, row.feed)
      save.bind(2, Int64(mark.tier.rawValue))
      save.bind(3, mark.seq)
      try save.run()
      newsCount += 1
    }
  }

  package func advances(from: Wire.Cursor, to: Wire.Cursor, of branch: Branch, notFrom source: Int64) throws -> [Dot] {
    var dots: [Dot] = []
    for lane in Priority.allCases where to[lane] > from[lane] {
      let statement = try db.hot(
        """
        SELECT feed, max(seq) FROM \(Schema.commits(of: lane)) AND arrival > ?1 AND arrival <= ?2 AND source <> ?3
        GROUP BY feed ORDER BY feed
        """)
      statement.bind(1, from[lane])
      statement.bind(2, to[lane])
      statement.bind(3, source)
      try statement.forEachRow { row in
        guard let feed = try reader.feed(reference: row.int(0)), branch.shares(feed.key) else { return }
        dots.append(Dot(feed: feed.id, seq: row.uint(1)))
      }
    }
    return dots
  }
}

// MARK: Reading, inside the write transaction

extension StoreWriter {
  package func feed(_ id: FeedID) throws -> StoredFeed? { try reader.feed(id) }
  package func fingerprint(of branch: Branch) throws -> Fingerprint { try reader.fingerprint(of: branch) }
  package func heads(of branch: Branch) throws -> [BranchHead] { try reader.heads(of: branch) }
  package func mark() throws -> UInt64 { try reader.mark() }
  package func hash(of feed: FeedID, at seq: UInt64) throws -> Digest? { try reader.hash(of: feed, at: seq) }
  package func quarantines(link: Int64) throws -> [Quarantine] { try reader.quarantines(link: link) }
  package func link(_ peer: NodeID) throws -> StoredLink? { try reader.link(peer) }
  package func links() throws -> [StoredLink] { try reader.links() }

  package func appendCommits(
    to bytes: inout [UInt8], lane: Priority, after arrival: UInt64, of branch: Branch, notFrom source: Int64, size: Int
  ) throws -> UInt64 {
    try StoreReader(db).appendCommits(
      to: &bytes, lane: lane, after: arrival, of: branch, notFrom: source, size: size)
  }

  package func appendCommits(to bytes: inout [UInt8], feed: FeedID, from seq: UInt64, size: Int) throws -> UInt64 {
    try reader.appendCommits(to: &bytes, feed: feed, from: seq, size: size)
  }

  package func unsealed(of branch: Branch, count: Int) throws -> [Dot] {
    try reader.unsealed(of: branch, count: count)
  }

  package func custodyMarks(after number: UInt64, of branch: Branch, count: Int) throws -> CustodyReport {
    try StoreReader(db).custodyMarks(after: number, of: branch, count: count)
  }

  package var receipts: (any ReceiptReader)? { StoreReader(db) }
}
