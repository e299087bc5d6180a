// Which areas' feeds have moved: what those who wait at a node need to be woken for.
package import Merge

/// What has happened in a store since it was last asked.
package struct Touched: Sendable {
  /// A commit that arrived, and the area of its feed.
  package struct Commit: Sendable {
    package let dot: Dot
    package let area: Area
  }

  package var commits: [Commit] = []
  /// The areas of feeds of which a custody mark has moved.
  package var areas: [Area] = []
  /// Up to which arrival, and which custody mark, this goes.
  package var arrival: UInt64
  package var custody: UInt64
}

extension StoreReader {
  /// The commits that arrived after one number, and the areas whose custody marks moved after another.
  package func touched(afterArrival arrival: UInt64, custody: UInt64) throws -> Touched {
    var touched = Touched(arrival: arrival, custody: custody)
    let commits = try db.hot(
      """
      SELECT c.arrival, f.id, c.seq, f.area FROM "commit" c JOIN feed f ON f.ref = c.feed
      WHERE c.arrival > ?1 ORDER BY c.arrival
      """)
    commits.bind(1, arrival)
    try commits.forEachRow { row in
      touched.arrival = row.uint(0)
      guard let area = Area(row.text(3)) else { throw StoreError(.damaged, "a feed's area") }
      touched.commits.append(.init(dot: Dot(feed: FeedID(try row.bytes16(1)), seq: row.uint(2)), area: area))
    }
    let marks = try db.hot(
      "SELECT c.number, f.area FROM custody c JOIN feed f ON f.ref = c.feed WHERE c.number > ?1 ORDER BY c.number")
    marks.bind(1, custody)
    try marks.forEachRow { row in
      touched.custody = row.uint(0)
      if let area = Area(row.text(1)) { touched.areas.append(area) }
    }
    return touched
  }
}
