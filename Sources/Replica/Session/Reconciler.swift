// Range-based reconciliation over heads: finds what differs at a cost proportional to the difference.
package import Merge
package import Wire

/// Compares two sorted sets of heads by exchanging sums of ever smaller ranges, then short lists.
///
/// The answering end keeps no state between messages; the initiator collects what it finds.
/// - Source: protocol §6; Meyer, "Range-Based Set Reconciliation" (2022).
package struct Reconciler: Hashable, Sendable {
  /// Feeds the other end has further than this one, each with the first missing number.
  package private(set) var wants: [Dot] = []
  /// Feeds this end has further than the other, each with the first number to send.
  package private(set) var gives: [Dot] = []
  /// Whether the whole branch has been compared. A message that had no room for all of it leaves the rest for the next
  /// comparison, and no cursor may move over what was not looked at.
  package private(set) var isWhole = true

  package init() {}

  /// Ranges with at most this many heads are sent as a list instead of being split again.
  package static let listedMax = 16
  /// About how many feeds one message names, so that it stays well within a frame.
  static let listedInMessageMax = 16_384
  /// Into how many ranges a whole branch is split first, and a range after that.
  package static let firstSplit = 64
  package static let laterSplit = 16

  /// The first message: the whole branch in ranges, each with its sum.
  package static func opening(_ heads: [BranchHead]) -> RangesMessage {
    if heads.count <= listedMax {
      return RangesMessage(ranges: [HeadRange(bound: [], content: .heads(heads.map(\.listed)))])
    }
    let parts = min(max(firstSplit, heads.count / 1_024), Limits.rangesMax / 4)
    return RangesMessage(ranges: split(heads[...], bound: [], into: parts))
  }

  /// Answers as the end that keeps no state.
  package static func answer(_ message: RangesMessage, heads: [BranchHead]) -> RangesMessage {
    var ignored = Reconciler()
    return ignored.reply(to: message, heads: heads, isInitiator: false)
  }

  /// Takes the other end's message as the initiator.
  /// - Returns: the next message; nil when every range is settled.
  package mutating func next(_ message: RangesMessage, heads: [BranchHead]) -> RangesMessage? {
    let reply = reply(to: message, heads: heads, isInitiator: true)
    return reply.ranges.allSatisfy { $0.content == .settled } ? nil : reply
  }

  private mutating func reply(to message: RangesMessage, heads: [BranchHead], isInitiator: Bool) -> RangesMessage {
    var ranges: [HeadRange] = []
    var listed = 0
    var start = 0
    if message.ranges.last?.bound.isEmpty != true { isWhole = false }
    for range in message.ranges {
      let end = range.bound.isEmpty ? heads.count : Self.position(of: range.bound, in: heads, from: start)
      let own = heads[start..<max(start, end)]
      start = own.endIndex
      for part in answer(range, own: own, isInitiator: isInitiator) {
        listed += part.listedCount
        Self.append(part, to: &ranges)
      }
      // What a message has no room for is left for the next comparison.
      if ranges.count > Limits.rangesMax / 2 || listed > Self.listedInMessageMax {
        if !range.bound.isEmpty { isWhole = false }
        break
      }
    }
    return RangesMessage(ranges: ranges)
  }

  private mutating func answer(_ range: HeadRange, own: ArraySlice<BranchHead>, isInitiator: Bool) -> [HeadRange] {
    let settled = [HeadRange(bound: range.bound, content: .settled)]
    switch range.content {
    case .settled: return settled
    case .sum(let sum):
      if Self.sum(own) == sum { return settled }
      if own.count > Self.listedMax { return Self.split(own, bound: range.bound, into: Self.parts(own.count)) }
      return [HeadRange(bound: range.bound, content: .heads(own.map(\.listed)))]
    case .heads(let listed):
      if isInitiator {
        compare(own: own, with: listed, isWhole: true, missing: [])
        return settled
      }
      if own.count > Limits.rangeHeadsMax { return Self.split(own, bound: range.bound, into: Self.laterSplit) }
      return [HeadRange(bound: range.bound, content: Self.difference(own: own, from: listed))]
    case .differing(let listed, let missing):
      if isInitiator { compare(own: own, with: listed, isWhole: false, missing: missing) }
      return settled
    }
  }

  /// What of its own heads the answering end must show for `listed`.
  private static func difference(own: ArraySlice<BranchHead>, from listed: [ListedHead]) -> HeadRange.Content {
    let differing = own.map(\.listed).filter { !listed.contains($0) }
    let missing = listed.map(\.feed).filter { feed in !own.contains { $0.feed == feed } }
    return .differing(differing, missing: missing)
  }

  /// Notes what either end lacks.
  private mutating func compare(
    own: ArraySlice<BranchHead>, with listed: [ListedHead], isWhole: Bool, missing: [FeedID]
  ) {
    for theirs in listed {
      let mine = own.first { $0.feed == theirs.feed }?.head
      let seq = mine?.seq ?? 0
      if seq < theirs.seq {
        wants.append(Dot(feed: theirs.feed, seq: seq + 1))
      } else if seq > theirs.seq {
        gives.append(Dot(feed: theirs.feed, seq: theirs.seq + 1))
      } else if let mine, UInt32(truncatingIfNeeded: mine.hash.words.0 >> 32) != theirs.tag {
        // One number with two contents: fetching from the start finds where the two part.
        wants.append(Dot(feed: theirs.feed, seq: 1))
      }
    }
    for head in own {
      let isMissing = isWhole ? !listed.contains { $0.feed == head.feed } : missing.contains(head.feed)
      if isMissing { gives.append(Dot(feed: head.feed, seq: 1)) }
    }
  }

  private static func parts(_ count: Int) -> Int { count > 8 * listedMax ? laterSplit : 8 }

  static func sum(_ heads: ArraySlice<BranchHead>) -> UInt64 {
    var fingerprint = Fingerprint.empty
    for head in heads { fingerprint.add(head.head.hash) }
    return fingerprint.sum.low
  }

  /// Cuts heads into ranges of nearly equal size.
  static func split(_ heads: ArraySlice<BranchHead>, bound: [UInt8], into parts: Int) -> [HeadRange] {
    let parts = min(parts, heads.count)
    return (0..<parts).map { index in
      let from = heads.startIndex + heads.count * index / parts
      let to = heads.startIndex + heads.count * (index + 1) / parts
      let isLast = index == parts - 1
      let upper = isLast ? bound : separator(heads[to - 1].key, heads[to].key)
      return HeadRange(bound: upper, content: .sum(sum(heads[from..<to])))
    }
  }

  /// The shortest prefix of `next` that lies above `last`.
  private static func separator(_ last: [UInt8], _ next: [UInt8]) -> [UInt8] {
    let common = zip(last, next).prefix { $0 == $1 }.count
    return Array(next.prefix(common + 1))
  }

  /// The first position from `start` whose key is not below `bound`.
  private static func position(of bound: [UInt8], in heads: [BranchHead], from start: Int) -> Int {
    var low = start
    var high = heads.count
    while low < high {
      let middle = (low + high) / 2
      if heads[middle].key.lexicographicallyPrecedes(bound) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Appends a range, joining settled neighbours.
  private static func append(_ range: HeadRange, to ranges: inout [HeadRange]) {
    if range.content == .settled, ranges.last?.content == .settled { ranges.removeLast() }
    ranges.append(range)
  }
}

extension HeadRange {
  /// How many feeds the range names.
  fileprivate var listedCount: Int {
    switch content {
    case .settled, .sum: 0
    case .heads(let heads): heads.count
    case .differing(let heads, let missing): heads.count + missing.count
    }
  }
}
