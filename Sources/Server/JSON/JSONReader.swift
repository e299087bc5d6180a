// JSON on its way in: read straight into field values, with every limit kept while reading.
package import Merge

/// Why a text is not JSON that this node takes.
package enum JSONFault: Error, Hashable, Sendable {
  /// Not JSON at this byte.
  case malformed(at: Int)
  /// Bytes that no text in UTF-8 has, of another encoding or of a compressed body.
  case notUTF8(at: Int)
  /// A mark before the text that says in which order its bytes stand.
  case byteOrderMark
  case compressed
  /// `\u0000`, or half of a pair of surrogates: JSON has them, texts of records do not.
  case noCharacter(at: Int)
  case tooDeep(at: Int)
  /// A number with a fraction or an exponent: measures are integers in the catalog's unit.
  /// - Parameters:
  ///   - key: the nearest member around it.
  ///   - number: as it stands.
  case notAnInteger(key: String?, number: String, at: Int)
  case integerTooLarge(at: Int)
  case tooMany(at: Int)
  case repeatedKey(String)
}

/// Reads one JSON text (RFC 8259) into a value.
package struct JSONReader {
  static let depthMax = 16
  static let itemsMax = 4_096

  private let bytes: [UInt8]
  private var position = 0
  /// The nearest member around what is read.
  private var key: String?

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  package static func value(of bytes: [UInt8]) throws(JSONFault) -> Value {
    switch bytes.prefix(2) {
    case [0xEF, 0xBB], [0xFE, 0xFF], [0xFF, 0xFE]: throw .byteOrderMark
    case [0x1F, 0x8B], [0x28, 0xB5]: throw .compressed
    default: break
    }
    var reader = JSONReader(bytes)
    let value = try reader.value(depth: 1)
    reader.skipSpace()
    guard reader.position == bytes.count else { throw .malformed(at: reader.position) }
    return value
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private mutating func takeByte(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    position += 1
    return true
  }

  private mutating func value(depth: Int) throws(JSONFault) -> Value {
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return try map(depth: depth)
    case UInt8(ascii: "["): return try list(depth: depth)
    case UInt8(ascii: "\""): return .text(try text())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return .int(try integer())
    }
  }

  private mutating func word(_ word: StaticString, _ value: Value) throws(JSONFault) -> Value {
    let end = position + word.utf8CodeUnitCount
    guard end <= bytes.count, bytes[position..<end].elementsEqual(word.description.utf8) else {
      throw .malformed(at: position)
    }
    position = end
    return value
  }

  private mutating func list(depth: Int) throws(JSONFault) -> Value {
    guard depth < Self.depthMax else { throw .tooDeep(at: position) }
    position += 1
    var items: [Value] = []
    skipSpace()
    if takeByte(UInt8(ascii: "]")) { return .list(items) }
    repeat {
      guard items.count < Self.itemsMax else { throw .tooMany(at: position) }
      items.append(try value(depth: depth + 1))
      skipSpace()
    } while takeByte(UInt8(ascii: ","))
    guard takeByte(UInt8(ascii: "]")) else { throw .malformed(at: position) }
    return .list(items)
  }

  private mutating func map(depth: Int) throws(JSONFault) -> Value {
    guard depth < Self.depthMax else { throw .tooDeep(at: position) }
    position += 1
    var entries: [Value.Entry] = []
    skipSpace()
    if takeByte(UInt8(ascii: "}")) { return .map(entries) }
    repeat {
      guard entries.count < Self.itemsMax else { throw .tooMany(at: position) }
      entries.append(try entry(depth: depth))
      skipSpace()
    } while takeByte(UInt8(ascii: ","))
    guard takeByte(UInt8(ascii: "}")) else { throw .malformed(at: position) }
    return .map(try Self.sorted(entries))
  }

  private mutating func entry(depth: Int) throws(JSONFault) -> Value.Entry {
    skipSpace()
    guard next == UInt8(ascii: "\"") else { throw .malformed(at: position) }
    let key = try text()
    skipSpace()
    guard takeByte(UInt8(ascii: ":")) else { throw .malformed(at: position) }
    self.key = key
    return Value.Entry(key, try value(depth: depth + 1))
  }

  /// The canonical order of a map; a key given twice is a fault, because readers disagree about which one counts.
  private static func sorted(_ entries: [Value.Entry]) throws(JSONFault) -> [Value.Entry] {
    let sorted = entries.sorted { Value.precedes($0.key, $1.key) }
    for (entry, next) in zip(sorted, sorted.dropFirst()) where Value.isSame(entry.key, next.key) {
      throw .repeatedKey(entry.key)
    }
    return sorted
  }

  private mutating func integer() throws(JSONFault) -> Int64 {
    let start = position
    _ = takeByte(UInt8(ascii: "-"))
    let digits = position
    while let byte = next, (48...57).contains(byte) { position += 1 }
    let count = position - digits
    guard count > 0, count == 1 || bytes[digits] != 48 else { throw .malformed(at: start) }
    if let byte = next, byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e") { throw fraction(from: start) }
    guard let number = Int64(String(decoding: bytes[start..<position], as: UTF8.self)) else {
      throw .integerTooLarge(at: start)
    }
    return number
  }

  /// - Parameter start: where the number begins.
  private func fraction(from start: Int) -> JSONFault {
    let rest = bytes[start...].prefix(32).prefix { byte in
      byte != UInt8(ascii: ",") && byte != UInt8(ascii: "/") && (43...57).contains(byte)
        || byte | 0x20 == UInt8(ascii: "e")
    }
    return .notAnInteger(key: key, number: String(decoding: rest, as: UTF8.self), at: start)
  }

  private mutating func text() throws(JSONFault) -> String {
    let start = position
    position += 1
    var text: [UInt8] = []
    while let byte = next, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw .malformed(at: position) }
      position += 1
      if byte == UInt8(ascii: "\\") { try escape(into: &text) } else { text.append(byte) }
    }
    guard takeByte(UInt8(ascii: "\"")) else { throw .malformed(at: start) }
    guard let string = String(validating: text, as: UTF8.self) else { throw .notUTF8(at: start) }
    return string
  }
}

// MARK: Escapes

extension JSONReader {
  private static let escapes: [UInt8: UInt8] = [
    UInt8(ascii: "\""): 0x22, UInt8(ascii: "\\"): 0x5C, UInt8(ascii: "/"): 0x2F, UInt8(ascii: "b"): 0x08,
    UInt8(ascii: "f"): 0x0C, UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
  ]

  private mutating func escape(into text: inout [UInt8]) throws(JSONFault) {
    let start = position - 1
    guard let kind = next else { throw .malformed(at: start) }
    position += 1
    if let byte = Self.escapes[kind] {
      text.append(byte)
      return
    }
    guard kind == UInt8(ascii: "u") else { throw .malformed(at: start) }
    var code = try hexadecimal()
    if (0xD800..<0xDC00).contains(code) {
      guard takeByte(UInt8(ascii: "\\")), takeByte(UInt8(ascii: "u")) else { throw .noCharacter(at: start) }
      let low = try hexadecimal()
      guard (0xDC00..<0xE000).contains(low) else { throw .noCharacter(at: start) }
      code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    // A NUL would end the text in every tool that is written in C.
    guard code > 0, let scalar = Unicode.Scalar(code) else { throw .noCharacter(at: start) }
    text += String(Character(scalar)).utf8
  }

  private mutating func hexadecimal() throws(JSONFault) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw .malformed(at: position)
      }
      code = code << 4 | UInt32(digit)
      position += 1
    }
    return code
  }
}
