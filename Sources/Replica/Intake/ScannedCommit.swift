// One commit read through: its bytes, where its parts lie in them, and its chain hash.
package import Merge
package import Wire

/// A commit that has been scanned and hashed.
package struct ScannedCommit: Sendable {
  /// The bytes it lies in, which may hold others too; the scan's places count from their beginning.
  package let buffer: [UInt8]
  package let scan: CommitScanner
  package let hash: Digest

  package init(_ buffer: [UInt8], scan: CommitScanner, hash: Digest) {
    self.buffer = buffer
    self.scan = scan
    self.hash = hash
  }

  package var dot: Dot { Dot(feed: scan.feed, seq: scan.seq) }
  /// The commit's own bytes.
  package var bytes: ArraySlice<UInt8> { buffer[scan.whole] }
}
