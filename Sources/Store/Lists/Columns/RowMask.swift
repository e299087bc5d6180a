// Which rows of one chunk are meant: a byte for each, so that the processor looks at many of them at one time.

struct RowMask {
  private(set) var bytes = [UInt8](repeating: 1, count: ColumnPlace.chunkRows)

  /// Means every row again.
  mutating func fill() { set(1) }

  mutating func clear() { set(0) }

  private mutating func set(_ byte: UInt8) { bytes.withUnsafeMutableBufferPointer { $0.update(repeating: byte) } }

  var count: Int { bytes.reduce(0) { $0 + Int($1) } }

  var isEmpty: Bool {
    bytes.withUnsafeBytes { words in
      let places = stride(from: 0, to: words.count, by: 8)
      return places.allSatisfy { words.loadUnaligned(fromByteOffset: $0, as: UInt64.self) == 0 }
    }
  }

  /// Leaves the rows for whose entry `fits` says 1.
  @inline(__always)
  mutating func keep<Entry>(_ entries: [Entry], _ fits: (Entry) -> UInt8) {
    precondition(entries.count == bytes.count, "a chunk of \(entries.count) rows")
    entries.withUnsafeBufferPointer { entries in
      bytes.withUnsafeMutableBufferPointer { bytes in
        for slot in 0..<bytes.count { bytes[slot] &= fits(entries[slot]) }
      }
    }
  }

  /// Adds up the rows by their codes.
  /// - Precondition: each code is a place in `counts`.
  func count<Code: FixedWidthInteger>(_ codes: [Code], into counts: inout [Int]) {
    precondition(codes.count == bytes.count, "a chunk of \(codes.count) rows")
    codes.withUnsafeBufferPointer { codes in
      counts.withUnsafeMutableBufferPointer { counts in
        for slot in 0..<codes.count { counts[Int(codes[slot])] += Int(bytes[slot]) }
      }
    }
  }
}
