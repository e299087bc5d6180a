// What a node asks to have certified: a public key, proved to be its own.
import Foundation
import SwiftASN1
package import X509

/// A PKCS #10 request. Only its key counts: the names are those the issuer grants, not those the applicant wishes.
/// - Source: RFC 2986.
package struct CertificateRequest: Sendable {
  /// - Units: bytes.
  package static let textMax = 8 << 10

  package let pem: String
  package let key: Certificate.PublicKey
  package let pin: KeyPin

  package enum Fault: Error, Hashable, Sendable {
    case malformed
    /// The request is not signed by the key it is about.
    case notItsOwnKey
    case notP256
  }

  /// Makes a request for a key.
  package init(key: TransportKey) throws {
    let name = try DistinguishedName { OrganizationName("Gridward") }
    let request = try CertificateSigningRequest(
      version: .v1, subject: name, privateKey: key.signing, attributes: .init(),
      signatureAlgorithm: .ecdsaWithSHA256)
    pem = try request.serializeAsPEM().pemString
    (self.key, pin) = (request.publicKey, key.pin)
  }

  /// Reads a request and checks that whoever made it has the key.
  package init(pem: String) throws(Fault) {
    guard pem.utf8.count <= Self.textMax, let request = try? CertificateSigningRequest(pemEncoded: pem) else {
      throw .malformed
    }
    guard let key = P256Key(request.publicKey) else { throw .notP256 }
    guard request.publicKey.isValidSignature(request.signature, for: request) else { throw .notItsOwnKey }
    self.pem = pem
    self.key = request.publicKey
    pin = key.pin
  }
}
