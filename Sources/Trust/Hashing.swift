// SHA-256 as the chain uses it: over a commit's header and the digest of its payload.
import Crypto
package import Merge

/// The hashes of protocol §3.4.
package enum Hashing {
  package static func sha256(_ bytes: some Sequence<UInt8>) -> Merge.Digest {
    var hasher = SHA256()
    if bytes.withContiguousStorageIfAvailable({ hasher.update(bufferPointer: UnsafeRawBufferPointer($0)) }) == nil {
      hasher.update(data: Array(bytes))
    }
    return digest(hasher)
  }

  /// A commit's chain hash: SHA-256 over its header's bytes followed by the SHA-256 of its payload's bytes.
  ///
  /// The header holds the previous commit's hash, so one head vouches for every commit before it; the payload enters by
  /// its digest, so it can be removed by law without breaking the chain.
  /// - Parameter redacted: the digest standing in for a removed payload.
  package static func chain(_ bytes: [UInt8], header: Range<Int>, payload: Range<Int>, redacted: Merge.Digest? = nil)
    -> Merge.Digest
  {
    let payloadDigest = redacted ?? sha256(bytes[payload])
    var hasher = SHA256()
    bytes[header].withUnsafeBytes { hasher.update(bufferPointer: $0) }
    let words = payloadDigest.words
    withUnsafeBytes(of: (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian)) {
      hasher.update(bufferPointer: $0)
    }
    return digest(hasher)
  }

  private static func digest(_ hasher: SHA256) -> Merge.Digest {
    let result = hasher.finalize()
    return result.withUnsafeBytes { Merge.Digest($0) }
  }
}
