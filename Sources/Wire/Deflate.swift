// Zlib streams over whole blocks: what a batch of commits is packed in.
import CDeflate

/// Compression of one block at a time (RFC 1950), with an absolute limit on what is inflated.
package enum Deflate {
  /// The level at which a block is packed: what goes out each day is small and may travel over a poor line, so it is packed
  /// well; a block of this size belongs to a backlog, where packing is most of what its sender does.
  static func level(for count: Int) -> Int32 { count < bulkBytes ? 6 : 1 }
  private static let bulkBytes = 64 << 10

  package static func compress(_ bytes: [UInt8]) -> [UInt8] {
    guard let compressor = libdeflate_alloc_compressor(level(for: bytes.count)) else {
      preconditionFailure("there is memory for packing one block")
    }
    defer { libdeflate_free_compressor(compressor) }
    let bound = libdeflate_zlib_compress_bound(compressor, bytes.count)
    return [UInt8](unsafeUninitializedCapacity: bound) { output, count in
      count = bytes.withUnsafeBytes {
        libdeflate_zlib_compress(compressor, $0.baseAddress, $0.count, output.baseAddress, bound)
      }
      precondition(count > 0, "the bound is a bound")
    }
  }

  /// Inflates a block that must give exactly `count` bytes.
  /// - Throws: `notCompressed` when it gives more, fewer, or is no zlib stream.
  package static func inflate(_ bytes: ArraySlice<UInt8>, count: Int) throws(WireError) -> [UInt8] {
    guard let decompressor = libdeflate_alloc_decompressor() else {
      preconditionFailure("there is memory for inflating one block")
    }
    defer { libdeflate_free_decompressor(decompressor) }
    var isWhole = false
    // Room for one byte where nothing is to come out, so that there is an address.
    let result = [UInt8](unsafeUninitializedCapacity: max(count, 1)) { output, filled in
      var taken = 0
      let outcome = bytes.withUnsafeBytes {
        libdeflate_zlib_decompress_ex(
          decompressor, $0.baseAddress, $0.count, output.baseAddress, count, &taken, nil)
      }
      isWhole = outcome == LIBDEFLATE_SUCCESS && taken == bytes.count
      filled = isWhole ? count : 0
    }
    guard isWhole else { throw WireError(.notCompressed, "\(count) bytes when inflated") }
    return result
  }
}
