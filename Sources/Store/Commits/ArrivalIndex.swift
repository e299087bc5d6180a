// Which feed and link the newest commits came by, in memory: what a link lacks is found without reading every commit for it.
import Merge
import Replica
import Synchronization

/// The commits of `size` arrival numbers that follow one another, as far as they are known.
///
/// What it says of a commit was true when it was noted and stays true, but for a commit that is taken out of its feed again:
/// whoever reads the commit itself finds that it is gone.
struct ArrivalRun: Sendable {
  struct Entry: Sendable {
    let source: Int64
    let feed: Int64
    /// Where what decides who shares the feed stands in `scopes`; negative where there is no commit.
    let scope: Int32
    let lane: UInt8
  }

  static let size: UInt64 = 4_096

  let first: UInt64
  private(set) var entries: ContiguousArray<Entry> = []
  private(set) var scopes: ContiguousArray<FeedScope> = []
  /// Where the scope of a feed stands, and where a scope does, until the run is whole.
  private var byFeed: [Int64: Int32] = [:]
  private var byScope: [FeedScope: Int32] = [:]

  init(first: UInt64) { self.first = first }

  /// The arrival number after the last one known.
  var end: UInt64 { first + UInt64(entries.count) }

  /// Reads on through an arrival number, or to the end of the run.
  mutating func extend(through last: UInt64, in reader: StoreReader) throws {
    let last = min(last, first + Self.size - 1)
    guard end <= last else { return }
    if last - end > Self.size / 8 { entries.reserveCapacity(Int(last + 1 - first)) }
    let scan = try reader.db.hot(
      "SELECT arrival, feed, source, lane FROM \"commit\" WHERE arrival >= ?1 AND arrival <= ?2 ORDER BY arrival")
    scan.bind(1, end)
    scan.bind(2, last)
    try scan.forEachRow { row in
      leaveOut(upTo: row.uint(0))
      let scope = try scope(of: row.int(1), in: reader)
      let lane = UInt8(truncatingIfNeeded: row.int(3))
      entries.append(Entry(source: row.int(2), feed: row.int(1), scope: scope, lane: lane))
    }
    leaveOut(upTo: last + 1)
    forgetPlaces()
  }

  /// Notes a commit that has just been stored; one that does not follow on is left for a reader to read.
  mutating func noteArrival(_ stored: StoredArrival) {
    if stored.arrival == 1 { leaveOut(upTo: 1) }
    guard stored.arrival == end, entries.count < Int(Self.size) else { return }
    let place = byFeed[stored.feed] ?? place(of: stored.scope)
    byFeed[stored.feed] = place
    entries.append(Entry(source: stored.source, feed: stored.feed, scope: place, lane: stored.lane))
    forgetPlaces()
  }

  private mutating func forgetPlaces() {
    if UInt64(entries.count) == Self.size { (byFeed, byScope) = ([:], [:]) }
  }

  private mutating func leaveOut(upTo arrival: UInt64) {
    while end < arrival { entries.append(Entry(source: 0, feed: 0, scope: -1, lane: 0)) }
  }

  /// Many feeds are shared alike: their scopes are kept once.
  private mutating func scope(of feed: Int64, in reader: StoreReader) throws -> Int32 {
    if let place = byFeed[feed] { return place }
    guard let scope = try reader.scope(of: feed) else { return -1 }
    let place = place(of: scope)
    byFeed[feed] = place
    return place
  }

  private mutating func place(of scope: FeedScope) -> Int32 {
    if let place = byScope[scope] { return place }
    let place = Int32(scopes.count)
    scopes.append(scope)
    byScope[scope] = place
    return place
  }
}

/// A commit that a transaction has stored.
struct StoredArrival: Sendable {
  let arrival: UInt64
  let source: Int64
  let feed: Int64
  let scope: FeedScope
  let lane: UInt8
}

/// The newest runs of a store, shared by all who read it: fifty children that ask what is theirs do not each read all that
/// has arrived from the others.
///
/// Only what has been committed may come into it: the writer notes what it stored when that is on disk, and a reader that
/// finds something unknown reads it in its snapshot.
final class ArrivalIndex: Sendable {
  /// How many runs are kept, each of 96 KiB and its scopes.
  private static let runsMax = 16
  /// What arrived longer ago is read for whoever asks, and forgotten.
  static let arrivalsMax = UInt64(runsMax - 1) * ArrivalRun.size

  private let runs = Mutex<[UInt64: ArrivalRun]>([:])

  /// The run in which an arrival number lies, read through `last` or to its end.
  func run(of arrival: UInt64, through last: UInt64, in reader: StoreReader) throws -> ArrivalRun {
    try runs.withLock { runs in
      let first = arrival / ArrivalRun.size * ArrivalRun.size
      var run = runs.removeValue(forKey: first) ?? ArrivalRun(first: first)
      try run.extend(through: last, in: reader)
      runs[first] = run
      Self.forgetOldest(&runs)
      return run
    }
  }

  /// The run in which an arrival number lies, if that much of it is known.
  func known(of arrival: UInt64) -> ArrivalRun? {
    runs.withLock { runs in
      guard let run = runs[arrival / ArrivalRun.size * ArrivalRun.size], run.end > arrival else { return nil }
      return run
    }
  }

  /// Notes what a transaction stored, once it is on disk.
  func noteArrivals(_ stored: [StoredArrival]) {
    if stored.isEmpty { return }
    runs.withLock { runs in
      for commit in stored {
        let first = commit.arrival / ArrivalRun.size * ArrivalRun.size
        // The beginning of a run may be unknown: a reader reads it, with what follows.
        let begins = commit.arrival == max(first, 1)
        if begins, runs[first] == nil { runs[first] = ArrivalRun(first: first) }
        runs[first]?.noteArrival(commit)
      }
      Self.forgetOldest(&runs)
    }
  }

  private static func forgetOldest(_ runs: inout [UInt64: ArrivalRun]) {
    while runs.count > runsMax, let oldest = runs.keys.min() { runs[oldest] = nil }
  }
}

extension StoreReader {
  /// Hands over what is known of the commits that arrived after one number and through another, in arrival order, until
  /// `body` returns false.
  func forEachArrival(
    after arrival: UInt64, through last: UInt64, _ body: (UInt64, ArrivalRun.Entry) throws -> Bool
  ) throws {
    try forEachRun(after: arrival, through: last) { run, numbers in
      for number in numbers {
        guard try body(number, run.entries[Int(number - run.first)]) else { return false }
      }
      return true
    }
  }

  /// The same, a run at a time with the numbers of it that are meant.
  func forEachRun(
    after arrival: UInt64, through last: UInt64, _ body: (ArrivalRun, ClosedRange<UInt64>) throws -> Bool
  ) throws {
    var reached = arrival
    while reached < last {
      let run = try run(of: reached + 1, through: last)
      let end = min(last, run.end - 1)
      guard try body(run, (reached + 1)...end) else { return }
      reached = end
    }
  }

  private func run(of arrival: UInt64, through last: UInt64) throws -> ArrivalRun {
    if let index, arrival + ArrivalIndex.arrivalsMax > last {
      if !isWriting { return try index.run(of: arrival, through: last, in: self) }
      if let run = index.known(of: arrival) { return run }
    }
    var run = ArrivalRun(first: arrival)
    try run.extend(through: last, in: self)
    return run
  }
}
