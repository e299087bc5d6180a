// The authority of an office: signs the certificates of the nodes and offices below it.
import Crypto
import Foundation
package import Merge
import SwiftASN1
package import X509

/// A certificate authority: the city's root, or that of an office inside the part of the tree it was given.
///
/// Whatever it is asked, it signs nothing outside its own subtree, nothing longer than its own certificate holds, and no
/// authority as wide as itself.
package struct CertificateAuthority: Sendable {
  package let certificate: Certificate
  /// From its own certificate up to, and without, the city's root; empty for the root itself.
  package let chain: [Certificate]
  package let area: Area
  private let key: TransportKey

  /// Why nothing was signed.
  package enum Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    case notAnAuthority
    case outsideItsSubtree
    case noTimeLeft

    package var description: String {
      switch self {
      case .notAnAuthority: "the certificate is none that signs others, or not of this key"
      case .outsideItsSubtree: "the area does not lie below the authority's own"
      case .noTimeLeft: "the authority's own certificate has ended"
      }
    }
  }

  /// - Parameter chain: begins with the authority's own certificate unless it is the root.
  /// - Throws: `Refusal.notAnAuthority` when the certificate is not one of an authority with this key.
  package init(certificate: Certificate, chain: [Certificate], key: TransportKey) throws {
    guard case .authority(let area)? = CertificateSubject(certificate), KeyPin(certificate) == key.pin else {
      throw Refusal.notAnAuthority
    }
    (self.certificate, self.chain, self.area, self.key) = (certificate, chain, area, key)
  }

  package var pin: KeyPin { key.pin }
  private var isRoot: Bool { chain.isEmpty }

  /// Makes the root of a city: signed by itself, bound to the city's area.
  /// - Parameter now: seconds since 1970, as everywhere here.
  package static func root(area: Area, key: TransportKey, now: Int64) throws -> CertificateAuthority {
    let subject = CertificateSubject.authority(area: area)
    let name = try DistinguishedName {
      OrganizationName("Gridward")
      OrganizationalUnitName("root")
      CommonName(area.code)
    }
    let certificate = try Certificate(
      version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: key.signing.publicKey,
      notValidBefore: date(now - CertificateTerms.backdate), notValidAfter: date(now + CertificateTerms.root),
      issuer: name, subject: name,
      extensions: try authorityExtensions(
        subject, key: key.signing.publicKey, issuer: nil, permitted: AreaName.dnsName(of: area), pathLength: nil),
      issuerPrivateKey: key.signing)
    return try CertificateAuthority(certificate: certificate, chain: [], key: key)
  }

  /// Signs a node's certificate, for TLS as server and as client.
  package func certify(
    node: NodeID, area: Area, key: Certificate.PublicKey, now: Int64, lifetime: Int64 = CertificateTerms.node
  ) throws -> Certificate {
    let subject = CertificateSubject.node(node, area: area)
    guard isRoot ? area == self.area : self.area != area && self.area.contains(area) else {
      throw Refusal.outsideItsSubtree
    }
    let extensions = try Certificate.Extensions {
      Critical(BasicConstraints.notCertificateAuthority)
      Critical(KeyUsage(digitalSignature: true))
      try ExtendedKeyUsage([.serverAuth, .clientAuth])
      SubjectKeyIdentifier(hash: key)
      AuthorityKeyIdentifier(keyIdentifier: SubjectKeyIdentifier(hash: self.certificate.publicKey).keyIdentifier)
      subject.alternativeNames
    }
    return try sign(subject, key: key, now: now, lifetime: lifetime, extensions: extensions)
  }

  /// Signs the authority of an office, bound to what lies below the office's area.
  package func certify(authority area: Area, key: Certificate.PublicKey, now: Int64) throws -> Certificate {
    let subject = CertificateSubject.authority(area: area)
    guard isRoot ? area == self.area : self.area != area && self.area.contains(area), area.tier != .terminal else {
      throw Refusal.outsideItsSubtree
    }
    let extensions = try Self.authorityExtensions(
      subject, key: key, issuer: certificate.publicKey, permitted: AreaName.subtree(below: area),
      pathLength: CertificateTerms.pathLength(below: area))
    return try sign(subject, key: key, now: now, lifetime: CertificateTerms.authority, extensions: extensions)
  }

  private func sign(
    _ subject: CertificateSubject, key: Certificate.PublicKey, now: Int64, lifetime: Int64,
    extensions: Certificate.Extensions
  ) throws -> Certificate {
    let end = min(Self.date(now + lifetime), certificate.notValidAfter)
    guard end > Self.date(now) || lifetime <= 0 else { throw Refusal.noTimeLeft }
    return try Certificate(
      version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: key,
      notValidBefore: Self.date(now - CertificateTerms.backdate), notValidAfter: end,
      issuer: certificate.subject, subject: try subject.distinguishedName(), extensions: extensions,
      issuerPrivateKey: self.key.signing)
  }

  private static func authorityExtensions(
    _ subject: CertificateSubject, key: Certificate.PublicKey, issuer: Certificate.PublicKey?, permitted: String,
    pathLength: Int?
  ) throws -> Certificate.Extensions {
    try Certificate.Extensions {
      Critical(BasicConstraints.isCertificateAuthority(maxPathLength: pathLength))
      Critical(KeyUsage(keyCertSign: true, cRLSign: true))
      Critical(NameConstraints(permittedDNSDomains: [permitted]))
      SubjectKeyIdentifier(hash: key)
      AuthorityKeyIdentifier(keyIdentifier: SubjectKeyIdentifier(hash: issuer ?? key).keyIdentifier)
      subject.alternativeNames
    }
  }

  private static func date(_ seconds: Int64) -> Date { Date(timeIntervalSince1970: Double(seconds)) }
}
