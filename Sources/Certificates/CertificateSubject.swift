// Who a certificate speaks for: a node at an area, or the authority of an area's office.
package import Merge
package import X509

/// The subject of a Gridward certificate, written as two subject alternative names.
///
/// The DNS name places it in the tree for every program (`AreaName`); the URI says the same exactly, with the node's id.
/// - Invariant: a certificate that carries a subject has exactly one DNS name and one URI, and the DNS name is the area's.
/// - Source: protocol §11.1.
package enum CertificateSubject: Hashable, Sendable {
  case node(NodeID, area: Area)
  case authority(area: Area)

  package var area: Area {
    switch self {
    case .node(_, let area), .authority(let area): area
    }
  }

  /// `urn:gridward:node:<area>:<id>` or `urn:gridward:authority:<area>`.
  package var uri: String {
    switch self {
    case .node(let node, let area): "\(Self.nodePrefix)\(area.code):\(node)"
    case .authority(let area): "\(Self.authorityPrefix)\(area.code)"
    }
  }

  private static let nodePrefix = "urn:gridward:node:"
  private static let authorityPrefix = "urn:gridward:authority:"

  package init?(uri: String) {
    if uri.hasPrefix(Self.authorityPrefix), let area = Area(uri.dropFirst(Self.authorityPrefix.count)) {
      self = .authority(area: area)
      return
    }
    guard uri.hasPrefix(Self.nodePrefix) else { return nil }
    let parts = uri.dropFirst(Self.nodePrefix.count).split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let area = Area(parts[0]), let node = NodeID(hex: parts[1]) else { return nil }
    self = .node(node, area: area)
  }

  /// Reads the subject of a certificate; nil when its names are not those of a Gridward certificate, or disagree.
  package init?(_ certificate: Certificate) {
    guard let names = try? certificate.extensions.subjectAlternativeNames else { return nil }
    var dns: [String] = []
    var uris: [String] = []
    for name in names {
      switch name {
      case .dnsName(let name): dns.append(name)
      case .uniformResourceIdentifier(let uri): uris.append(uri)
      default: return nil
      }
    }
    guard dns.count == 1, uris.count == 1, let subject = CertificateSubject(uri: uris[0]),
      dns[0] == AreaName.dnsName(of: subject.area)
    else { return nil }
    self = subject
  }

  var alternativeNames: SubjectAlternativeNames {
    SubjectAlternativeNames([.dnsName(AreaName.dnsName(of: area)), .uniformResourceIdentifier(uri)])
  }

  /// For people; nothing is decided by it.
  func distinguishedName() throws -> DistinguishedName {
    let word =
      switch self {
      case .node: "node"
      case .authority: "authority"
      }
    // A common name holds at most 64 characters.
    return try DistinguishedName {
      OrganizationName("Gridward")
      OrganizationalUnitName(word)
      CommonName(area.code)
    }
  }
}
