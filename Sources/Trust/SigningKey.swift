// Ed25519 keys (RFC 8032): what a node signs with, and what others know it by.
import Crypto
package import Merge

/// A public key of 32 bytes. The node it belongs to is named after it, so that a node id cannot be claimed without the key.
/// - Source: protocol §10.1.
package struct PublicKey: Hashable, Sendable, CustomStringConvertible {
  package let raw: Merge.Digest

  package init(_ raw: Merge.Digest) { self.raw = raw }

  /// The first sixteen bytes of the key's SHA-256.
  package var node: NodeID { NodeID(Hashing.sha256(raw.bytes).first16) }

  /// Whether `signature` is this key's over `message`. False for anything malformed.
  package func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
    guard signature.count == SigningKey.signatureBytes,
      let key = try? Curve25519.Signing.PublicKey(rawRepresentation: raw.bytes)
    else { return false }
    return key.isValidSignature(signature, for: message)
  }

  package init?(hex text: some StringProtocol) {
    guard text.utf8.count == 64, let high = Bytes16(hex: text.prefix(32)), let low = Bytes16(hex: text.suffix(32))
    else {
      return nil
    }
    self.init(Merge.Digest(high.bytes + low.bytes))
  }

  package var description: String { raw.description }
}

/// A private key. It never appears in a message, a description or a log.
package struct SigningKey: Sendable, CustomStringConvertible {
  package static let signatureBytes = 64
  package static let seedBytes = 32

  private let key: Curve25519.Signing.PrivateKey
  package let publicKey: PublicKey

  /// Makes the key of a seed.
  /// - Returns: nil unless there are 32 bytes.
  package init?(seed: [UInt8]) {
    guard seed.count == Self.seedBytes, let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
      return nil
    }
    self.key = key
    publicKey = PublicKey(Merge.Digest(key.publicKey.rawRepresentation))
  }

  /// The 32 bytes the key is kept as.
  package var seed: [UInt8] { Array(key.rawRepresentation) }
  package var node: NodeID { publicKey.node }

  /// 64 bytes. Ed25519 draws no random number, so the same message has the same signature.
  package func sign(_ message: [UInt8]) -> [UInt8] {
    guard let signature = try? key.signature(for: message) else { preconditionFailure("Ed25519 signs any message") }
    return Array(signature)
  }

  package var description: String { "key of \(node)" }
}
