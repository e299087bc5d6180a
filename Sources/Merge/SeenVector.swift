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

  /// Of several dots of one feed the largest number counts.
  /// - Complexity: O(n) for dots that are in order, else O(n log n): a proof file may have seen hundreds of thousands.
  package init(_ dots: [Dot] = []) {
    self.dots = dots
    if Self.isSorted(dots) { return }
    self.dots = []
    for dot in dots.sorted() {
      if self.dots.last?.feed == dot.feed { self.dots.removeLast() }
      self.dots.append(dot)
    }
  }

  /// Takes dots that stand in order already; nil when they do not, or one has no number.
  package init?(sorted dots: [Dot]) {
    guard Self.isSorted(dots), dots.allSatisfy({ $0.seq > 0 }) else { return nil }
    self.dots = dots
  }

  private static func isSorted(_ dots: [Dot]) -> Bool {
    dots.indices.dropFirst().allSatisfy { dots[$0 - 1].feed < dots[$0].feed }
  }

  package var isEmpty: Bool { dots.isEmpty }

  /// The seen sequence number of `feed`, 0 when nothing of it was seen.
  package subscript(feed: FeedID) -> UInt64 {
    let index = position(of: feed)
    return index < dots.count && dots[index].feed == feed ? dots[index].seq : 0
  }

  package func covers(_ dot: Dot) -> Bool { !dots.isEmpty && self[dot.feed] >= dot.seq }

  /// Whether everything `other` has seen has been seen here too.
  /// - Complexity: O(n + m), and less where it is not so.
  package func covers(_ other: SeenVector) -> Bool {
    if isShared(with: other) { return true }
    var index = 0
    for dot in other.dots {
      while index < dots.count, dots[index].feed < dot.feed { index += 1 }
      guard index < dots.count, dots[index].feed == dot.feed, dots[index].seq >= dot.seq else { return false }
    }
    return true
  }

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
    if covers(other) { return }
    self = SeenVector(dots + other.dots)
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

extension SeenVector: Comparable {
  /// A total order, by the dots one after another; it says nothing of who has seen more.
  package static func < (left: SeenVector, right: SeenVector) -> Bool {
    left.dots.lexicographicallyPrecedes(right.dots)
  }

  /// Where the dots lie in memory: as long as two vectors are held, the same place is the same vector.
  package var identity: Int { dots.withUnsafeBufferPointer { Int(bitPattern: $0.baseAddress) } }

  private func isShared(with other: SeenVector) -> Bool {
    dots.count == other.dots.count && identity == other.identity
  }

  /// How one vector stands to another: it has seen all that the other had and more, or nothing that the other had not, or
  /// neither; then it comes before or after it in order.
  enum Relation { case covers, covered, before, after }

  /// - Complexity: O(n + m); it ends where it is plain that neither covers the other.
  func relation(to other: SeenVector) -> Relation {
    if isShared(with: other) { return .covered }
    var (mine, theirs) = (0, 0)
    var (covers, isCovered) = (true, true)
    var isBefore: Bool?
    while mine < dots.count, theirs < other.dots.count, covers || isCovered {
      let (left, right) = (dots[mine], other.dots[theirs])
      if isBefore == nil, left != right { isBefore = left < right }
      if left.feed == right.feed {
        if left.seq < right.seq { covers = false }
        if left.seq > right.seq { isCovered = false }
        (mine, theirs) = (mine + 1, theirs + 1)
      } else if left.feed < right.feed {
        (isCovered, mine) = (false, mine + 1)
      } else {
        (covers, theirs) = (false, theirs + 1)
      }
    }
    if isCovered, mine == dots.count { return .covered }
    if covers, theirs == other.dots.count { return .covers }
    return isBefore ?? true ? .before : .after
  }
}
