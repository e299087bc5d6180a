// Sixteen bytes compared as an unsigned big-endian number: the shape of every id on the wire.

/// Sixteen bytes, ordered bytewise.
///
/// Node, feed, record, step and store ids all have this shape; each has its own type around it so that they never mix.
package struct Bytes16: Hashable, Comparable, Sendable {
  package var high: UInt64
  package var low: UInt64

  package static let zero = Bytes16(high: 0, low: 0)

  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Reads sixteen bytes from the start of `bytes`.
  /// - Precondition: `bytes` holds at least sixteen bytes.
  package init(_ bytes: some Sequence<UInt8>) {
    self =
      bytes.withContiguousStorageIfAvailable(Self.read) ?? Array(bytes.prefix(16)).withUnsafeBufferPointer(Self.read)
  }

  private static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> Bytes16 {
    precondition(bytes.count >= 16, "an id has sixteen bytes, not \(bytes.count)")
    let raw = UnsafeRawBufferPointer(bytes)
    return Bytes16(high: raw.bigEndianWord(0), low: raw.bigEndianWord(1))
  }

  package static func < (left: Bytes16, right: Bytes16) -> Bool {
    left.high == right.high ? left.low < right.low : left.high < right.high
  }

  /// The sixteen bytes, most significant first.
  package var bytes: [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(16)
    append(to: &result)
    return result
  }

  /// Appends the sixteen bytes, most significant first.
  @inlinable
  package func append(to buffer: inout [UInt8]) {
    withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { buffer.append(contentsOf: $0) }
  }

  /// Thirty-two lower-case hexadecimal digits.
  package var hex: String {
    var text: [UInt8] = []
    appendHex(to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends thirty-two lower-case hexadecimal digits.
  /// - Parameter isDashed: whether dashes stand between them as in a UUID (RFC 9562 §4).
  package func appendHex(to text: inout [UInt8], isDashed: Bool = false) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 36) { digits in
      var count = 0
      for place in 0..<32 {
        if isDashed, place == 8 || place == 12 || place == 16 || place == 20 {
          digits[count] = UInt8(ascii: "-")
          count += 1
        }
        let half = (place < 16 ? high : low) >> UInt64(60 - 4 * (place & 15))
        digits[count] = Self.digit(UInt8(truncatingIfNeeded: half & 15))
        count += 1
      }
      text.append(contentsOf: UnsafeBufferPointer(rebasing: digits[..<count]))
    }
  }

  /// Reads thirty-two hexadecimal digits, dashes ignored; nil when the text is anything else.
  package init?(hex text: some StringProtocol) {
    var high: UInt64 = 0
    var low: UInt64 = 0
    var count = 0
    for byte in text.utf8 where byte != UInt8(ascii: "-") {
      guard let digit = Self.value(ofDigit: byte), count < 32 else { return nil }
      if count < 16 { high = high << 4 | digit } else { low = low << 4 | digit }
      count += 1
    }
    guard count == 32 else { return nil }
    self.init(high: high, low: low)
  }

  private static func value(ofDigit byte: UInt8) -> UInt64? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }

  /// Lower-case hexadecimal text of any bytes.
  package static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(2 * bytes.underestimatedCount)
    for byte in bytes {
      text.append(digit(byte >> 4))
      text.append(digit(byte & 15))
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// - Parameter half: 0 to 15.
  private static func digit(_ half: UInt8) -> UInt8 {
    half < 10 ? UInt8(ascii: "0") + half : UInt8(ascii: "a") + half - 10
  }
}

extension UnsafeRawBufferPointer {
  /// The eight bytes at eight times `index`, as a big-endian number.
  func bigEndianWord(_ index: Int) -> UInt64 {
    UInt64(bigEndian: loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))
  }
}
