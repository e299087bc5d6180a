// Commits one after another, each behind its length, so that one that cannot be read costs only itself.

/// The content of a batch: each commit wrapped as a byte string.
/// - Source: protocol §5.4.
package enum CommitSequence {
  /// Appends a commit's bytes behind their length.
  package static func append(_ commit: some Collection<UInt8>, to buffer: inout [UInt8]) {
    var writer = CBORWriter()
    swap(&writer.bytes, &buffer)
    writer.byteStringHead(commit.count)
    writer.bytes.append(contentsOf: commit)
    swap(&writer.bytes, &buffer)
  }

  /// Appends a commit that lies somewhere in memory, without an array in between.
  package static func append(_ commit: UnsafeRawBufferPointer, to buffer: inout [UInt8]) {
    var writer = CBORWriter()
    swap(&writer.bytes, &buffer)
    writer.byteStringHead(commit.count)
    writer.bytes.append(contentsOf: commit)
    swap(&writer.bytes, &buffer)
  }
}

extension CBORWriter {
  package mutating func byteStringHead(_ count: Int) { head(2 << 5, UInt64(count)) }
}
