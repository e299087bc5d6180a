// A batch: commits packed together, in arrival order or feed by feed, with the cursor they move from and to.
import Merge

/// A frame of commits.
/// - Source: protocol §5.4.
package struct Batch: Hashable, Sendable {
  /// What the receiver's cursor must have reached for the batch to move it, and to where; nil for commits that fill a
  /// hole found by reconciling, which move no cursor.
  package let span: Span?
  /// The commits, one after another, as their authors encoded them.
  package let commits: [UInt8]

  package struct Span: Hashable, Sendable {
    package let from: Cursor
    package let to: Cursor

    package init(from: Cursor, to: Cursor) {
      self.from = from
      self.to = to
    }
  }

  package init(span: Span?, commits: [UInt8]) {
    self.span = span
    self.commits = commits
  }

  package var frame: Frame {
    let packed = Deflate.compress(commits)
    var writer = CBORWriter(capacity: packed.count + 80)
    writer.array(3)
    if let span { writer.span(span) } else { writer.null() }
    writer.unsigned(UInt64(commits.count))
    writer.bytes(packed)
    return Frame(.batch, writer.bytes)
  }

  package init(_ frame: Frame) throws(WireError) {
    var reader = CBORReader(frame.body)
    guard try reader.array(max: 3, "parts of a batch") == 3 else { throw reader.fail(.malformed, "three parts") }
    span = reader.skipNull() ? nil : try reader.span()
    let count = try reader.count(max: Limits.batchBytesMax, "bytes in a batch")
    let place = try reader.byteRange(max: Limits.frameBytesMax)
    try reader.expectEnd()
    commits = try Deflate.inflate(frame.body[place], count: count)
  }
}
