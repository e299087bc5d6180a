// Lines of a stream: what the harness reads from either end.

/// Cuts a stream of bytes, arriving in pieces of any size, into lines of a bounded length.
///
/// Of a line that is too long nothing is kept; whoever reads goes on with the next.
package struct LineBuffer: Sendable {
  package enum Line: Hashable, Sendable {
    /// Without its end.
    case whole([UInt8])
    case tooLong
  }

  /// - Units: bytes, without the line's end.
  package static let bytesMax = 8 << 20

  private let limit: Int
  private var buffer: [UInt8] = []
  /// How much of the buffer has been looked at and has no end of a line.
  private var looked = 0
  private var isSkipping = false

  package init(limit: Int = LineBuffer.bytesMax) { self.limit = limit }

  package mutating func feed(_ bytes: some Collection<UInt8>) { buffer.append(contentsOf: bytes) }

  /// The next line; nil when more bytes are needed. Empty lines are stepped over.
  package mutating func next() -> Line? {
    while let end = buffer[looked...].firstIndex(of: UInt8(ascii: "\n")) {
      let line = Array(buffer[..<end])
      buffer.removeFirst(end + 1)
      if let line = take(line) { return line }
    }
    if buffer.count > limit {
      buffer.removeAll()
      isSkipping = true
    }
    looked = buffer.count
    return nil
  }

  /// What stands behind the last end of a line, once the stream has ended.
  package mutating func last() -> Line? {
    let line = buffer
    buffer = []
    return take(line)
  }

  private mutating func take(_ line: [UInt8]) -> Line? {
    looked = 0
    let isTooLong = isSkipping || line.count > limit
    isSkipping = false
    if isTooLong { return .tooLong }
    let text = line.last == UInt8(ascii: "\r") ? Array(line.dropLast()) : line
    return text.isEmpty ? nil : .whole(text)
  }
}
