// A seen vector as one line of text: what clients carry as an entity tag.
package import Merge

extension SeenVector {
  /// `feed.seq` for each feed, joined by `-`; empty for nothing seen.
  /// - Source: protocol §3.3.
  package var text: String {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the text.
  package func append(to bytes: inout [UInt8]) {
    for (place, dot) in dots.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: "-")) }
      dot.feed.raw.appendHex(to: &bytes)
      bytes.append(UInt8(ascii: "."))
      JSONText.append(dot.seq, isNegative: false, to: &bytes)
    }
  }

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
