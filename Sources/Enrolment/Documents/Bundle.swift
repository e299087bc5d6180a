// What an approved node gets: its certificates, the city's roots, and the word that lets it write.
import Certificates
import Foundation
package import Merge
package import Trust
package import X509

/// An enrolment bundle. Nothing in it is secret.
/// - Source: protocol §11.3.
package struct EnrolmentBundle: Codable, Hashable, Sendable {
  /// - Units: bytes.
  package static let bytesMax = 512 << 10

  package var version = 1
  package let area: String
  package let node: String
  /// PEM of the node's certificate and the authorities above it, without the root.
  package let chain: String
  /// PEM of the office's own authority and those above it; nil for a terminal.
  package let authority: String?
  /// PEM of the city's root certificate, and its signing key in hexadecimal.
  package let root: String
  package let rootKey: String
  /// The statements from the root key down to this node's grant, in hexadecimal.
  package let statements: [String]
  /// The node above; nil for the one at the top.
  package let parent: ParentName?

  /// The node above, as a child knows it.
  package struct ParentName: Codable, Hashable, Sendable {
    package let area: String
    /// Its public signing key in hexadecimal.
    package let key: String

    package init(area: Area, key: PublicKey) { (self.area, self.key) = (area.code, key.description) }
  }

  package init(
    area: Area, node: NodeID, chain: [Certificate], authority: [Certificate]?, root: Certificate, rootKey: PublicKey,
    statements: [Statement], parent: ParentName?
  ) throws {
    self.area = area.code
    self.node = node.description
    self.chain = try CertificateText.pem(chain)
    self.authority = try authority.map { try CertificateText.pem($0) }
    self.root = try CertificateText.pem([root])
    self.rootKey = rootKey.description
    self.statements = statements.map(\.encoded.hexadecimal)
    self.parent = parent
  }

  /// The same with renewed certificates.
  package func renewed(chain: [Certificate], authority: [Certificate]?) throws -> EnrolmentBundle {
    try EnrolmentBundle(
      area: try parts().area, node: try parts().node, chain: chain, authority: authority,
      root: try parts().root, rootKey: try parts().rootKey, statements: try parts().statements, parent: parent)
  }

  /// The parts, read.
  /// - Throws: `badBundle`.
  package func parts() throws(EnrolmentError) -> BundleParts {
    do {
      let roots = try CertificateText.certificates(root)
      guard version == 1, let area = Area(area), let node = NodeID(hex: node), let rootKey = PublicKey(hex: rootKey),
        roots.count == 1
      else { throw CertificateText.Fault.malformed }
      return BundleParts(
        area: area, node: node, chain: try CertificateText.certificates(chain),
        authority: try authority.map { try CertificateText.certificates($0) }, root: roots[0], rootKey: rootKey,
        statements: try statements.map { text in
          guard let bytes = [UInt8](hexadecimal: text) else { throw CertificateText.Fault.malformed }
          return try Statement(encoded: bytes)
        })
    } catch {
      throw EnrolmentError(.badBundle, "the enrolment bundle cannot be read", hint: "Ask the office for it again.")
    }
  }
}

/// A bundle's parts.
package struct BundleParts: Sendable {
  package let area: Area
  package let node: NodeID
  package let chain: [Certificate]
  package let authority: [Certificate]?
  package let root: Certificate
  package let rootKey: PublicKey
  package let statements: [Statement]
}
