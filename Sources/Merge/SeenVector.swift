// Version vectors over feeds: what the writer of a change had seen of a record.

/// One commit's place: a feed and a sequence number, counted from 1.
package struct Dot: Hashable, Comparable, Sendable {
  package let feed: FeedID
  package let seq: UInt64

  package init(feed: FeedID, seq: UInt64) {
    self.feed = feed
    self.seq = seq
  }

  package static func < (left: Dot, right: Dot) -> Bool {
    left.feed == right.feed ? left.seq < right.seq : left.feed < right.feed
  }
}

/// For each feed, up to which of its commits a writer had seen.
///
/// Feeds are gapless and held whole, so one number per feed says exactly which changes were seen.
/// - Invariant: `dots` is sorted by feed, with at most one dot for each feed.
package struct SeenVector: Hashable, Sendable {
  package private(set) var dots: [Dot]

  package static let empty = SeenVector()

  package init(_ dots: [Dot] = []) {
    self.dots = []
    for dot in dots { include(dot) }
  }

  package var isEmpty: Bool { dots.isEmpty }

  /// The seen sequence number of `feed`, 0 when nothing of it was seen.
  package subscript(feed: FeedID) -> UInt64 {
    let index = position(of: feed)
    return index < dots.count && dots[index].feed == feed ? dots[index].seq : 0
  }

  package func covers(_ dot: Dot) -> Bool { !dots.isEmpty && self[dot.feed] >= dot.seq }

  /// Whether everything `other` has seen has been seen here too.
  package func covers(_ other: SeenVector) -> Bool { other.dots.allSatisfy { covers($0) } }

  package mutating func include(_ dot: Dot) {
    let index = position(of: dot.feed)
    if index < dots.count, dots[index].feed == dot.feed {
      if dots[index].seq < dot.seq { dots[index] = dot }
    } else {
      dots.insert(dot, at: index)
    }
  }

  /// Takes back what was seen of a feed beyond `seq`.
  package mutating func limit(_ feed: FeedID, to seq: UInt64) {
    let index = position(of: feed)
    guard index < dots.count, dots[index].feed == feed, dots[index].seq > seq else { return }
    if seq == 0 { dots.remove(at: index) } else { dots[index] = Dot(feed: feed, seq: seq) }
  }

  /// The pointwise maximum: the join of the two vectors.
  package mutating func formUnion(_ other: SeenVector) {
    for dot in other.dots { include(dot) }
  }

  private func position(of feed: FeedID) -> Int {
    var low = 0
    var high = dots.count
    while low < high {
      let middle = (low + high) / 2
      if dots[middle].feed < feed { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
