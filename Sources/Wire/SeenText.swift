// A seen vector as one line of text: what clients carry as an entity tag.
package import Merge

extension SeenVector {
  /// `feed.seq` for each feed, joined by `-`; empty for nothing seen.
  /// - Source: protocol §3.3.
  package var text: String { dots.map { "\($0.feed).\($0.seq)" }.joined(separator: "-") }

  /// Reads the text back; nil when it is anything else.
  package init?(text: some StringProtocol) {
    if text.isEmpty {
      self = .empty
      return
    }
    var dots: [Dot] = []
    for part in text.split(separator: "-", omittingEmptySubsequences: false) {
      let pieces = part.split(separator: ".", omittingEmptySubsequences: false)
      guard pieces.count == 2, let feed = FeedID(hex: pieces[0]), let seq = UInt64(pieces[1]), seq > 0,
        seq <= UInt64(Int64.max), dots.count < Limits.seenFeedsMax
      else { return nil }
      dots.append(Dot(feed: feed, seq: seq))
    }
    self.init(dots)
  }
}
