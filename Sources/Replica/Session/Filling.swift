// Comparing the two ends' branches, and fetching and giving what differs: a session's phases beside the exchange.
import Merge
import Wire

/// A comparison on its way.
struct Comparison: Sendable {
  /// How far both ends had come when it began, and the parent's store then: what the cursors reach once every difference
  /// has been filled.
  struct Marks: Sendable {
    let own: Cursor
    let theirs: Cursor
    let store: StoreID
  }

  let reconciler: Reconciler
  let marks: Marks?
  /// The answer to the parent's ranges, which the next request carries.
  let answer: RangesMessage
}

/// What was found to differ, on its way.
struct Filling: Sendable {
  /// What the parent is still to be asked for, and given.
  var wants: [Dot]
  var gives: [Dot]
  /// Feeds of the parent's own whose other branch it is being given: from then on they are taken from it again.
  var forgiven: [FeedID]
  /// What found the differences. Ranges that a parent sends unasked go on with it.
  let reconciler: Reconciler
  /// Nil where nothing was compared, or not all of it: then no cursor moves.
  var marks: Comparison.Marks?

  var isDone: Bool { wants.isEmpty && gives.isEmpty }

  /// Appends to a request what it has room to give, and asks for as much as is asked for at a time.
  /// - Returns: whether anything was given.
  mutating func append(to bytes: inout [UInt8], sizes: SessionSizes, in reader: some SessionReading) throws -> Bool {
    let hasGiven = try appendGives(to: &bytes, sizes: sizes, in: reader)
    if gives.isEmpty, let own = marks?.own {
      Batch(span: Batch.Span(from: .zero, to: own), commits: []).frame.append(to: &bytes)
    }
    WantMessage(wants: Array(wants.prefix(sizes.wants))).frame.append(to: &bytes)
    return hasGiven
  }

  private mutating func appendGives(
    to bytes: inout [UInt8], sizes: SessionSizes, in reader: some SessionReading
  ) throws -> Bool {
    var hasGiven = false
    let start = bytes.count
    while !gives.isEmpty, bytes.count - start < sizes.requestBytes {
      var commits: [UInt8] = []
      while let give = gives.first, commits.count < sizes.batchBytes {
        let next = try reader.appendCommits(to: &commits, feed: give.feed, from: give.seq, size: sizes.batchBytes)
        let head = try reader.feed(give.feed)?.head.seq ?? 0
        if next <= head { gives[0] = Dot(feed: give.feed, seq: next) } else { gives.removeFirst() }
      }
      if commits.isEmpty { continue }
      Batch(span: nil, commits: commits).frame.append(to: &bytes)
      hasGiven = true
    }
    return hasGiven
  }

  /// What a round has fetched of what it asked for.
  enum Progress { case none, fetchedOn, done }

  /// Drops the wants that were asked for when the parent served them all; otherwise goes on behind what has come, also
  /// where that is held or refused already: what differs, and the seal that decides about it, may come further on.
  /// - Parameter count: how many are asked for at a time.
  /// - Returns: `done` when there are fewer wants now, `fetchedOn` when one goes on further behind.
  mutating func dropFetched(
    _ count: Int, in round: Round, link: StoredLink, in reader: some SessionReading
  ) throws -> Progress {
    let (asked, before) = (min(wants.count, count), wants)
    // No seal changes what is refused for another reason.
    let refused = try reader.quarantines(link: link.reference).filter { $0.isOurs && $0.refusal.code != .fork }
    let rest = before[..<asked].compactMap { want -> Dot? in
      if round.close?.isComplete == true || refused.contains(where: { $0.refusal.feed == want.feed }) { return nil }
      return Dot(feed: want.feed, seq: max(want.seq, round.reached[want.feed] ?? 0))
    }
    wants.replaceSubrange(..<asked, with: rest)
    return wants.count < before.count ? .done : wants == before ? .none : .fetchedOn
  }
}
