// The folder of a node's keys and certificates.
package import Certificates
package import Foundation
import X509

/// What a node keeps beside its store to be known by and to know others by.
///
/// | file | |
/// |---|---|
/// | `transport.key` | the private key for TLS, PEM, mode 0600 |
/// | `authority.key` | an office's private authority key, PEM, mode 0600 |
/// | `application.json` | what was asked of the parent |
/// | `parent` | its address |
/// | `bundle.json` | what the parent sent: certificates, roots, grants |
/// | `chain.pem`, `authority.pem`, `root.pem` | the same certificates for other programs |
/// | `desk.json` | an office's enrolment desk, mode 0600 |
/// | `invitations.json` | the invitations that an office has given out, mode 0600 |
/// | `clock.json` | the latest time a parent has signed |
package struct TrustFolder: Sendable {
  package let url: URL

  package init(_ url: URL) { self.url = url }

  /// The folder that belongs to a store: `node.db` has `node.trust`.
  package init(store path: String) { url = URL(filePath: path).deletingPathExtension().appendingPathExtension("trust") }

  package func file(_ name: String) -> URL { url.appending(path: name) }

  package var isEnrolled: Bool { FileManager.default.fileExists(atPath: file("bundle.json").path) }

  package func make() throws(EnrolmentError) {
    try? FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    if mkdir(url.path, 0o700) == 0 || errno == EEXIST { return }
    throw EnrolmentError(
      .inputOutput, "\(url.path) cannot be made: \(String(cString: strerror(errno)))",
      hint: "Check the folder above it.")
  }

  /// Reads a key, or makes it where there is none.
  package func key(_ name: String) throws(EnrolmentError) -> TransportKey {
    let place = file(name)
    guard FileManager.default.fileExists(atPath: place.path) else {
      let key = TransportKey()
      try SecretFile.write(key.pem.utf8, to: place)
      return key
    }
    let text = String(decoding: try SecretFile.read(place), as: UTF8.self)
    do { return try TransportKey(pem: text) } catch {
      throw EnrolmentError(.damagedFile, "\(place.path) is no P-256 key", hint: "Restore it, or enrol the node anew.")
    }
  }

  package func bundle() throws(EnrolmentError) -> EnrolmentBundle {
    guard let bytes = try SecretFile.readOpen(file("bundle.json")) else {
      throw EnrolmentError(.notEnrolled, "this node is not enrolled", hint: "Enrol it with `gridward enroll`.")
    }
    do { return try JSONDecoder().decode(EnrolmentBundle.self, from: Data(bytes)) } catch {
      throw EnrolmentError(.damagedFile, "\(file("bundle.json").path) cannot be read", hint: "Enrol the node anew.")
    }
  }

  /// Keeps a bundle, after it was checked; `bundle.json` comes last, so that a cut leaves the old one in force.
  package func keepBundle(_ bundle: EnrolmentBundle) throws(EnrolmentError) {
    try SecretFile.write(bundle.chain.utf8, to: file("chain.pem"))
    try SecretFile.write(bundle.root.utf8, to: file("root.pem"))
    if let authority = bundle.authority { try SecretFile.write(authority.utf8, to: file("authority.pem")) }
    try SecretFile.write(Self.text(bundle), to: file("bundle.json"))
  }

  /// The application this node has made; nil before it made one.
  package func application() throws(EnrolmentError) -> EnrolmentApplication? {
    guard let bytes = try SecretFile.readOpen(file("application.json")) else { return nil }
    return try? JSONDecoder().decode(EnrolmentApplication.self, from: Data(bytes))
  }

  package func keepApplication(_ application: EnrolmentApplication) throws(EnrolmentError) {
    try SecretFile.write(Self.text(application), to: file("application.json"))
  }

  /// Where the parent was reached when this node was enrolled.
  package func parentAddress() throws(EnrolmentError) -> String? {
    guard let bytes = try SecretFile.readOpen(file("parent")) else { return nil }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").first.map(String.init)
  }

  package func keepParentAddress(_ address: String) throws(EnrolmentError) {
    try SecretFile.write("\(address)\n".utf8, to: file("parent"))
  }

  package static func text(_ document: some Encodable) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(document) else { preconditionFailure("these documents are always JSON") }
    return Array(data) + [UInt8(ascii: "\n")]
  }
}
