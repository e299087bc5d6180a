// Values as JSON text for people and SQL: one spelling for each value.
package import Merge

/// Writes values as JSON (RFC 8259) in one canonical way: no white space, map keys in their stored order.
///
/// Byte strings become hexadecimal text; the wire keeps them as bytes.
package enum JSONText {
  package static func string(_ value: Value) -> String {
    var bytes: [UInt8] = []
    append(value, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  package static func append(_ value: Value, to bytes: inout [UInt8]) {
    switch value {
    case .null: append(plain: "null", to: &bytes)
    case .bool(let flag): append(plain: flag ? "true" : "false", to: &bytes)
    case .int(let number): append(number, to: &bytes)
    case .text(let text): append(text, to: &bytes)
    case .bytes(let data): append(Bytes16.hexadecimal(data), to: &bytes)
    case .list(let items):
      bytes.append(UInt8(ascii: "["))
      for (index, item) in items.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        append(item, to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .map(let entries): append(entries, to: &bytes)
    }
  }

  private static func append(_ entries: [Value.Entry], to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "{"))
    for (index, entry) in entries.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      append(entry.key, to: &bytes)
      bytes.append(UInt8(ascii: ":"))
      append(entry.value, to: &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  /// Appends what is JSON already.
  package static func append(plain text: StaticString, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  package static func append(_ number: Int64, to bytes: inout [UInt8]) {
    append(number.magnitude, isNegative: number < 0, to: &bytes)
  }

  /// Appends a number's digits, a minus before them where it is negative.
  static func append(_ magnitude: UInt64, isNegative: Bool, to bytes: inout [UInt8]) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 21) { digits in
      var start = digits.count
      var rest = magnitude
      repeat {
        start -= 1
        digits[start] = UInt8(ascii: "0") + UInt8(rest % 10)
        rest /= 10
      } while rest > 0
      if isNegative {
        start -= 1
        digits[start] = UInt8(ascii: "-")
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: digits[start...]))
    }
  }

  package static func append(_ text: String, to bytes: inout [UInt8]) {
    var text = text
    bytes.append(UInt8(ascii: "\""))
    text.withUTF8 { text in
      // Whatever lies between two characters that are written otherwise goes in one piece.
      var start = 0
      while let place = firstEscaped(in: text, from: start) {
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<place]))
        appendEscaped(text[place], to: &bytes)
        start = place + 1
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func appendEscaped(_ byte: UInt8, to bytes: inout [UInt8]) {
    guard byte < 0x20 else {
      bytes.append(UInt8(ascii: "\\"))
      bytes.append(byte)
      return
    }
    bytes += "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8
  }
}

// MARK: Looking for what is escaped

extension JSONText {
  private static func isEscaped(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  /// The place of the first byte at or behind `start` that is written otherwise: eight are looked at in one step.
  private static func firstEscaped(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    let raw = UnsafeRawBufferPointer(text)
    var place = start
    while place + 8 <= raw.count, !hasEscaped(raw.loadUnaligned(fromByteOffset: place, as: UInt64.self)) { place += 8 }
    while place < raw.count {
      if isEscaped(raw[place]) { return place }
      place += 1
    }
    return nil
  }

  /// Whether one of eight bytes is written otherwise. A byte below n borrows from its high bit when n is taken from it, which
  /// a byte with the high bit set does not show.
  private static func hasEscaped(_ word: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quote = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
    let backslash = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
    let below = (word &- ones &* 0x20) & ~word
    return (below | ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash)) & (ones &* 0x80) != 0
  }
}
