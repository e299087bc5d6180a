// Frames: the units in which both directions of an exchange, and a file on a USB stick, are read.

/// One frame: its kind and its body.
/// - Source: protocol §5.1. On the wire: kind (1 byte), length of the body (4 bytes, big-endian), body.
package struct Frame: Hashable, Sendable {
  package enum Kind: UInt8, Sendable, CaseIterable {
    case hello = 1
    case batch, custody, ranges, want, close, receipts
  }

  package let kind: UInt8
  package let body: [UInt8]

  package init(_ kind: Kind, _ body: [UInt8]) {
    precondition(body.count <= Limits.frameBytesMax, "a frame of \(body.count) bytes is over the limit")
    self.kind = kind.rawValue
    self.body = body
  }

  package init(kind: UInt8, body: [UInt8]) {
    self.kind = kind
    self.body = body
  }

  package static let headBytes = 5

  package func append(to buffer: inout [UInt8]) {
    buffer.append(kind)
    let length = UInt32(body.count)
    for shift: UInt32 in [24, 16, 8, 0] { buffer.append(UInt8(truncatingIfNeeded: length >> shift)) }
    buffer += body
  }

  package var encoded: [UInt8] {
    var buffer: [UInt8] = []
    buffer.reserveCapacity(body.count + Self.headBytes)
    append(to: &buffer)
    return buffer
  }
}

/// Cuts a stream of bytes, arriving in pieces of any size, into frames.
///
/// It never holds more than one frame's limit plus the piece just fed. What a cut leaves unfinished is simply not a frame:
/// every frame before the cut has been delivered.
package struct FrameReader: Sendable {
  private var buffer: [UInt8] = []
  private var start = 0

  package init() {}

  /// Whether bytes of an unfinished frame are waiting.
  package var isInsideFrame: Bool { start < buffer.count }

  package mutating func feed(_ bytes: some Collection<UInt8>) {
    if start > 0 {
      buffer.removeFirst(start)
      start = 0
    }
    buffer.append(contentsOf: bytes)
  }

  /// The next whole frame, or nil when more bytes are needed.
  /// - Throws: `tooLarge` for a frame over the limit, as soon as its head is read.
  package mutating func next() throws(WireError) -> Frame? {
    guard buffer.count - start >= Frame.headBytes else { return nil }
    var length = 0
    for index in (start + 1)..<(start + 5) { length = length << 8 | Int(buffer[index]) }
    guard length <= Limits.frameBytesMax else {
      throw WireError(
        .tooLarge, "frames of at most 1 MiB each: the bytes are no sequence of frames, or one announces more",
        at: start)
    }
    guard buffer.count - start >= Frame.headBytes + length else { return nil }
    let body = start + Frame.headBytes
    let frame = Frame(kind: buffer[start], body: Array(buffer[body..<(body + length)]))
    start = body + length
    return frame
  }
}
