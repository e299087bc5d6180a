// What of a record somebody had seen who edits it.
package import Merge

/// What a writer had seen of a record.
package enum Seen: Hashable, Sendable {
  /// Whatever this node holds when it writes.
  case whatIsHeld
  case version(SeenVector)

  /// The vector to write with.
  ///
  /// A client cannot have seen through this node what this node does not hold; to let it say so would let it supersede
  /// what nobody has written yet. What it saw elsewhere and this node lacks stays concurrent.
  func vector(holding held: SeenVector) -> SeenVector {
    guard case .version(let version) = self else { return held }
    return SeenVector(
      version.dots.compactMap { dot in
        let seq = min(dot.seq, held[dot.feed])
        return seq > 0 ? Dot(feed: dot.feed, seq: seq) : nil
      })
  }
}
