// The ids of nodes, stores, feeds, records, steps and increments, each a type of its own around sixteen bytes.

/// An id of sixteen bytes with a meaning of its own.
package protocol Identifier: Hashable, Comparable, Sendable, CustomStringConvertible {
  var raw: Bytes16 { get }
  init(_ raw: Bytes16)
}

extension Identifier {
  package static func < (left: Self, right: Self) -> Bool { left.raw < right.raw }

  package init?(hex text: some StringProtocol) {
    guard let raw = Bytes16(hex: text) else { return nil }
    self.init(raw)
  }
}

/// One running replica, for the whole of its life.
package struct NodeID: Identifier {
  package let raw: Bytes16
  package init(_ raw: Bytes16) { self.raw = raw }
  package var description: String { raw.hex }
}

/// One lineage of a node's database file. A peer whose store id changed may have lost what its cursor says.
package struct StoreID: Identifier {
  package let raw: Bytes16
  package init(_ raw: Bytes16) { self.raw = raw }
  package var description: String { raw.hex }
}

/// The wire id of a feed: the first sixteen bytes of the SHA-256 of its encoded key.
package struct FeedID: Identifier {
  package let raw: Bytes16
  package init(_ raw: Bytes16) { self.raw = raw }
  package var description: String { raw.hex }
}

/// The id of a record: a UUIDv7 (RFC 9562 §5.7), made where the record is first entered.
package struct RecordID: Identifier {
  package let raw: Bytes16
  package init(_ raw: Bytes16) { self.raw = raw }

  /// Makes a UUIDv7 from a wall-clock time in milliseconds and sixteen random bytes' worth of bits.
  package init(milliseconds: Int64, random: (UInt64, UInt64)) {
    let time = UInt64(truncatingIfNeeded: milliseconds) & 0xFFFF_FFFF_FFFF
    let high = time << 16 | 0x7000 | (random.0 & 0x0FFF)
    let low = 0x8000_0000_0000_0000 | (random.1 & 0x3FFF_FFFF_FFFF_FFFF)
    self.init(Bytes16(high: high, low: low))
  }

  /// The 36-character form of RFC 9562.
  package var description: String {
    var text: [UInt8] = []
    raw.appendHex(to: &text, isDashed: true)
    return String(decoding: text, as: UTF8.self)
  }
}

/// The id of one lifecycle step, made by whoever takes it, so that taking it twice is taking it once.
package struct StepID: Identifier {
  package let raw: Bytes16
  package init(_ raw: Bytes16) { self.raw = raw }
  package var description: String { raw.hex }
}

/// The id of one increment of a counter, made by whoever counts, so that counting it twice is counting it once.
package struct IncrementID: Identifier {
  package let raw: Bytes16
  package init(_ raw: Bytes16) { self.raw = raw }
  package var description: String { raw.hex }
}
