// What of a store an acknowledged cursor covers.
import GRDB
package import Merge
package import Replica
package import Wire

extension StoreWriter {
  package func advances(from: Wire.Cursor, to: Wire.Cursor, of branch: Branch, notFrom source: Int64) throws -> [Dot] {
    var dots: [Dot] = []
    for lane in Priority.allCases where to[lane] > from[lane] {
      let covered = from[lane]..<to[lane]
      let last = try db.hot(
        """
        SELECT seq FROM "commit" INDEXED BY commit_by_feed
        WHERE feed = ?1 AND arrival > ?2 AND arrival <= ?3 AND source <> ?4 ORDER BY seq DESC LIMIT 1
        """)
      for reference in try feeds(lane: lane, arrived: covered, notFrom: source).sorted() {
        guard let feed = try reader.feed(reference: reference), branch.shares(feed.key) else { continue }
        last.bind(1, reference)
        last.bind(2, covered.lowerBound)
        last.bind(3, covered.upperBound)
        last.bind(4, source)
        if try last.step() { dots.append(Dot(feed: feed.id, seq: last.uint(0))) }
        last.reset()
      }
    }
    return dots
  }

  /// The feeds of which commits of a lane arrived after one number and through another, other than over a link. Some of
  /// them may have been taken out since.
  private func feeds(lane: Priority, arrived: Range<UInt64>, notFrom source: Int64) throws -> Set<Int64> {
    var feeds: Set<Int64> = []
    if lane == .normal {
      try reader.forEachArrival(after: arrived.lowerBound, through: arrived.upperBound) { _, entry, _ in
        if entry.lane == lane.rawValue, entry.source != source, entry.scope >= 0 { feeds.insert(entry.feed) }
        return true
      }
      return feeds
    }
    let scan = try db.hot(
      "SELECT feed FROM \(Schema.commits(of: lane)) AND arrival > ?1 AND arrival <= ?2 AND source <> ?3")
    scan.bind(1, arrived.lowerBound)
    scan.bind(2, arrived.upperBound)
    scan.bind(3, source)
    try scan.forEachRow { feeds.insert($0.int(0)) }
    return feeds
  }
}
