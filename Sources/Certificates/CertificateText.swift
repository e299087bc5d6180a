// Certificates as PEM text, as files and documents hold them.
import Foundation
import SwiftASN1
package import X509

/// Reading and writing certificates as text.
package enum CertificateText {
  /// No chain of this tree is longer: one certificate for each tier, and the root.
  package static let chainMax = 10
  /// - Units: bytes.
  package static let textMax = 64 << 10

  package enum Fault: Error, Hashable, Sendable, CustomStringConvertible {
    case tooLarge
    case malformed

    package var description: String {
      switch self {
      case .tooLarge: "more certificates than a chain has"
      case .malformed: "no certificates in PEM"
      }
    }
  }

  package static func pem(_ certificates: [Certificate]) throws -> String {
    try certificates.map { try $0.serializeAsPEM().pemString + "\n" }.joined()
  }

  package static func der(_ certificate: Certificate) throws -> [UInt8] {
    var serializer = DER.Serializer()
    try serializer.serialize(certificate)
    return serializer.serializedBytes
  }

  package static func certificate(der: [UInt8]) throws -> Certificate { try Certificate(derEncoded: der) }

  /// Reads one certificate or more.
  package static func certificates(_ pem: String) throws -> [Certificate] {
    guard pem.utf8.count <= textMax else { throw Fault.tooLarge }
    guard let documents = try? PEMDocument.parseMultiple(pemString: pem), !documents.isEmpty else {
      throw Fault.malformed
    }
    guard documents.count <= chainMax else { throw Fault.tooLarge }
    return try documents.map { document in
      do { return try Certificate(pemDocument: document) } catch { throw Fault.malformed }
    }
  }
}

extension Certificate {
  /// - Units: seconds since 1970.
  package var begins: Int64 { Int64(notValidBefore.timeIntervalSince1970.rounded()) }
  package var ends: Int64 { Int64(notValidAfter.timeIntervalSince1970.rounded()) }

  /// The serial number in hexadecimal.
  package var serialText: String {
    serialNumber.bytes.map { byte in
      let text = String(byte, radix: 16)
      return text.count == 1 ? "0\(text)" : text
    }.joined()
  }
}
