// One range of heads on the wire: bound, kind, content.
import Merge

extension CBORWriter {
  mutating func range(_ range: HeadRange) {
    switch range.content {
    case .settled:
      array(2)
      bytes(range.bound)
      unsigned(0)
    case .sum(let sum):
      array(3)
      bytes(range.bound)
      unsigned(1)
      bytes(Array(Bytes16(high: 0, low: sum).bytes[8...]))
    case .heads(let heads):
      array(3)
      bytes(range.bound)
      unsigned(2)
      self.heads(heads)
    case .differing(let heads, let missing):
      array(4)
      bytes(range.bound)
      unsigned(3)
      self.heads(heads)
      array(missing.count)
      for feed in missing { id(feed) }
    }
  }

  private mutating func heads(_ heads: [ListedHead]) {
    array(heads.count)
    for head in heads {
      array(3)
      id(head.feed)
      unsigned(head.seq)
      unsigned(UInt64(head.tag))
    }
  }
}

extension CBORReader {
  /// The longest key a bound can be: an area, a zero byte and a feed id.
  private static var boundBytesMax: Int { 31 + 1 + 16 }

  mutating func range() throws(WireError) -> HeadRange {
    let count = try array(max: 4, "parts of a range")
    guard count >= 2 else { throw fail(.malformed, "bound and kind") }
    let place = try byteRange(max: Self.boundBytesMax)
    let bound = Array(bytes[place])
    switch (try unsigned(), count) {
    case (0, 2): return HeadRange(bound: bound, content: .settled)
    case (1, 3):
      let sum = try byteRange(max: 8)
      guard sum.count == 8 else { throw fail(.malformed, "eight bytes") }
      return HeadRange(bound: bound, content: .sum(bytes[sum].reduce(0) { $0 << 8 | UInt64($1) }))
    case (2, 3): return HeadRange(bound: bound, content: .heads(try heads()))
    case (3, 4):
      let heads = try heads()
      var missing: [FeedID] = []
      for _ in 0..<(try array(max: Limits.rangeHeadsMax, "feeds")) { missing.append(FeedID(try bytes16())) }
      return HeadRange(bound: bound, content: .differing(heads, missing: missing))
    default: throw fail(.malformed, "a kind of range with its parts")
    }
  }

  private mutating func heads() throws(WireError) -> [ListedHead] {
    var heads: [ListedHead] = []
    for _ in 0..<(try array(max: Limits.rangeHeadsMax, "heads")) {
      guard try array(max: 3, "parts of a head") == 3 else { throw fail(.malformed, "feed, number and tag") }
      let feed = FeedID(try bytes16())
      let seq = try sequence()
      heads.append(ListedHead(feed: feed, seq: seq, tag: UInt32(try count(max: Int(UInt32.max), "as a tag"))))
    }
    return heads
  }
}
