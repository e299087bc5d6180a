// Which feed and link the newest commits came by, in memory: what a link lacks is found without reading every commit for it.
import Merge
import Replica
import Synchronization

/// The commits of `size` arrival numbers that follow one another, as far as they have been read.
///
/// What it says of a commit was true when it was read and stays true, but for a commit that is taken out of its feed again:
/// whoever reads the commit itself finds that it is gone.
struct ArrivalRun: Sendable {
  struct Entry: Sendable {
    let source: Int64
    /// Where its feed stands in `feeds`; nil where there is no commit.
    let feed: Int32?
    let lane: UInt8
  }

  struct Feed: Sendable {
    let reference: Int64
    /// What decides who shares it; nothing else of the key is true.
    let scope: FeedKey
  }

  static let size: UInt64 = 4_096

  let first: UInt64
  private(set) var entries: ContiguousArray<Entry> = []
  private(set) var feeds: ContiguousArray<Feed> = []
  private var places: [Int64: Int32] = [:]

  init(first: UInt64) { self.first = first }

  /// The arrival number after the last one read.
  var end: UInt64 { first + UInt64(entries.count) }

  /// Reads on through an arrival number, or to the end of the run.
  mutating func extend(through last: UInt64, in reader: StoreReader) throws {
    let last = min(last, first + Self.size - 1)
    guard end <= last else { return }
    let scan = try reader.db.hot(
      "SELECT arrival, feed, source, lane FROM \"commit\" WHERE arrival >= ?1 AND arrival <= ?2 ORDER BY arrival")
    scan.bind(1, end)
    scan.bind(2, last)
    try scan.forEachRow { row in
      leaveOut(upTo: row.uint(0))
      let place = try place(of: row.int(1), in: reader)
      entries.append(Entry(source: row.int(2), feed: place, lane: UInt8(truncatingIfNeeded: row.int(3))))
    }
    leaveOut(upTo: last + 1)
    if UInt64(entries.count) == Self.size { places.removeAll() }
  }

  private mutating func leaveOut(upTo arrival: UInt64) {
    while end < arrival { entries.append(Entry(source: 0, feed: nil, lane: 0)) }
  }

  private mutating func place(of reference: Int64, in reader: StoreReader) throws -> Int32? {
    if let place = places[reference] { return place }
    guard let scope = try reader.scope(of: reference) else { return nil }
    let place = Int32(feeds.count)
    feeds.append(Feed(reference: reference, scope: scope))
    places[reference] = place
    return place
  }
}

/// The newest runs of a store, shared by all who read it: fifty children that ask what is theirs do not each read all that
/// has arrived from the others.
///
/// Only what has been committed may be read into it.
final class ArrivalIndex: Sendable {
  /// How many runs are kept, each of 64 KiB and its feeds.
  private static let runsMax = 32

  private let runs = Mutex<[UInt64: ArrivalRun]>([:])

  /// The run in which an arrival number lies, read through `last` or to its end.
  func run(of arrival: UInt64, through last: UInt64, in reader: StoreReader) throws -> ArrivalRun {
    try runs.withLock { runs in
      let first = arrival / ArrivalRun.size * ArrivalRun.size
      var run = runs.removeValue(forKey: first) ?? ArrivalRun(first: first)
      try run.extend(through: last, in: reader)
      runs[first] = run
      if runs.count > Self.runsMax, let oldest = runs.keys.min() { runs[oldest] = nil }
      return run
    }
  }
}

extension StoreReader {
  /// Hands over what is known of the commits that arrived after one number and through another, in arrival order, until
  /// `body` returns false.
  func forEachArrival(
    after arrival: UInt64, through last: UInt64, _ body: (UInt64, ArrivalRun.Entry, ArrivalRun) throws -> Bool
  ) throws {
    var reached = arrival
    while reached < last {
      let run = try run(of: reached + 1, through: last)
      let end = min(last, run.end - 1)
      for number in (reached + 1)...end {
        guard try body(number, run.entries[Int(number - run.first)], run) else { return }
      }
      reached = end
    }
  }

  private func run(of arrival: UInt64, through last: UInt64) throws -> ArrivalRun {
    if let index { return try index.run(of: arrival, through: last, in: self) }
    var run = ArrivalRun(first: arrival)
    try run.extend(through: last, in: self)
    return run
  }
}
