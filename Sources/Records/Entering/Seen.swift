// What of a record somebody had seen who edits it.
package import Merge
import Trust
import Wire

/// What a writer had seen of a record.
package enum Seen: Hashable, Sendable {
  /// Whatever this node holds when it writes.
  case whatIsHeld
  case version(SeenVector)
  /// The version that this node holds when it writes, if that has this digest.
  case held(Digest)

  /// The vector to write with; nil where the version that is meant is not the one that is held.
  ///
  /// A client cannot have seen through this node what this node does not hold; to let it say so would let it supersede
  /// what nobody has written yet. What it saw elsewhere and this node lacks stays concurrent.
  func vector(holding held: SeenVector) -> SeenVector? {
    switch self {
    case .whatIsHeld: return held
    case .held(let digest): return held.digest == digest ? held : nil
    case .version(let version):
      return SeenVector(
        version.dots.compactMap { dot in
          let seq = min(dot.seq, held[dot.feed])
          return seq > 0 ? Dot(feed: dot.feed, seq: seq) : nil
        })
    }
  }
}

extension SeenVector {
  /// Of all its feeds, also where a change could not name them all.
  package var digest: Digest { Hashing.sha256(Array("gridward version 1\u{0}\(text)".utf8)) }
}

extension RecordState {
  /// The feeds whose values stand where an edit writes: an edit that cannot say to have seen all feeds names these first. Empty where
  /// it can name all.
  func writers(of changes: [FieldChange]) -> Set<FeedID> {
    guard version.dots.count > Limits.seenFeedsMax else { return [] }
    var feeds: Set<FeedID> = []
    for change in changes {
      switch (self[change.field], change.edit) {
      case (.register(let register)?, _): feeds.formUnion(register.writes.map(\.origin.dot.feed))
      case (.set(let set)?, .elements(let add, let remove)):
        let keys = Set(add.map(\.key) + remove)
        for element in set.elements where keys.contains(element.key) {
          feeds.formUnion(element.register.writes.map(\.origin.dot.feed))
        }
      default: break
      }
    }
    return feeds
  }
}
