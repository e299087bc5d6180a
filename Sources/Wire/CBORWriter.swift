// Writes deterministic CBOR (RFC 8949 §4.2): shortest heads, definite lengths, sorted map keys.
package import Merge

/// An encoder that appends to a byte array.
///
/// Map keys are the caller's duty: integers ascending, texts by `Value.precedes`. The reader checks them.
package struct CBORWriter: Sendable {
  package var bytes: [UInt8] = []

  package init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  package mutating func unsigned(_ value: UInt64) { head(0, value) }

  package mutating func int(_ value: Int64) {
    if value >= 0 { head(0, UInt64(value)) } else { head(1 << 5, ~UInt64(bitPattern: value)) }
  }

  package mutating func bytes(_ value: [UInt8]) {
    head(2 << 5, UInt64(value.count))
    bytes += value
  }

  package mutating func id(_ value: some Identifier) {
    bytes.append(2 << 5 | 16)
    value.raw.append(to: &bytes)
  }

  package mutating func digest(_ value: Digest) {
    head(2 << 5, 32)
    value.append(to: &bytes)
  }

  package mutating func text(_ value: some StringProtocol) {
    head(3 << 5, UInt64(value.utf8.count))
    bytes.append(contentsOf: value.utf8)
  }

  package mutating func array(_ count: Int) { head(4 << 5, UInt64(count)) }
  package mutating func map(_ count: Int) { head(5 << 5, UInt64(count)) }
  package mutating func bool(_ value: Bool) { bytes.append(value ? 0xF5 : 0xF4) }
  package mutating func null() { bytes.append(0xF6) }

  package mutating func value(_ value: Value) {
    switch value {
    case .null: null()
    case .bool(let flag): bool(flag)
    case .int(let number): int(number)
    case .text(let string): text(string)
    case .bytes(let data): bytes(data)
    case .list(let items):
      array(items.count)
      for item in items { self.value(item) }
    case .map(let entries):
      map(entries.count)
      for entry in entries {
        text(entry.key)
        self.value(entry.value)
      }
    }
  }

  @inline(__always)
  mutating func head(_ major: UInt8, _ argument: UInt64) {
    switch argument {
    case 0..<24: bytes.append(major | UInt8(argument))
    case 24...0xFF:
      bytes.append(major | 24)
      bytes.append(UInt8(argument))
    case 0x100...0xFFFF: sized(major | 25, argument, bits: 16)
    case 0x1_0000...0xFFFF_FFFF: sized(major | 26, argument, bits: 32)
    default: sized(major | 27, argument, bits: 64)
    }
  }

  private mutating func sized(_ initial: UInt8, _ argument: UInt64, bits: UInt64) {
    bytes.append(initial)
    var shift = bits
    while shift > 0 {
      shift -= 8
      bytes.append(UInt8(truncatingIfNeeded: argument >> shift))
    }
  }
}
