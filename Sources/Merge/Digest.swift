// A SHA-256 value as four words, so that heads stay small and comparable without an allocation.

/// Thirty-two bytes of SHA-256.
package struct Digest: Hashable, Sendable, CustomStringConvertible {
  package var words: (UInt64, UInt64, UInt64, UInt64)

  package static let zero = Digest(words: (0, 0, 0, 0))

  package init(words: (UInt64, UInt64, UInt64, UInt64)) { self.words = words }

  /// Reads thirty-two bytes.
  /// - Precondition: `bytes` holds exactly thirty-two bytes.
  package init(_ bytes: some Sequence<UInt8>) {
    let words =
      bytes.withContiguousStorageIfAvailable { Self.words($0) } ?? Array(bytes).withUnsafeBufferPointer(Self.words)
    self.init(words: words)
  }

  private static func words(_ bytes: UnsafeBufferPointer<UInt8>) -> (UInt64, UInt64, UInt64, UInt64) {
    precondition(bytes.count == 32, "a digest has thirty-two bytes, not \(bytes.count)")
    let raw = UnsafeRawBufferPointer(bytes)
    return (raw.bigEndianWord(0), raw.bigEndianWord(1), raw.bigEndianWord(2), raw.bigEndianWord(3))
  }

  package static func == (left: Digest, right: Digest) -> Bool { left.words == right.words }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
  }

  /// Appends the thirty-two bytes.
  package func append(to buffer: inout [UInt8]) {
    first16.append(to: &buffer)
    Bytes16(high: words.2, low: words.3).append(to: &buffer)
  }

  package var bytes: [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(32)
    append(to: &result)
    return result
  }

  /// The first sixteen bytes: a feed's id when this is the digest of its key, a fingerprint's term when it is a head.
  package var first16: Bytes16 { Bytes16(high: words.0, low: words.1) }

  package var description: String { Bytes16.hexadecimal(bytes) }
}
