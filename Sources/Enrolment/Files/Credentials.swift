// What a running node presents to others and checks others by.
package import Certificates
import Foundation
package import Merge
package import Trust
package import X509

/// A node's certificates and keys, read and checked once.
package struct Credentials: Sendable {
  package let bundle: EnrolmentBundle
  package let area: Area
  package let node: NodeID
  /// The node's own certificate first, without the root.
  package let chain: [Certificate]
  package let transport: TransportKey
  package let root: Certificate
  package let rootKey: PublicKey
  package let statements: [Statement]
  /// An office's authority over what is below it.
  package let authority: CertificateAuthority?
  package let parent: (area: Area, key: PublicKey)?

  /// - Units: seconds since 1970.
  package var begins: Int64 { chain[0].begins }
  package var ends: Int64 { chain[0].ends }
  package var verifier: PeerVerifier { PeerVerifier(root: root, area: area) }

  /// When to ask for the next certificate: after two thirds of this one's life.
  package var renewal: Int64 {
    let start = begins + CertificateTerms.backdate
    return start + (ends - start) / 3 * 2
  }

  /// Whether it is time to ask for the next certificate.
  package func isRenewalDue(now: Int64) -> Bool {
    now >= renewal
  }

  package func isExpired(now: Int64) -> Bool { now > ends }

  /// Reads the folder's bundle and keys.
  /// - Throws: `EnrolmentError`; a key file that others could read is refused.
  package init(_ folder: TrustFolder) throws(EnrolmentError) {
    let bundle = try folder.bundle()
    let authorityKey = bundle.authority == nil ? nil : try folder.key("authority.key")
    try self.init(bundle, transport: try folder.key("transport.key"), authority: authorityKey)
  }

  /// - Throws: `badBundle` when the certificates are not about these keys.
  package init(_ bundle: EnrolmentBundle, transport: TransportKey, authority key: TransportKey?) throws(EnrolmentError)
  {
    let parts = try bundle.parts()
    guard KeyPin(parts.chain[0]) == transport.pin,
      CertificateSubject(parts.chain[0]) == .node(parts.node, area: parts.area)
    else { throw Self.foreign }
    (self.bundle, self.transport) = (bundle, transport)
    (area, node, chain) = (parts.area, parts.node, parts.chain)
    (root, rootKey, statements) = (parts.root, parts.rootKey, parts.statements)
    authority = try parts.authority.map { chain throws(EnrolmentError) in
      do {
        guard let key else { throw CertificateAuthority.Refusal.notAnAuthority }
        return try CertificateAuthority(certificate: chain[0], chain: chain, key: key)
      } catch { throw Self.foreign }
    }
    parent = try bundle.parent.map { name throws(EnrolmentError) in
      guard let area = Area(name.area), let key = PublicKey(hex: name.key), area.contains(parts.area) else {
        throw Self.foreign
      }
      return (area, key)
    }
  }

  /// Checks a bundle that has just come: it must be about this node, and its chains must go back to its root.
  /// - Parameters:
  ///   - node: the id that follows from the node's signing key.
  ///   - now: seconds since 1970.
  package func check(node: NodeID, area: Area, now: Int64) async throws(EnrolmentError) {
    guard node == self.node, area == self.area, await verifier.nodeAtAnyTime(chain) == PeerName(node: node, area: area)
    else { throw Self.foreign }
    guard let authority else { return }
    guard authority.area == area,
      await verifier.isAuthority(authority.chain, of: area, now: authority.certificate.begins)
    else { throw Self.foreign }
  }

  private static var foreign: EnrolmentError {
    EnrolmentError(
      .badBundle, "the certificates are not this node's", hint: "Ask the office for the right bundle, or enrol anew.")
  }
}
