// zlib over whole blocks: what a batch of commits is packed in.
import CZlib

/// Compression of one block at a time (RFC 1950), with an absolute limit on what is inflated.
package enum Deflate {
  /// The level at which a block is packed: what goes out each day is small and may travel over a poor line, so it is packed
  /// well; a block of this size belongs to a backlog, where packing is most of what its sender does.
  static func level(for count: Int) -> Int32 { count < bulkBytes ? 6 : 2 }
  private static let bulkBytes = 64 << 10

  package static func compress(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    precondition(gridward_deflate_init(&stream, level(for: bytes.count)) == Z_OK, "zlib has memory for one stream")
    defer { deflateEnd(&stream) }
    let bound = Int(deflateBound(&stream, UInt(bytes.count)))
    return [UInt8](unsafeUninitializedCapacity: bound) { output, count in
      bytes.withUnsafeBufferPointer { input in
        stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(bound)
        precondition(deflate(&stream, Z_FINISH) == Z_STREAM_END, "deflateBound is a bound")
      }
      count = bound - Int(stream.avail_out)
    }
  }

  /// Inflates a block that must give exactly `count` bytes.
  /// - Throws: `notCompressed` when it gives more, fewer, or is no zlib stream.
  package static func inflate(_ bytes: ArraySlice<UInt8>, count: Int) throws(WireError) -> [UInt8] {
    var stream = z_stream()
    precondition(gridward_inflate_init(&stream) == Z_OK, "zlib has memory for one stream")
    defer { inflateEnd(&stream) }
    var isWhole = false
    let result = [UInt8](unsafeUninitializedCapacity: count + 1) { output, filled in
      bytes.withUnsafeBufferPointer { input in
        stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(count + 1)
        isWhole = CZlib.inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.avail_in == 0
      }
      filled = count + 1 - Int(stream.avail_out)
    }
    guard isWhole, result.count == count else { throw WireError(.notCompressed, "\(count) bytes when inflated") }
    return result
  }
}
