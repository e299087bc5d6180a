// Signing what a desk approves: certificates by the office's authority, the grant by the office's own key.
package import Certificates
import Foundation
import Merge
package import Trust
package import X509

/// What an office signs with, and what it hands on.
package struct Issuer: Sendable {
  package let authority: CertificateAuthority
  private let root: Certificate
  private let rootKey: PublicKey
  /// Signs grants: the office's signing key, or the city's root key.
  private let key: SigningKey
  /// From the root key down to the office's own grant.
  private let statements: [Statement]
  /// Nil for the root, whose subject has nobody above.
  private let name: EnrolmentBundle.ParentName?

  package init(
    authority: CertificateAuthority, root: Certificate, rootKey: PublicKey, key: SigningKey, statements: [Statement],
    isRoot: Bool = false
  ) {
    (self.authority, self.root, self.rootKey) = (authority, root, rootKey)
    (self.key, self.statements) = (key, statements)
    name = isRoot ? nil : EnrolmentBundle.ParentName(area: authority.area, key: key.publicKey)
  }

  /// Signs everything a new node needs.
  /// - Parameter now: seconds since 1970.
  /// - Throws: `CertificateAuthority.Refusal` for an area that is not the office's to give.
  package func admit(_ application: CheckedApplication, name: String, now: Int64) throws
    -> (bundle: EnrolmentBundle, member: DeskState.Member)
  {
    let (chain, authorityChain) = try certificates(for: application, now: now)
    let content = Grant(issuer: key.publicKey, subject: application.key, area: application.area, issuedAt: now * 1000)
    let grant = Statement(.grant(content), key: key)
    let bundle = try EnrolmentBundle(
      area: application.area, node: application.node, chain: chain, authority: authorityChain, root: root,
      rootKey: rootKey, statements: statements + [grant], parent: self.name)
    let member = DeskState.Member(
      node: application.node.description, area: application.area.code, name: name,
      key: application.key.description, serial: chain[0].serialText, ends: chain[0].ends,
      grant: grant.encoded.hexadecimal)
    return (bundle, member)
  }

  /// Signs new certificates for keys.
  package func certificates(for application: CheckedApplication, now: Int64) throws
    -> (chain: [Certificate], authority: [Certificate]?)
  {
    let leaf = try authority.certify(
      node: application.node, area: application.area, key: application.transport.key, now: now,
      lifetime: name == nil ? CertificateTerms.authority : CertificateTerms.node)
    let office = try application.authority.map {
      [try authority.certify(authority: application.area, key: $0.key, now: now)] + authority.chain
    }
    return ([leaf] + authority.chain, office)
  }
}
