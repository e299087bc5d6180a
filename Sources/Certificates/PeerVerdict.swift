// What the other end of a connection has shown of itself.
package import Merge

/// Why a certificate does not open a link. The raw value is the problem type and never changes its meaning.
/// - Source: protocol §11.4.
package enum CertificateRefusal: String, Error, Hashable, Sendable, CaseIterable, CustomStringConvertible {
  case missing = "certificate-missing"
  /// Not signed below this city's root, or not for TLS, or with names that no node has.
  case untrusted = "certificate-untrusted"
  case expired = "certificate-expired"
  case notYetValid = "certificate-not-yet-valid"
  /// A good certificate, but of a node that another office enrolled.
  case otherBranch = "certificate-other-branch"
  case revoked = "certificate-revoked"
  /// What the peer says of itself is not what its certificate says.
  case mismatch = "certificate-mismatch"

  package var description: String { message }
  package var message: String {
    switch self {
    case .missing: "No client certificate was shown; enrol this node first."
    case .untrusted: "The certificate was not issued below this city's root."
    case .expired: "The certificate has expired; it serves only to ask for a new one."
    case .notYetValid: "The certificate is not valid yet; one of the two clocks is wrong."
    case .otherBranch: "The certificate belongs to a node of another branch."
    case .revoked: "This node's enrolment was revoked."
    case .mismatch: "The node that speaks is not the one its certificate names."
    }
  }
}

/// Who a node is, as its certificate proves.
package struct PeerName: Hashable, Sendable, CustomStringConvertible {
  package let node: NodeID
  package let area: Area

  package init(node: NodeID, area: Area) { (self.node, self.area) = (node, area) }

  package var description: String { "\(node) at \(area.code)" }
}

/// What came of checking a peer's certificate.
package enum PeerVerdict: Hashable, Sendable {
  case accepted(PeerName)
  /// Expired by less than the grace time: good for renewal and nothing else.
  case inGrace(PeerName)
  case refused(CertificateRefusal)
}
