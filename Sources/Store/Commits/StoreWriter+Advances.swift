// What of a store an acknowledged cursor covers.
import GRDB
package import Merge
package import Replica
package import Wire

extension StoreWriter {
  package func advances(from: Wire.Cursor, to: Wire.Cursor, over link: LinkBranch) throws -> [Dot] {
    var dots: [Dot] = []
    for lane in Priority.allCases where to[lane] > from[lane] {
      let covered = from[lane]..<to[lane]
      let last = try lastArrivals(lane: lane, covered: covered, notFrom: link.link).sorted { $0.key < $1.key }
      for (reference, arrival) in last {
        guard let feed = try inner.feed(reference: reference), link.branch.shares(feed.key) else { continue }
        let seq =
          try seq(of: reference, arrived: arrival) ?? lastSeq(of: reference, covered: covered, notFrom: link.link)
        if let seq { dots.append(Dot(feed: feed.id, seq: seq)) }
      }
    }
    return dots
  }

  /// For each feed of which commits of a lane arrived after one number and through another, other than over a link, the last
  /// of their arrival numbers. That commit may have been taken out since.
  private func lastArrivals(lane: Priority, covered: Range<UInt64>, notFrom source: Int64) throws -> [Int64: UInt64] {
    var last: [Int64: UInt64] = [:]
    if lane == .normal {
      try inner.forEachArrival(after: covered.lowerBound, through: covered.upperBound) { arrival, entry in
        if entry.lane == lane.rawValue, entry.source != source, entry.scope >= 0 { last[entry.feed] = arrival }
        return true
      }
      return last
    }
    let scan = try db.hot(
      """
      SELECT feed, max(arrival) FROM \(Schema.commits(of: lane)) AND arrival > ?1 AND arrival <= ?2 AND source <> ?3
      GROUP BY feed
      """)
    scan.bind(1, covered.lowerBound)
    scan.bind(2, covered.upperBound)
    scan.bind(3, source)
    try scan.forEachRow { last[$0.int(0)] = $0.uint(1) }
    return last
  }

  /// The number of the commit that arrived as this one; nil when it has been taken out of the feed.
  private func seq(of reference: Int64, arrived arrival: UInt64) throws -> UInt64? {
    let commit = try db.hot("SELECT seq FROM \"commit\" WHERE arrival = ?1 AND feed = ?2")
    commit.bind(1, arrival)
    commit.bind(2, reference)
    defer { commit.reset() }
    return try commit.step() ? commit.uint(0) : nil
  }

  /// The highest number of what is left of the feed among the commits covered.
  private func lastSeq(of reference: Int64, covered: Range<UInt64>, notFrom source: Int64) throws -> UInt64? {
    let last = try db.hot(
      """
      SELECT seq FROM "commit" INDEXED BY commit_by_feed
      WHERE feed = ?1 AND arrival > ?2 AND arrival <= ?3 AND source <> ?4 ORDER BY seq DESC LIMIT 1
      """)
    last.bind(1, reference)
    last.bind(2, covered.lowerBound)
    last.bind(3, covered.upperBound)
    last.bind(4, source)
    defer { last.reset() }
    return try last.step() ? last.uint(0) : nil
  }
}
