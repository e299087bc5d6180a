// The key of a person's device: the suite it is for, and the key as that suite writes it.
import Crypto
import Merge
package import Wire

/// What a device signs with, and what passes certify.
///
/// A key of a suite that this version does not know can be read, so that its pass is kept and named; nothing it signs holds.
/// - Source: protocol §16.1.
package struct DeviceKey: Hashable, Sendable {
  /// The suite's byte, then the key.
  package let encoded: [UInt8]

  /// ECDSA over P-256 with SHA-256: every browser has it. The key is uncompressed (65 bytes), a signature r and s.
  package static let ecdsaP256: UInt8 = 1
  /// The longest key of any suite, with its byte.
  package static let bytesMax = 256
  /// The length of a signature, of whatever suite.
  package static let signatureBytes = 64

  /// - Throws: `WireError` for what is no key of its suite.
  package init(_ encoded: [UInt8]) throws(WireError) {
    guard encoded.count <= Self.bytesMax else { throw WireError(.tooLarge, "a device key") }
    guard encoded.count > 1, encoded[0] != 0 else { throw WireError(.malformed, "a suite and a key") }
    let isOfItsSuite = encoded[0] != Self.ecdsaP256 || encoded.count == 66 && encoded[1] == 4
    guard isOfItsSuite else { throw WireError(.malformed, "an uncompressed point of 65 bytes") }
    self.encoded = encoded
  }

  package var suite: UInt8 { encoded[0] }
  package var device: DeviceID { DeviceID(Hashing.sha256(encoded).first16) }

  /// Whether `signature` is this key's over `message`. False for anything malformed, and for a suite nobody here knows.
  ///
  /// Of ECDSA two signatures hold for one message and key, s and its negative: a signature identifies nothing.
  package func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
    guard suite == Self.ecdsaP256, signature.count == Self.signatureBytes,
      let key = try? P256.Signing.PublicKey(x963Representation: encoded[1...]),
      let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature)
    else { return false }
    return key.isValidSignature(signature, for: message)
  }
}
