// Checking a peer's certificate chain against the city's root, at a time that is told and not read from a clock.
import Foundation
package import Merge
@_spi(FixedExpiryValidationTime) package import X509

/// Checks chains below one root.
package struct PeerVerifier: Sendable {
  private let root: Certificate
  private let area: Area

  /// - Parameters:
  ///   - root: the city's root certificate, the only one trusted.
  ///   - area: where the node that checks stands.
  package init(root: Certificate, area: Area) { (self.root, self.area) = (root, area) }

  /// Judges the certificate a child shows: it must be in force, go back to the root by constrained authorities, and be
  /// signed by the office of this very area, whichever of its keys signed it.
  /// - Parameters:
  ///   - chain: as the peer sent it, its own certificate first.
  ///   - now: seconds since 1970.
  ///   - isRevoked: asked last, for a certificate that is good otherwise.
  package func child(_ chain: [Certificate], now: Int64, isRevoked: (NodeID) -> Bool) async -> PeerVerdict {
    guard let leaf = chain.first else { return .refused(.missing) }
    guard chain.count <= CertificateText.chainMax, case .node(let node, let place)? = CertificateSubject(leaf),
      isForTLS(leaf)
    else { return .refused(.untrusted) }
    // Whoever shows it has it: a beginning that lies ahead says that a clock is or was wrong, and nothing of the certificate. An
    // expired one is judged as of its last moment, so that the reason told is that it has expired.
    let moment = min(max(now, chain.map(\.begins).max() ?? now), leaf.ends)
    guard let issuer = await issuer(of: leaf, among: chain.dropFirst(), at: moment) else {
      return .refused(.untrusted)
    }
    guard case .authority(let office)? = CertificateSubject(issuer), office == area, area != place, area.contains(place)
    else { return .refused(.otherBranch) }
    guard !isRevoked(node) else { return .refused(.revoked) }
    if now <= leaf.ends { return .accepted(PeerName(node: node, area: place)) }
    return now - leaf.ends <= CertificateTerms.grace
      ? .inGrace(PeerName(node: node, area: place)) : .refused(.expired)
  }

  /// Whether a chain is one of the node it names, whatever the time.
  /// - Returns: who it speaks for; nil when it does not go back to the root.
  package func nodeAtAnyTime(_ chain: [Certificate]) async -> PeerName? {
    guard let leaf = chain.first, chain.count <= CertificateText.chainMax,
      case .node(let node, let place)? = CertificateSubject(leaf),
      await issuer(of: leaf, among: chain.dropFirst(), at: leaf.begins + CertificateTerms.backdate) != nil
    else { return nil }
    return PeerName(node: node, area: place)
  }

  /// Whether an office's authority goes back to the root at a time.
  package func isAuthority(_ chain: [Certificate], of area: Area, now: Int64) async -> Bool {
    guard let first = chain.first, CertificateSubject(first) == .authority(area: area) else { return false }
    return await issuer(of: first, among: chain.dropFirst(), at: now) != nil
  }

  /// The certificate that signed a valid one; nil when the chain does not hold.
  private func issuer(of leaf: Certificate, among others: ArraySlice<Certificate>, at time: Int64) async -> Certificate?
  {
    let date = Date(timeIntervalSince1970: Double(time))
    var verifier = Verifier(rootCertificates: CertificateStore([root])) {
      RFC5280Policy(fixedExpiryValidationTime: date)
    }
    let result = await verifier.validate(leaf: leaf, intermediates: CertificateStore(others))
    guard case .validCertificate(let chain) = result else { return nil }
    return Array(chain).dropFirst().first
  }

  private func isForTLS(_ leaf: Certificate) -> Bool {
    guard let usage = try? leaf.extensions.extendedKeyUsage else { return false }
    return usage.contains(.clientAuth)
  }
}
