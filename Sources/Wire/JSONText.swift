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
    case .null: bytes += "null".utf8
    case .bool(let flag): bytes += (flag ? "true" : "false").utf8
    case .int(let number): bytes += String(number).utf8
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

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    var text = text
    bytes.append(UInt8(ascii: "\""))
    text.withUTF8 { text in
      // Whatever lies between two characters that are written otherwise goes in one piece.
      var start = text.startIndex
      for (place, byte) in zip(text.indices, text) where isEscaped(byte) {
        bytes.append(contentsOf: text[start..<place])
        appendEscaped(byte, to: &bytes)
        start = place + 1
      }
      bytes.append(contentsOf: text[start...])
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func isEscaped(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
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
