// A commit of which one bit is wrong, put right by the hash that stands beside it.
import Merge
import Trust
import Wire

/// Finds the wrong bit where it is the only one: turned over, the commit has its hash again. No other content has that hash, so what
/// is found is what was made, whoever says so.
struct CommitMending {
  /// Longer commits are not tried.
  private static let bytesMax = 4_096
  /// How many bytes one salvage hashes for this, a few seconds' work: a disk may have damaged everything.
  private static let hashedMax = 1 << 31

  private var hashed = 0

  /// - Parameter scanner: has read the commit that is returned; otherwise what it has read is of no account.
  /// - Returns: nil where not one bit alone is wrong, and where it is too much to try.
  mutating func mended(_ body: [UInt8], hash: Digest, scanner: inout CommitScanner) -> [UInt8]? {
    guard body.count <= Self.bytesMax else { return nil }
    let work = body.count * body.count * 8
    guard hashed + work <= Self.hashedMax else { return nil }
    hashed += work
    var bytes = body
    for place in bytes.indices {
      for bit in 0..<8 {
        bytes[place] ^= 1 << UInt8(bit)
        if Self.hash(bytes, &scanner) == hash { return bytes }
        bytes[place] ^= 1 << UInt8(bit)
      }
    }
    return nil
  }

  /// The chain hash of a commit; nil when it cannot be read.
  static func hash(_ body: [UInt8], _ scanner: inout CommitScanner) -> Digest? {
    var reader = CBORReader(body)
    guard (try? scanner.scan(&reader)) != nil else { return nil }
    return Hashing.chain(body, header: scanner.header, payload: scanner.payload, redacted: scanner.redacted)
  }
}
