// Signed actions on the writer's side: what of them is folded, and records that are folded anew.
import Catalog
import GRDB
import Merge
package import Replica
package import Trust
import Wire

/// A record whose row is not what the commits in effect make it.
struct StaleRecord: Hashable, Comparable {
  let area: String
  let `class`: String
  let type: String
  let record: RecordID

  static func < (left: StaleRecord, right: StaleRecord) -> Bool {
    (left.area, left.class, left.type, left.record) < (right.area, right.class, right.type, right.record)
  }
}

extension StoreWriter {
  package func passes(_ id: PassID) throws -> [Trust.Statement] { try inner.passes(id) }
  package func withdrawals(of device: DeviceID) throws -> [Trust.Statement] { try inner.withdrawals(of: device) }
  package func noteChecked(_ checked: CheckedActions) { actions.noteChecked(checked) }
  package func reconsiderActions(after statements: [Trust.Statement]) throws {
    try actions.reconsider(after: statements)
  }
  package func takeActionNotices() -> [ActionNotice] { actions.takeNotices() }

  /// Keeps the passes and withdrawals of a commit that a program took in which could not read them.
  func relearnPeople(from scan: CommitScanner, in bytes: [UInt8], feed: StoredFeed) throws {
    let name = feed.key.class.name
    guard StatementRecord.isCarried(by: name), scan.redacted == nil else { return }
    let found = try StatementRecord.statements(in: scan, bytes, class: name) { try inner.hasStatement($0) }
    let new = try found.filter { statement in
      switch statement.content {
      case .pass, .withdrawal: try keepStatement(statement)
      case .grant, .revocation, .redaction: false
      }
    }
    if !new.isEmpty { try reconsiderActions(after: new) }
  }

  /// What the commit around a change says about it; nil where its signature lets it have no effect.
  func origin(of scan: CommitScanner, in bytes: [UInt8], feed: StoredFeed, _ effect: SignedEffect) -> FoldedOrigin? {
    let dot = Dot(feed: scan.feed, seq: scan.seq)
    switch effect {
    case .noEffect: return nil
    case .unsigned:
      let user = String(decoding: bytes[scan.user], as: UTF8.self)
      let origin = Origin(dot: dot, time: scan.time, tier: feed.key.home.tier, user: user)
      return FoldedOrigin(origin: origin, home: feed.key.home, isRepeat: false)
    case .counts(let authority, let isRepeat):
      let origin = Origin(
        dot: dot, time: scan.time, tier: authority.tier, user: authority.account.description, actor: authority.actor)
      return FoldedOrigin(origin: origin, home: authority.area, isRepeat: isRepeat)
    }
  }

  /// Folds the records anew of which a verdict has changed, and no others: the feeds about one area in one class are read once for
  /// all of them.
  func refoldStale() throws {
    let stale = actions.takeStale().sorted()
    var rest = stale[...]
    while let first = rest.first {
      let group = rest.prefix { $0.area == first.area && $0.class == first.class }
      rest = rest.dropFirst(group.count)
      let changes = try changes(of: Set(group), area: first.area, class: first.class)
      for record in group {
        guard let table = try table(record.type), table.className == record.class else { continue }
        try table.refold(record.record, in: record.area, from: changes[record] ?? [])
      }
    }
  }

  /// What the commits in effect do to some records of one area and class, of each feed in its order.
  private func changes(
    of wanted: Set<StaleRecord>, area: String, class name: String
  ) throws -> [StaleRecord: [(change: Change, origin: Origin)]] {
    let arrivalMax = try foldedArrivalMax()
    var found: [StaleRecord: [(change: Change, origin: Origin)]] = [:]
    for feed in try feeds(about: area, class: name) {
      try eachFolded(of: feed, arrivalMax) { scanner, bytes in
        for index in scanner.changes.indices {
          let type = String(decoding: bytes[scanner.changes[index].type], as: UTF8.self)
          let key = StaleRecord(area: area, class: name, type: type, record: scanner.changes[index].record)
          guard wanted.contains(key), let change = try effective(index, of: scanner, in: bytes, feed: feed) else {
            continue
          }
          found[key, default: []].append(change)
        }
      }
    }
    return found
  }

  /// Hands over the commits of a feed that the views have, as far as their feed lets them.
  private func eachFolded(
    of feed: StoredFeed, _ arrivalMax: Int64, _ body: (CommitScanner, [UInt8]) throws -> Void
  ) throws {
    let commits = try db.hot(
      "SELECT body FROM \"commit\" WHERE feed = ?1 AND seq <= ?2 AND arrival <= ?3 ORDER BY seq")
    commits.bind(1, feed.reference)
    commits.bind(2, max(feed.effective, folded[feed.id] ?? 0))
    commits.bind(3, arrivalMax)
    var scanner = CommitScanner()
    try commits.forEachRow { row in
      let bytes = Array(row.blob(0))
      var reader = CBORReader(bytes)
      try scanner.scan(&reader)
      if scanner.redacted == nil, !isShelved(scanner) { try body(scanner, bytes) }
    }
  }

  /// A change as it is folded; nil where it has no effect.
  private func effective(
    _ index: Int, of scan: CommitScanner, in bytes: [UInt8], feed: StoredFeed
  ) throws -> (change: Change, origin: Origin)? {
    let effect = try actions.knownEffect(of: scan, in: bytes, feed: feed)
    guard let source = origin(of: scan, in: bytes, feed: feed, effect) else { return nil }
    let change = scan.change(index, in: bytes)
    guard let table = try table(change.type),
      !table.asksWriter || table.type.admits(change.fields, from: source.home, about: feed.key.area)
    else { return nil }
    return (source.isRepeat ? change.withoutIncrements : change, source.origin)
  }

  private func feeds(about area: String, class name: String) throws -> [StoredFeed] {
    let find = try db.hot("SELECT \(StoreReader.feedColumns) FROM feed WHERE area = ?1 AND class = ?2 ORDER BY id")
    find.bind(1, area)
    find.bind(2, name)
    var feeds: [StoredFeed] = []
    try find.forEachRow { feeds.append(try StoreReader.feed($0)) }
    return feeds
  }

  /// The last arrival that the views have: while they are being rebuilt, how far that has come.
  private func foldedArrivalMax() throws -> Int64 {
    if let rebuiltThrough { return rebuiltThrough }
    guard isRebuilding else { return .max }
    return try Rebuild.progress(db) ?? .max
  }
}

/// The origin of what is folded, and from where it counts as written.
struct FoldedOrigin {
  let origin: Origin
  /// The author's home, and of what a person signed the pass's area.
  let home: Area
  let isRepeat: Bool
}
