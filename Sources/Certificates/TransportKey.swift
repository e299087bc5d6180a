// P-256 keys for TLS: apart from the keys that sign records, so that losing one is not losing the other.
package import Crypto
import SwiftASN1
package import X509

/// A node's or an authority's private transport key.
package struct TransportKey: Sendable {
  package let privateKey: P256.Signing.PrivateKey

  /// Makes a new key from the system's randomness.
  package init() { privateKey = P256.Signing.PrivateKey() }

  /// - Throws: when the text is no PEM of a P-256 private key.
  package init(pem: String) throws { privateKey = try P256.Signing.PrivateKey(pemRepresentation: pem) }

  package var pem: String { privateKey.pemRepresentation }
  package var pin: KeyPin { KeyPin(privateKey.publicKey) }
  var signing: Certificate.PrivateKey { Certificate.PrivateKey(privateKey) }
}

/// The SHA-256 of a public key's SubjectPublicKeyInfo in DER.
/// - Source: RFC 7469 §2.4.
package struct KeyPin: Hashable, Sendable {
  /// 32 bytes.
  package let bytes: [UInt8]

  package init?(bytes: some Sequence<UInt8>) {
    self.bytes = Array(bytes)
    guard self.bytes.count == SHA256.byteCount else { return nil }
  }

  init(_ key: P256.Signing.PublicKey) { bytes = Array(SHA256.hash(data: key.derRepresentation)) }

  /// The pin of a certificate's key; nil for a key of another kind.
  package init?(_ certificate: Certificate) {
    guard let key = P256.Signing.PublicKey(certificate.publicKey) else { return nil }
    self.init(key)
  }

  /// Sixteen digits in groups of four that two people can compare over the telephone.
  package var spoken: String {
    let number = bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % 10_000_000_000_000_000
    let digits = Array(String(10_000_000_000_000_000 + number).dropFirst())
    return stride(from: 0, to: 16, by: 4).map { String(digits[$0..<$0 + 4]) }.joined(separator: " ")
  }
}

/// A public key that is known to be on P-256.
struct P256Key {
  let pin: KeyPin

  init?(_ key: Certificate.PublicKey) {
    guard let key = P256.Signing.PublicKey(key) else { return nil }
    pin = KeyPin(key)
  }
}
