// Frames of a session beside hello, batch and receipts: custody marks, ranges over heads, wants, and the close.
package import Merge

/// Up to where a tier holds a feed durably.
package struct CustodyMark: Hashable, Sendable {
  package let feed: FeedID
  package let tier: Tier
  package let seq: UInt64

  package init(feed: FeedID, tier: Tier, seq: UInt64) {
    self.feed = feed
    self.tier = tier
    self.seq = seq
  }
}

/// Custody marks a parent passes down, numbered so that a child asks only for new ones.
/// - Source: protocol §5.6.
package struct CustodyReport: Hashable, Sendable {
  package let upTo: UInt64
  package let marks: [CustodyMark]

  package init(upTo: UInt64, marks: [CustodyMark]) {
    self.upTo = upTo
    self.marks = marks
  }

  package var frame: Frame {
    var writer = CBORWriter(capacity: 24 * marks.count + 16)
    writer.array(2)
    writer.unsigned(upTo)
    writer.array(marks.count)
    for mark in marks {
      writer.array(3)
      writer.id(mark.feed)
      writer.unsigned(UInt64(mark.tier.rawValue))
      writer.unsigned(mark.seq)
    }
    return Frame(.custody, writer.bytes)
  }

  package init(_ frame: Frame) throws(WireError) {
    var reader = CBORReader(frame.body)
    guard try reader.array(max: 2, "parts") == 2 else { throw reader.fail(.malformed, "number and marks") }
    upTo = try reader.sequence()
    var marks: [CustodyMark] = []
    for _ in 0..<(try reader.array(max: Limits.custodyMarksMax, "marks")) {
      guard try reader.array(max: 3, "parts of a mark") == 3 else { throw reader.fail(.malformed, "a mark") }
      let feed = FeedID(try reader.bytes16())
      guard let tier = try reader.tier() else { throw reader.fail(.malformed, "a tier") }
      marks.append(CustodyMark(feed: feed, tier: tier, seq: try reader.sequence()))
    }
    try reader.expectEnd()
    self.marks = marks
  }
}

/// A head in a list: enough of its hash to tell a fork from a lag.
package struct ListedHead: Hashable, Sendable {
  package let feed: FeedID
  package let seq: UInt64
  /// The first four bytes of the chain hash.
  package let tag: UInt32

  package init(feed: FeedID, seq: UInt64, tag: UInt32) {
    self.feed = feed
    self.seq = seq
    self.tag = tag
  }
}

/// One range of the branch's heads, up to a bound (excluded), with what the sender says of it.
/// - Source: protocol §6.
package struct HeadRange: Hashable, Sendable {
  package enum Content: Hashable, Sendable {
    /// Nothing to say: equal, or already settled.
    case settled
    /// The low eight bytes of the fingerprint's sum, for the other end to compare.
    case sum(UInt64)
    /// All heads of the sender in the range; the other end answers with its own that differ.
    case heads([ListedHead])
    /// The heads of the answering end that differ from, or are missing in, the list it was sent.
    case differing([ListedHead], missing: [FeedID])
  }

  /// The first key above the range; empty for the end of all keys.
  package let bound: [UInt8]
  package let content: Content

  package init(bound: [UInt8], content: Content) {
    self.bound = bound
    self.content = content
  }
}

package struct RangesMessage: Hashable, Sendable {
  package let ranges: [HeadRange]

  package init(ranges: [HeadRange]) { self.ranges = ranges }

  package var frame: Frame {
    var writer = CBORWriter(capacity: ranges.count * 40)
    writer.array(ranges.count)
    for range in ranges { writer.range(range) }
    return Frame(.ranges, Self.packed(writer.bytes))
  }

  package init(_ frame: Frame) throws(WireError) {
    var outer = CBORReader(frame.body)
    guard try outer.array(max: 2, "parts") == 2 else { throw outer.fail(.malformed, "size and block") }
    let count = try outer.count(max: 4 * Limits.frameBytesMax, "bytes of ranges")
    let place = try outer.byteRange(max: Limits.frameBytesMax)
    try outer.expectEnd()
    var reader = CBORReader(try Deflate.inflate(frame.body[place], count: count))
    var ranges: [HeadRange] = []
    for _ in 0..<(try reader.array(max: Limits.rangesMax, "ranges")) {
      let range = try reader.range()
      if let last = ranges.last,
        last.bound.isEmpty || !(range.bound.isEmpty || last.bound.lexicographicallyPrecedes(range.bound))
      {
        throw reader.fail(.notDeterministic, "bounds in order")
      }
      ranges.append(range)
    }
    try reader.expectEnd()
    self.ranges = ranges
  }

  private static func packed(_ bytes: [UInt8]) -> [UInt8] {
    let block = Deflate.compress(bytes)
    var writer = CBORWriter(capacity: block.count + 16)
    writer.array(2)
    writer.unsigned(UInt64(bytes.count))
    writer.bytes(block)
    return writer.bytes
  }
}

/// Feeds the child lacks from some number on, and asks for.
package struct WantMessage: Hashable, Sendable {
  /// For each feed the first missing number.
  package let wants: [Dot]

  package init(wants: [Dot]) { self.wants = wants }

  package var frame: Frame {
    var writer = CBORWriter(capacity: wants.count * 22)
    writer.array(wants.count)
    for dot in wants {
      writer.array(2)
      writer.id(dot.feed)
      writer.unsigned(dot.seq)
    }
    return Frame(.want, writer.bytes)
  }

  package init(_ frame: Frame) throws(WireError) {
    var reader = CBORReader(frame.body)
    var wants: [Dot] = []
    for _ in 0..<(try reader.array(max: Limits.wantsMax, "feeds")) {
      guard try reader.array(max: 2, "feed and number") == 2 else { throw reader.fail(.malformed, "feed and number") }
      wants.append(Dot(feed: FeedID(try reader.bytes16()), seq: try reader.sequence()))
    }
    try reader.expectEnd()
    self.wants = wants
  }
}

/// The last frame of each direction: what the sender holds of the shared branch, so that equality is proved, not assumed.
/// - Source: protocol §5.7.
package struct CloseMessage: Hashable, Sendable {
  package var fingerprint: Fingerprint
  /// Whether everything the sender holds for the other end has been sent.
  package var isComplete: Bool
  /// Whether the sender asks for a comparison by ranges (child only).
  package var asksComparison = false
  /// The sender's own arrival numbers at that moment.
  package var mark: Cursor
  /// What the batches of this message, with what needed no sending between them, have covered.
  package var span: Batch.Span?

  package init(fingerprint: Fingerprint, isComplete: Bool, mark: Cursor) {
    self.fingerprint = fingerprint
    self.isComplete = isComplete
    self.mark = mark
  }

  package var frame: Frame {
    var writer = CBORWriter(capacity: 64)
    writer.map(5 + (span == nil ? 0 : 1))
    writer.unsigned(1)
    writer.bytes(fingerprint.sum.bytes)
    writer.unsigned(2)
    writer.unsigned(UInt64(fingerprint.count))
    writer.unsigned(3)
    writer.bool(isComplete)
    writer.unsigned(4)
    writer.bool(asksComparison)
    writer.unsigned(5)
    writer.cursor(mark)
    if let span {
      writer.unsigned(6)
      writer.span(span)
    }
    return Frame(.close, writer.bytes)
  }

  package init(_ frame: Frame) throws(WireError) {
    var reader = CBORReader(frame.body)
    var sum: Bytes16?
    var count = 0
    var (isComplete, asksComparison) = (false, false)
    var mark: Cursor?
    var span: Batch.Span?
    try reader.eachEntry { (reader, name) throws(WireError) in
      switch name {
      case 1: sum = try reader.bytes16()
      case 2: count = try reader.count(max: Int(Int32.max), "heads")
      case 3: isComplete = try reader.bool()
      case 4: asksComparison = try reader.bool()
      case 5: mark = try reader.cursor()
      case 6: span = try reader.span()
      default: try reader.skip(depth: 1)
      }
    }
    try reader.expectEnd()
    guard let sum, let mark else { throw WireError(.malformed, "fingerprint and mark") }
    self.init(fingerprint: Fingerprint(sum: sum, count: count), isComplete: isComplete, mark: mark)
    self.asksComparison = asksComparison
    self.span = span
  }
}

extension CBORWriter {
  mutating func span(_ span: Batch.Span) {
    array(2)
    cursor(span.from)
    cursor(span.to)
  }
}

extension CBORReader {
  mutating func span() throws(WireError) -> Batch.Span {
    guard try array(max: 2, "cursors") == 2 else { throw fail(.malformed, "two cursors") }
    return Batch.Span(from: try cursor(), to: try cursor())
  }
}
