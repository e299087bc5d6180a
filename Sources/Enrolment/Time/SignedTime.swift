// The time as a node signs it, for a child whose clock is too wrong to check a certificate by it.
package import Certificates
package import Merge
package import Trust
import X509

/// A signed time. It needs neither TLS nor any right clock to be believed: the nonce makes it fresh, the certificate chain
/// says whose key signs, and that is checked without looking at dates.
/// - Source: protocol §11.5.
package struct SignedTime: Codable, Hashable, Sendable {
  package static let nonceBytes = 16
  /// - Units: bytes.
  package static let bytesMax = 64 << 10

  package var version = 1
  package let nonce: String
  /// - Units: milliseconds since 1970.
  package let time: Int64
  package let key: String
  package let signature: String
  /// PEM of the signer's certificate and those above it.
  package let chain: String

  package init(nonce: [UInt8], time: Int64, key: SigningKey, chain: String) {
    (self.nonce, self.time, self.key, self.chain) = (nonce.hexadecimal, time, key.publicKey.description, chain)
    signature = key.sign(Self.message(nonce: nonce, time: time)).hexadecimal
  }

  /// The bytes that are signed.
  package static func message(nonce: [UInt8], time: Int64) -> [UInt8] {
    let bytes = (0..<8).map { UInt8(truncatingIfNeeded: time >> (56 - 8 * Int64($0))) }
    return Array("gridward time 1".utf8) + [0] + nonce + bytes
  }

  /// Whether this answers `nonce`, was signed by the node of `area` below the verifier's root, and lies within the life of
  /// that node's certificate: a parent whose own clock is far off does not take its children along.
  package func isGenuine(nonce: [UInt8], from area: Area, verifier: PeerVerifier, system: Int64? = nil) async -> Bool {
    guard version == 1, self.nonce == nonce.hexadecimal, let key = PublicKey(hex: key),
      let signature = [UInt8](hexadecimal: signature),
      key.verifies(signature, of: Self.message(nonce: nonce, time: time)),
      let certificates = try? CertificateText.certificates(chain), let leaf = certificates.first,
      leaf.begins * 1000 <= time || TrustedClock.agrees(time, system), time <= leaf.ends * 1000
    else { return false }
    return await verifier.nodeAtAnyTime(certificates) == PeerName(node: key.node, area: area)
  }
}
