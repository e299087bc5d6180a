// The history of a record: each commit that changed it, and those that would have, had their author been who may.
package import Catalog
import GRDB
package import Merge
import Replica
package import Trust
import Wire

/// One commit that touched a record.
package struct HistoryEntry: Sendable {
  package let dot: Dot
  package let hash: Digest
  package let home: Area
  package let node: NodeID
  package let time: HybridTime
  package let deviceTime: Int64?
  package let user: String
  package let arrival: UInt64
  /// The tiers above that are known to hold it.
  package let custody: [Tier]
  /// What it did to the record; nil where its payload was removed by law.
  package let change: Change?
  /// Why that has no effect, where it matters who wrote it; nil where it has its effect.
  package let objection: WriterObjection?
  /// What comes of a person's signature on it: `counts`, `repeats`, or the reason of protocol §16.4 for which it has no effect;
  /// nil where nobody signed it or nothing is proved here.
  package let verdict: String?
  /// The signature of a person on it; nil where nobody signed it.
  package let signature: ActionSignature?
}

/// The place of a commit in a record's history.
package struct HistoryPlace: Hashable, Comparable, Sendable {
  let time: HybridTime
  let dot: Dot

  init(time: HybridTime, dot: Dot) { (self.time, self.dot) = (time, dot) }

  /// Reads what `text` says; nil for anything else.
  package init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { UInt64($0) }
    guard parts.count == 4, numbers.count == 4 else { return nil }
    time = HybridTime(packed: numbers[0])
    dot = Dot(feed: FeedID(Bytes16(high: numbers[1], low: numbers[2])), seq: numbers[3])
  }

  package var text: String { "\(time.packed).\(dot.feed.raw.high).\(dot.feed.raw.low).\(dot.seq)" }

  package static func < (left: HistoryPlace, right: HistoryPlace) -> Bool {
    left.time == right.time ? left.dot < right.dot : left.time < right.time
  }
}

/// A part of a record's history.
package struct HistoryPage: Sendable {
  package let entries: [HistoryEntry]
  /// What to pass as `after` for the next page; nil when this was the last.
  package let next: HistoryPlace?
  /// How many commits about the same area in the same class were removed by law of which nothing that is left says whether they were
  /// about this record.
  package let removedUnknown: Int
}

extension StoreReader {
  /// Everything that was done to a record, in the order of its times, and what would have been done to it by those who may not.
  package func history(of record: RecordView) throws -> [HistoryEntry] {
    try places(in: record).known.map { try entry(at: $0, of: record).entry }
  }

  /// A page of the same.
  /// - Parameters:
  ///   - after: the last entry of the page before.
  ///   - bytesMax: how much the commits may keep; with the one that reaches it the page is full.
  package func history(
    of record: RecordView, after: HistoryPlace?, count: Int, bytesMax: Int = ListPage.bytesMax
  ) throws -> HistoryPage {
    let (known, removedUnknown) = try places(in: record)
    let ahead = known.drop { place in after.map { place <= $0 } ?? false }
    var (entries, bytes) = ([HistoryEntry](), 0)
    for place in ahead.prefix(count) where bytes < bytesMax {
      let (entry, size) = try entry(at: place, of: record)
      entries.append(entry)
      bytes += size
    }
    let isMore = entries.count < ahead.count
    return HistoryPage(
      entries: entries, next: isMore ? ahead.prefix(entries.count).last : nil, removedUnknown: removedUnknown)
  }

  // MARK: Which commits

  /// The commits that touched a record, in the order of their times, and how many more may have.
  ///
  /// Of a commit that was removed by law nobody can read what it was about. Where a later change of the record had seen it, it was
  /// about this record.
  private func places(in record: RecordView) throws -> (known: [HistoryPlace], removedUnknown: Int) {
    var known: Set<HistoryPlace> = []
    var seen: Set<Dot> = []
    // What was removed counts for no version: behind the last commit that is left there may be more, also of feeds with none.
    var removed = try removed(about: record)
    for last in record.state.version.dots {
      guard let feed = try feed(last.feed) else { continue }
      try eachCommit(of: feed, through: last.seq) { scanner, bytes in
        let dot = Dot(feed: feed.id, seq: scanner.seq)
        if scanner.redacted != nil { removed.insert(dot) }
        guard let change = scanner.change(of: record, in: bytes) else { return }
        known.insert(HistoryPlace(time: scanner.time, dot: dot))
        seen.formUnion(change.seen.dots)
      }
    }
    for feed in try feedsWithoutEffect(on: record) {
      try eachCommit(of: feed, through: feed.effective) { scanner, bytes in
        guard scanner.change(of: record, in: bytes) != nil else { return }
        known.insert(HistoryPlace(time: scanner.time, dot: Dot(feed: feed.id, seq: scanner.seq)))
      }
    }
    let found = known.reduce(into: Set<Dot>()) { $0.insert($1.dot) }
    for dot in seen.subtracting(found) {
      guard let feed = try feed(dot.feed), feed.key.area == record.area, feed.key.class.name == record.type.class.name
      else { continue }
      try eachCommit(of: feed, from: dot.seq, through: dot.seq) { scanner, _ in
        guard scanner.redacted != nil else { return }
        known.insert(HistoryPlace(time: scanner.time, dot: dot))
        removed.remove(dot)
      }
    }
    return (known.sorted(), removed.count)
  }

  /// The feeds about a record's area and in its class whose authors may not write records of its type.
  private func feedsWithoutEffect(on record: RecordView) throws -> [StoredFeed] {
    guard record.type.writers != .anyone else { return [] }
    let statement = try db.hot("SELECT \(Self.feedColumns) FROM feed WHERE area = ?1 AND class = ?2 ORDER BY id")
    statement.bind(1, record.area.code)
    statement.bind(2, record.type.class.name)
    var feeds: [StoredFeed] = []
    try statement.forEachRow { row in
      let feed = try Self.feed(row)
      if !record.type.writers.admits(feed.key.home, about: feed.key.area) { feeds.append(feed) }
    }
    return feeds
  }

  /// Hands over the commits of a feed, scanned, from one of them through another.
  func eachCommit(
    of feed: StoredFeed, from first: UInt64 = 1, through last: UInt64, _ body: (CommitScanner, [UInt8]) throws -> Void
  ) throws {
    let commits = try db.hot("SELECT body FROM \"commit\" WHERE feed = ?1 AND seq BETWEEN ?2 AND ?3 ORDER BY seq")
    commits.bind(1, feed.reference)
    commits.bind(2, first)
    commits.bind(3, last)
    var scanner = CommitScanner()
    try commits.forEachRow { row in
      let bytes = Array(row.blob(0))
      var cbor = CBORReader(bytes)
      try scanner.scan(&cbor)
      try body(scanner, bytes)
    }
  }

  // MARK: What they did

  /// - Returns: with the entry, how many bytes its commit has.
  private func entry(at place: HistoryPlace, of record: RecordView) throws -> (entry: HistoryEntry, bytes: Int) {
    guard let feed = try feed(place.dot.feed) else { throw StoreError(.damaged, "a feed vanished") }
    let commits = try db.hot("SELECT arrival, hash, body FROM \"commit\" WHERE feed = ?1 AND seq = ?2")
    commits.bind(1, feed.reference)
    commits.bind(2, place.dot.seq)
    defer { commits.reset() }
    guard try commits.step() else { throw StoreError(.damaged, "a commit vanished") }
    let bytes = Array(commits.blob(2))
    var (scanner, cbor) = (CommitScanner(), CBORReader(bytes))
    try scanner.scan(&cbor)
    let change = scanner.change(of: record, in: bytes)
    let (arrival, hash) = (commits.uint(0), try commits.digest(1))
    let entry = HistoryEntry(
      dot: place.dot, hash: hash, home: feed.key.home, node: feed.key.node, time: scanner.time,
      deviceTime: scanner.deviceTime, user: String(decoding: bytes[scanner.user], as: UTF8.self), arrival: arrival,
      custody: try custody(feed: feed.reference).filter { $0.seq >= scanner.seq }.map(\.tier), change: change,
      objection: change.flatMap { record.type.objection(to: $0.fields, from: feed.key.home, about: feed.key.area) },
      verdict: try verdict(on: place.dot), signature: Self.signature(on: scanner, in: bytes))
    return (entry, bytes.count)
  }

  private static func signature(on scanner: CommitScanner, in bytes: [UInt8]) -> ActionSignature? {
    if case .signed(let signature) = ActionMark(scanner, in: bytes) { signature } else { nil }
  }

  /// What comes of the action in a commit; nil where there is none.
  package func verdict(on dot: Dot) throws -> String? {
    let find = try db.hot("SELECT verdict FROM action WHERE feed = ?1 AND seq = ?2")
    find.bind(1, dot.feed.raw)
    find.bind(2, dot.seq)
    return try find.first { $0.text(0) }
  }

  /// Up to where each tier above holds a feed, highest tier first.
  package func custody(feed reference: Int64) throws -> [(tier: Tier, seq: UInt64)] {
    let statement = try db.hot("SELECT tier, seq FROM custody WHERE feed = ?1 AND seq > 0 ORDER BY tier")
    statement.bind(1, reference)
    var found: [(tier: Tier, seq: UInt64)] = []
    try statement.forEachRow { row in
      if let tier = row.byte(0).flatMap(Tier.init(rawValue:)) { found.append((tier, row.uint(1))) }
    }
    return found
  }
}

extension CommitScanner {
  /// What the commit did to a record; nil where it did nothing to it, or its payload is gone.
  fileprivate func change(of record: RecordView, in bytes: [UInt8]) -> Change? {
    changes.firstIndex { $0.record == record.id && bytes[$0.type].elementsEqual(record.type.name.utf8) }
      .map { change($0, in: bytes) }
  }
}
