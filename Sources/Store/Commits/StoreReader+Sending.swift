// Finding and reading what a link lacks.
package import Merge
package import Replica
import Wire

extension StoreReader {
  package func appendCommits(
    to bytes: inout [UInt8], lane: Priority, after arrival: UInt64, over link: LinkBranch, size: Int
  ) throws -> UInt64 {
    let mark = try mark()
    var (reached, left) = (arrival, Limits.batchCommitsMax)
    while reached < mark, bytes.count < size, left > 0 {
      let found = try shared(
        lane: lane, after: reached, through: mark, over: link, count: min(left, Self.commitsAtOnce))
      let arrivals = found.commits.map(\.arrival)
      let count = try appendCommits(to: &bytes, arrivals: arrivals[...], size: size)
      reached = count < arrivals.count ? arrivals[count - 1] : found.upTo
      left -= count
    }
    return reached
  }

  /// How many commits are looked for before they are read.
  private static let commitsAtOnce = 250

  package func arrivals(
    lane: Priority, after arrival: UInt64, through last: UInt64, over link: LinkBranch, count: Int
  ) throws -> (byFeed: [UInt64], upTo: UInt64) {
    let found = try shared(
      lane: lane, after: arrival, through: min(last, try mark()), over: link, count: count)
    let places = try keyOrder(of: Set(found.commits.map(\.feed)))
    let byFeed = found.commits.map { (feed: places[$0.feed] ?? 0, arrival: $0.arrival) }
      .sorted { ($0.feed, $0.arrival) < ($1.feed, $1.arrival) }
    return (byFeed.map(\.arrival), found.upTo)
  }

  /// For each of these feeds its place in key order.
  private func keyOrder(of references: Set<Int64>) throws -> [Int64: Int] {
    var places: [Int64: Int] = [:]
    try db.hot("SELECT ref FROM feed ORDER BY area, id").forEachRow { row in
      if references.contains(row.int(0)) { places[row.int(0)] = places.count }
    }
    return places
  }

  package func appendCommits(to bytes: inout [UInt8], arrivals: ArraySlice<UInt64>, size: Int) throws -> Int {
    let commit = try db.hot(
      """
      SELECT body, (SELECT s.body FROM seal s WHERE s.feed = "commit".feed AND s.seq = "commit".seq)
      FROM "commit" WHERE arrival = ?1 AND feed <> 0
      """)
    defer { commit.reset() }
    var count = 0
    for arrival in arrivals where bytes.count < size {
      commit.reset()
      commit.bind(1, arrival)
      count += 1
      guard try commit.step() else { continue }
      CommitSequence.append(commit.blob(0), to: &bytes)
      if !commit.isNull(1) { CommitSequence.append(commit.blob(1), to: &bytes) }
    }
    return count
  }

  package func appendCommits(to bytes: inout [UInt8], feed: FeedID, from seq: UInt64, size: Int) throws -> UInt64 {
    guard let stored = try self.feed(feed) else { return seq }
    let body = try db.hot(
      """
      SELECT c.seq, c.body, s.body FROM "commit" c LEFT JOIN seal s ON s.feed = c.feed AND s.seq = c.seq
      WHERE c.feed = ?1 AND c.seq >= ?2 ORDER BY c.seq
      """)
    body.bind(1, stored.reference)
    body.bind(2, seq)
    defer { body.reset() }
    var next = seq
    while bytes.count < size, try body.step() {
      CommitSequence.append(body.blob(1), to: &bytes)
      if !body.isNull(2) { CommitSequence.append(body.blob(2), to: &bytes) }
      next = body.uint(0) + 1
    }
    return next
  }
}

extension StoreReader {
  /// The commits of a lane that arrived after one number and through another and are to go over the link, in
  /// arrival order, at most `count` of them. Some may have been taken out since.
  /// - Returns: also the arrival number up to which these are all.
  func shared(
    lane: Priority, after arrival: UInt64, through last: UInt64, over link: LinkBranch, count: Int
  ) throws -> (commits: [(feed: Int64, arrival: UInt64)], upTo: UInt64) {
    guard arrival < last, count > 0 else { return ([], arrival) }
    var found: [(feed: Int64, arrival: UInt64)] = []
    let add = { (feed: Int64, arrival: UInt64) in
      found.append((feed, arrival))
      return found.count < count
    }
    if lane == .normal {
      try forEachNormal(after: arrival, through: last, over: link, add)
    } else {
      try forEach(of: lane, after: arrival, through: last, over: link, add)
    }
    return (found, found.count == count ? found.last?.arrival ?? last : last)
  }

  /// Nearly every commit is of the normal lane: what is known of the newest ones is in memory.
  private func forEachNormal(
    after arrival: UInt64, through last: UInt64, over link: LinkBranch,
    _ body: (Int64, UInt64) -> Bool
  ) throws {
    try forEachRun(after: arrival, through: last) { run, numbers in
      var isShared = [Bool?](repeating: nil, count: run.scopes.count)
      for number in numbers {
        let entry = run.entries[Int(number - run.first)]
        guard entry.lane == Priority.normal.rawValue, entry.source != link.link, entry.scope >= 0 else { continue }
        let place = Int(entry.scope)
        let answer = isShared[place] ?? run.scopes[place].isShared(by: link.branch)
        isShared[place] = answer
        guard !answer || body(entry.feed, number) else { return false }
      }
      return true
    }
  }

  /// The other lanes have an index on disk.
  private func forEach(
    of lane: Priority, after arrival: UInt64, through last: UInt64, over link: LinkBranch,
    _ body: (Int64, UInt64) -> Bool
  ) throws {
    let scan = try db.hot(
      "SELECT arrival, feed FROM \(Schema.commits(of: lane)) AND arrival > ?1 AND arrival <= ?2 AND source <> ?3 "
        + "ORDER BY arrival")
    scan.bind(1, arrival)
    scan.bind(2, last)
    scan.bind(3, link.link)
    defer { scan.reset() }
    while try scan.step() {
      if try shares(scan.int(1), link.branch), !body(scan.int(1), scan.uint(0)) { return }
    }
  }
}
