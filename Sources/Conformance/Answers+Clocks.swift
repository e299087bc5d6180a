// Names in certificates, and times that a node has signed: chapter 11.
import Certificates
import Enrolment
import Foundation
import Merge

extension Answers {
  static let clocks: [String: Reading] = ["dns-name": dnsName, "signed-time": signedTime]

  private static func dnsName(_ input: JSON) throws -> JSON { .string(AreaName.dnsName(of: try input.area)) }

  /// Whether a signed time counts at a child that has asked with a nonce.
  private static func signedTime(_ input: JSON) async throws -> JSON {
    let (nonce, machine) = (try input["nonce"].bytes, try input["machine"].int)
    guard let root = try? CertificateText.certificates(try input["root"].string).first else {
      throw try input["root"].fault("the root's certificate")
    }
    // What is no answer of this form is one that does not count, as at a child.
    guard let time = try? JSONDecoder().decode(SignedTime.self, from: Data(try input["answer"].text.utf8)) else {
      return .object(["message": .null, "counts": .bool(false)])
    }
    let parent = try input["parent"].area
    let isGenuine = await time.isGenuine(
      nonce: nonce, from: parent, verifier: PeerVerifier(root: root, area: parent), system: machine)
    let clock = TrustedClock(nil) { machine }
    if let latest = try input["latest"].optional({ try $0.int(in: 0...Int64.max) }) { _ = clock.adopt(latest) }
    return .object([
      "message": JSON(SignedTime.message(nonce: nonce, time: time.time)),
      "counts": .bool(isGenuine && clock.adopt(time.time)),
    ])
  }
}
