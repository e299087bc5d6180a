// Reading a store in one snapshot: heads, fingerprints, and the commits a link lacks.
package import GRDB
package import Merge
package import Replica
package import Wire

/// One connection's view of the store while a read or a write transaction lasts.
package struct StoreReader: SessionReading {
  package let db: Database
  /// What is known of the newest commits; nil where everything is read.
  let index: ArrivalIndex?
  /// Whether this is a transaction that may yet be rolled back: then it adds nothing to the index.
  let isWriting: Bool
  /// Records that are not shown, because showing them has ended the process.
  package let shelved: Set<RecordID>
  /// How long the read may take; nil for one that takes as long as it takes.
  let limit: ReadingLimit?
  /// What the writer keeps of code tables; nil for all others.
  let codes: CodeMemory?
  /// What readers of an open store share.
  let kept: Kept
  /// What is kept of columns by which lists are answered; nil for all but readers of an open store.
  let columns: ColumnMemory?
  /// Whether the snapshot has packed days; nil where that is to be asked each time.
  let packing: PackingMemory?
  private let scope = ScopeCache()
  let proving = ProvingMemory()

  package init(_ db: Database) {
    self.db = db
    (index, isWriting, shelved, limit) = (nil, false, [], nil)
    (codes, kept, columns, packing) = (nil, Kept(), nil, PackingMemory())
  }

  init(
    _ db: Database, index: ArrivalIndex, isWriting: Bool = false, shelved: Set<RecordID> = [],
    limit: ReadingLimit? = nil, codes: CodeMemory? = nil, columns: ColumnMemory? = nil,
    kept: Kept = Kept()
  ) {
    self.db = db
    (self.codes, self.columns, self.kept) = (codes, columns, kept)
    packing = isWriting ? nil : PackingMemory()
    (self.index, self.isWriting, self.shelved, self.limit) = (index, isWriting, shelved, limit)
  }

  static let feedColumns =
    "ref, id, node, incarnation, home, area, class, rises, falls, priority, seq, hash, sealed, effective"

  static func feed(_ row: HotStatement) throws -> StoredFeed {
    guard let home = Area(row.text(4)), let area = Area(row.text(5)),
      let priority = row.byte(9).flatMap(Priority.init(rawValue:))
    else {
      throw StoreError(.damaged, "feed \(row.int(0)) has no valid area or priority", hint: "Run `gridward verify`.")
    }
    let feedClass = FeedClass(
      name: row.text(6), rises: row.isNull(7) ? nil : row.byte(7).flatMap(Tier.init(rawValue:)),
      falls: row.isNull(8) ? nil : row.byte(8).flatMap(Tier.init(rawValue:)), priority: priority)
    let key = FeedKey(
      node: NodeID(try row.bytes16(2)), incarnation: row.uint(3), home: home, area: area, class: feedClass)
    let head = Head(seq: row.uint(10), hash: try row.digest(11))
    return StoredFeed(
      reference: row.int(0), id: FeedID(try row.bytes16(1)), key: key, head: head, sealed: row.uint(12),
      effective: row.uint(13))
  }

  package func feed(_ id: FeedID) throws -> StoredFeed? {
    let statement = try db.hot("SELECT \(Self.feedColumns) FROM feed WHERE id = ?1")
    statement.bind(1, id.raw)
    defer { statement.reset() }
    return try statement.step() ? Self.feed(statement) : nil
  }

  package func feed(reference: Int64) throws -> StoredFeed? {
    let statement = try db.hot("SELECT \(Self.feedColumns) FROM feed WHERE ref = ?1")
    statement.bind(1, reference)
    defer { statement.reset() }
    return try statement.step() ? Self.feed(statement) : nil
  }

  /// Runs `body` for each feed that may belong to the branch and has a commit, in key order.
  ///
  /// Inside the lower area a shared feed rises to the upper one; of the areas above only what falls is shared. The exact
  /// test is the caller's.
  /// - Parameter insideBody: run for the feeds of the lower area and of those in it, `body` for those above.
  private func forEachCandidate(
    _ columns: String, of branch: Branch, _ body: (HotStatement) throws -> Void,
    inside insideBody: (HotStatement) throws -> Void
  ) throws {
    let select = "SELECT \(columns) FROM feed WHERE seq > 0 AND"
    // An ancestor's code sorts before every code inside, so both runs together are in key order without being sorted.
    let codes = branch.ancestors.map { "'\($0.code)'" }.joined(separator: ",")
    try db.hot("\(select) area IN (\(codes)) ORDER BY area, id").forEachRow(body)
    let inside = try db.hot("\(select) area >= ?1 AND area < ?2 ORDER BY area, id")
    let (low, high) = AreaRange.bounds(of: branch.lower)
    inside.bind(1, low)
    inside.bind(2, high)
    try inside.forEachRow(insideBody)
  }

  /// Whether a feed of the lower area, or of one in it, is shared: exactly when it rises to the upper one, since the lower
  /// stands between. One number decides, where `Branch.shares` would read the area of every row.
  private static func rises(_ row: HotStatement, _ column: Int32, to upper: Area) -> Bool {
    !row.isNull(column) && row.int(column) <= Int64(upper.tier.rawValue)
  }

  /// The part of a feed's key that decides who shares it.
  func scope(of reference: Int64) throws -> FeedScope? {
    let statement = try db.hot("SELECT area, rises, falls FROM feed WHERE ref = ?1")
    statement.bind(1, reference)
    defer { statement.reset() }
    return try statement.step() ? FeedScope(statement, area: 0, rises: 1, falls: 2) : nil
  }

  func isShared(_ reference: Int64, in branch: Branch) throws -> Bool {
    try scope(of: reference)?.isShared(by: branch) ?? false
  }

  /// The same, remembered while the snapshot lasts.
  func shares(_ reference: Int64, _ branch: Branch) throws -> Bool {
    try scope.shares(reference, branch: branch, reader: self)
  }

  package func fingerprint(of branch: Branch) throws -> Fingerprint {
    var fingerprint = Fingerprint.empty
    var known = ScopeMemory(branch: branch)
    try forEachCandidate("area, rises, falls, hash", of: branch) { row in
      if try known.shares(row, area: 0, rises: 1, falls: 2) { fingerprint.add(try row.digest(3)) }
    } inside: { row in
      if Self.rises(row, 1, to: branch.upper) { fingerprint.add(try row.digest(3)) }
    }
    return fingerprint
  }

  package func heads(of branch: Branch) throws -> [BranchHead] {
    var heads: [BranchHead] = []
    func add(_ row: HotStatement) throws {
      let feed = try Self.feed(row)
      if branch.shares(feed.key) { heads.append(BranchHead(area: feed.key.area, feed: feed.id, head: feed.head)) }
    }
    try forEachCandidate(Self.feedColumns, of: branch, add, inside: add)
    return heads
  }

  package func mark() throws -> UInt64 {
    let statement = try db.hot("SELECT max(arrival) FROM \"commit\"")
    defer { statement.reset() }
    _ = try statement.step()
    return statement.uint(0)
  }

  package func hash(of feed: FeedID, at seq: UInt64) throws -> Digest? {
    let statement = try db.hot(
      "SELECT c.hash FROM \"commit\" c JOIN feed f ON f.ref = c.feed WHERE f.id = ?1 AND c.seq = ?2")
    statement.bind(1, feed.raw)
    statement.bind(2, seq)
    defer { statement.reset() }
    return try statement.step() ? statement.digest(0) : nil
  }

  package func quarantines(link: Int64) throws -> [Quarantine] {
    let statement = try db.hot("SELECT feed, seq, code, ours FROM quarantine WHERE link = ?1 ORDER BY feed, ours")
    statement.bind(1, link)
    var found: [Quarantine] = []
    try statement.forEachRow { row in
      let code = RejectionCode(rawValue: row.text(2)) ?? .malformed
      let refusal = Refusal(feed: FeedID(try row.bytes16(0)), seq: row.uint(1), code: code)
      found.append(Quarantine(refusal: refusal, isOurs: row.int(3) != 0))
    }
    return found
  }

  package func custodyMarks(after number: UInt64, of branch: Branch, count: Int) throws -> CustodyReport {
    let statement = try db.hot(
      "SELECT feed, tier, seq, number FROM custody WHERE number > ?1 AND seq > 0 ORDER BY number")
    // Whoever says that it has more than there are has been told so by somebody else: it is told all of them.
    let number = try number > highest("custody") ? 0 : number
    statement.bind(1, number)
    defer { statement.reset() }
    var marks: [CustodyMark] = []
    var reached = number
    while marks.count < count, try statement.step() {
      reached = statement.uint(3)
      guard try shares(statement.int(0), branch) else { continue }
      guard let feed = try feed(reference: statement.int(0)), let tier = statement.byte(1).flatMap(Tier.init(rawValue:))
      else {
        continue
      }
      marks.append(CustodyMark(feed: feed.id, tier: tier, seq: statement.uint(2)))
    }
    return CustodyReport(upTo: reached, marks: marks)
  }
}

extension StoreReader {
  /// The highest number given out in a table of numbered rows.
  func highest(_ table: String) throws -> UInt64 {
    let statement = try db.hot("SELECT max(number) FROM \(table)")
    defer { statement.reset() }
    _ = try statement.step()
    return statement.uint(0)
  }
}

/// The codes of an area and of everything inside it, as a half-open range of texts.
package enum AreaRange {
  package static func bounds(of area: Area) -> (low: String, high: String) {
    // '0'…'9' and '/' all sort below ':'.
    (String(area.prefix), String(area.prefix) + (area.tier == .terminal ? "\u{1}" : ":"))
  }
}
