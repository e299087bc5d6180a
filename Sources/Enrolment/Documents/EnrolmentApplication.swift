// What a node asks its future parent for, as a JSON document that goes over the network or on a stick.
package import Certificates
import Foundation
package import Merge
package import Trust

/// An application: the keys of a node, each proved to be its own, and the area it is to stand for.
///
/// The private keys stay where they were made.
/// - Source: protocol §11.3.
package struct EnrolmentApplication: Codable, Hashable, Sendable {
  /// - Units: bytes.
  package static let bytesMax = 32 << 10
  static let nameMax = 128

  package var version = 1
  /// The area's code.
  package let area: String
  /// What people call the node.
  package let name: String
  /// The public signing key in hexadecimal; the node id follows from it.
  package let nodeKey: String
  /// PEM of the request for the transport certificate, and for an office the one for its authority.
  package let transport: String
  package let authority: String?
  /// The signing key's signature over all of the above, in hexadecimal.
  package let proof: String

  package init(area: Area, name: String, key: SigningKey, transport: TransportKey, authority: TransportKey?) throws {
    self.area = area.code
    self.name = String(name.prefix(Self.nameMax / 4))
    nodeKey = key.publicKey.description
    self.transport = try CertificateRequest(key: transport).pem
    self.authority = try authority.map { try CertificateRequest(key: $0).pem }
    let message = Self.message(
      area: self.area, name: self.name, nodeKey: nodeKey, transport: self.transport, authority: self.authority)
    proof = key.sign(message).hexadecimal
  }

  private static func message(area: String, name: String, nodeKey: String, transport: String, authority: String?)
    -> [UInt8]
  {
    var message = Array("gridward application 1".utf8)
    for part in [area, name, nodeKey, transport, authority ?? ""] {
      message.append(0)
      message += part.utf8
    }
    return message
  }

  /// What the application is called at both ends: 32 hexadecimal digits, not guessable by one who has not seen it.
  package var id: String {
    let message = Self.message(area: area, name: name, nodeKey: nodeKey, transport: transport, authority: authority)
    return Hashing.sha256(message).first16.hex
  }

  /// The parts, read and checked: the requests are signed by their keys, the whole by the signing key, and the area is one.
  package func checked() throws(EnrolmentRefusal) -> CheckedApplication {
    let message = Self.message(area: area, name: name, nodeKey: nodeKey, transport: transport, authority: authority)
    guard version == 1, name.utf8.count <= Self.nameMax, let place = Area(area), let key = PublicKey(hex: nodeKey),
      let signature = [UInt8](hexadecimal: proof), key.verifies(signature, of: message),
      (authority == nil) == (place.tier == .terminal)
    else { throw .invalid }
    do {
      return CheckedApplication(
        area: place, key: key, transport: try CertificateRequest(pem: transport),
        authority: try authority.map { pem throws(CertificateRequest.Fault) in try CertificateRequest(pem: pem) })
    } catch { throw .invalid }
  }
}

/// An application whose signatures hold.
package struct CheckedApplication: Sendable {
  package let area: Area
  package let key: PublicKey
  package let transport: CertificateRequest
  package let authority: CertificateRequest?

  package var node: NodeID { key.node }
}
