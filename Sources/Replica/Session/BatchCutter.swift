// Cutting what a link lacks into batches, in arrival order or by feed.
import Merge
package import Wire

/// Cuts what a link lacks into batches: urgent before normal before bulk, each of bounded size.
///
/// A backlog is cut into stretches, and each of those is sent by feed: then a feed's commits come together with the seal on
/// the last of them, and the receiver need not put them aside until it comes.
package struct BatchCutter: Hashable, Sendable {
  /// How far every lane has been served.
  package private(set) var cursor: Cursor
  /// How far the batches made so far move the receiver's cursor.
  private var told: Cursor
  package let branch: Branch
  package let link: Int64
  private let size: Int
  private let stretch: SessionSizes.Stretch?
  /// What is left of each lane's stretch.
  private var runs: [Run?] = [nil, nil, nil]

  /// What is left of a stretch: arrival numbers, feed by feed.
  private struct Run: Hashable {
    var arrivals: ArraySlice<UInt64>
    let end: UInt64
  }

  /// At what size a batch is closed: with one more commit of the largest size and its head it stays within the limit.
  package static let size = Limits.batchBytesTarget - 8

  /// - Parameter stretch: from how many commits on a lane is sent by feed, and how many at a time; nil for arrival order.
  package init(
    from cursor: Cursor, branch: Branch, link: Int64, size: Int = Self.size, stretch: SessionSizes.Stretch? = nil
  ) {
    self.cursor = cursor
    told = cursor
    self.branch = branch
    self.link = link
    self.size = size
    self.stretch = stretch
  }

  /// The next batch; nil when every lane has been served to its end.
  ///
  /// Every call looks at the urgent lane first, so an urgent commit overtakes a backlog at the next batch.
  package mutating func next(in reader: some SessionReading) throws -> Batch? {
    for lane in Priority.allCases {
      var bytes: [UInt8] = []
      // Of a run nothing may be left: it has been taken out.
      while bytes.isEmpty, let run = try run(lane, in: reader) { try append(run, lane, to: &bytes, in: reader) }
      if bytes.isEmpty {
        cursor[lane] = try reader.appendCommits(
          to: &bytes, lane: lane, after: cursor[lane], over: LinkBranch(branch, link: link), size: size)
      }
      if bytes.isEmpty { continue }
      defer { told = cursor }
      return Batch(span: rest, commits: bytes)
    }
    return nil
  }

  /// What is left of the stretch a lane is in, or of one that begins here; nil when the lane goes on in arrival order.
  private mutating func run(_ lane: Priority, in reader: some SessionReading) throws -> Run? {
    if let run = runs[Int(lane.rawValue)] { return run }
    guard let stretch else { return nil }
    let arrivals = {
      [cursor, link = LinkBranch(branch, link: link)] (last: UInt64) throws -> (byFeed: [UInt64], upTo: UInt64) in
      try reader.arrivals(
        lane: lane, after: cursor[lane], through: last, over: link, count: stretch.max)
    }
    if let begun = cursor[stretchOf: lane] {
      let found = try arrivals(begun.end)
      // Where the place is not known any more, the stretch begins anew.
      if found.upTo == begun.end, let place = found.byFeed.firstIndex(of: begun.last) {
        return Run(arrivals: found.byFeed[(place + 1)...], end: begun.end)
      }
    }
    guard try reader.mark() >= cursor[lane] &+ UInt64(stretch.min) else { return nil }
    let found = try arrivals(UInt64(Int64.max))
    if found.byFeed.isEmpty { cursor[lane] = found.upTo }
    return found.byFeed.count < stretch.min ? nil : Run(arrivals: found.byFeed[...], end: found.upTo)
  }

  private mutating func append(
    _ run: Run, _ lane: Priority, to bytes: inout [UInt8], in reader: some SessionReading
  ) throws {
    var run = run
    let count = try reader.appendCommits(
      to: &bytes, arrivals: run.arrivals.prefix(Limits.batchCommitsMax), size: size)
    let last = run.arrivals.prefix(count).last
    run.arrivals.removeFirst(count)
    if let last, !run.arrivals.isEmpty {
      cursor[stretchOf: lane] = Cursor.Stretch(end: run.end, last: last)
      runs[Int(lane.rawValue)] = run
    } else {
      cursor[lane] = run.end
      runs[Int(lane.rawValue)] = nil
    }
  }

  /// What has been served since the last batch: lanes in which there was nothing for the receiver.
  ///
  /// Each span begins where the one before ended, so a receiver that could not apply a batch goes no further in its lane.
  package var rest: Batch.Span { Batch.Span(from: told, to: cursor) }
}
