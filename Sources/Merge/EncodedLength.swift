// How long values are in deterministic CBOR, told without encoding them: what of a feed counts is measured by it.

extension Value {
  /// How many bytes the encoding of the value has.
  package var encodedLength: Int {
    switch self {
    case .null, .bool: 1
    case .int(let number): Self.encodedLength(of: number)
    case .text(let text): Self.encodedLength(of: text)
    case .bytes(let bytes): Self.headLength(UInt64(bytes.count)) + bytes.count
    case .list(let items): items.reduce(Self.headLength(UInt64(items.count))) { $0 + $1.encodedLength }
    case .map(let entries):
      entries.reduce(Self.headLength(UInt64(entries.count))) {
        $0 + Self.encodedLength(of: $1.key) + $1.value.encodedLength
      }
    }
  }

  static func encodedLength(of text: String) -> Int { headLength(UInt64(text.utf8.count)) + text.utf8.count }

  static func encodedLength(of number: Int64) -> Int {
    headLength(number >= 0 ? UInt64(number) : ~UInt64(bitPattern: number))
  }

  /// How many bytes say a kind together with a number, or with how much follows.
  private static func headLength(_ argument: UInt64) -> Int {
    switch argument {
    case 0..<24: 1
    case 24...0xFF: 2
    case 0x100...0xFFFF: 3
    case 0x1_0000...0xFFFF_FFFF: 5
    default: 9
    }
  }
}
