// The history of a record: each commit that changed it, and those that would have, had their author been who may.
package import Catalog
import GRDB
package import Merge
import Replica
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
  /// What it did to the record; nil when its payload was removed by law.
  package let change: Change?
  /// Why that has no effect, where it matters who wrote it; nil where it has its effect.
  package let objection: WriterObjection?
}

extension StoreReader {
  /// Everything that was done to a record, in the order of its times, and what would have been done to it by those who may not.
  package func history(of record: RecordView) throws -> [HistoryEntry] {
    var entries: [HistoryEntry] = []
    for last in record.state.version.dots {
      guard let feed = try feed(last.feed) else { continue }
      entries += try self.entries(of: record, in: feed, through: last.seq)
    }
    for feed in try feedsWithoutEffect(on: record) {
      // What has been removed may have been about anything.
      entries += try self.entries(of: record, in: feed, through: feed.effective).filter { $0.change != nil }
    }
    return entries.sorted { $0.time == $1.time ? $0.dot < $1.dot : $0.time < $1.time }
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

  /// What the commits of a feed up to one of them did to a record.
  private func entries(of record: RecordView, in feed: StoredFeed, through seq: UInt64) throws -> [HistoryEntry] {
    let tiers = try custody(feed: feed.reference)
    let commits = try db.hot(
      "SELECT arrival, seq, hash, body FROM \"commit\" WHERE feed = ?1 AND seq <= ?2 ORDER BY seq")
    commits.bind(1, feed.reference)
    commits.bind(2, seq)
    var entries: [HistoryEntry] = []
    try commits.forEachRow { row in
      let bytes = Array(row.blob(3))
      var scanner = CommitScanner()
      var cbor = CBORReader(bytes)
      try scanner.scan(&cbor)
      let change = scanner.changes.firstIndex { $0.record == record.id }.map { scanner.change($0, in: bytes) }
      guard change != nil || scanner.redacted != nil else { return }
      entries.append(
        HistoryEntry(
          dot: Dot(feed: feed.id, seq: scanner.seq), hash: try row.digest(2), home: feed.key.home,
          node: feed.key.node, time: scanner.time, deviceTime: scanner.deviceTime,
          user: String(decoding: bytes[scanner.user], as: UTF8.self), arrival: row.uint(0),
          custody: tiers.filter { $0.seq >= scanner.seq }.map(\.tier), change: change,
          objection: change.flatMap {
            record.type.objection(to: $0.fields, from: feed.key.home, about: feed.key.area)
          }))
    }
    return entries
  }

  /// Up to where each tier above holds a feed, highest tier first.
  package func custody(feed reference: Int64) throws -> [(tier: Tier, seq: UInt64)] {
    let statement = try db.hot("SELECT tier, seq FROM custody WHERE feed = ?1 AND seq > 0 ORDER BY tier")
    statement.bind(1, reference)
    var found: [(tier: Tier, seq: UInt64)] = []
    try statement.forEachRow { row in
      if let tier = Tier(rawValue: UInt8(row.int(0))) { found.append((tier, row.uint(1))) }
    }
    return found
  }
}
