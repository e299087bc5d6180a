// What a device asks an office for, and what it gets: JSON documents that go on a stick or by any other way.
import Foundation
import Merge
package import Trust

/// A device's request for a pass: its key, proved to be its own, and the account it is to act for.
package struct PassRequest: Codable, Hashable, Sendable {
  /// - Units: bytes.
  package static let bytesMax = 8 << 10

  package var version = 1
  /// The device key with its suite, in hexadecimal.
  package let key: String
  /// A UUID.
  package let account: String
  /// The key's signature over both, in hexadecimal.
  package let proof: String
  /// What shows that whoever made it was handed an invitation; nil where the digits show that.
  package private(set) var invitation: Mark?

  /// Which invitation, and a code over the request that only whoever has it can make; both in hexadecimal.
  package struct Mark: Codable, Hashable, Sendable {
    let id: String
    let mark: String
  }

  package init(_ key: DeviceSigningKey, account: AccountID) throws(EnrolmentError) {
    self.key = key.deviceKey.encoded.hexadecimal
    self.account = account.description
    proof = try key.sign(Self.message(self.key, self.account)).hexadecimal
  }

  /// The request as somebody makes it who was invited.
  package func invited(by invitation: Invitation) -> PassRequest {
    var request = self
    request.invitation = Mark(id: invitation.id, mark: invitation.mark(self))
    return request
  }

  private static func message(_ key: String, _ account: String) -> [UInt8] {
    Array("gridward pass request 1\u{0}\(key)\u{0}\(account)".utf8)
  }

  /// The parts, when the key has signed them.
  /// - Throws: `badBundle`.
  package func checked() throws(EnrolmentError) -> (key: DeviceKey, account: AccountID) {
    guard version == 1, let bytes = [UInt8](hexadecimal: key), let device = try? DeviceKey(bytes),
      let account = RecordID(hex: account).map({ AccountID($0.raw) }), account.description == self.account,
      let signature = [UInt8](hexadecimal: proof), device.verifies(signature, of: Self.message(key, self.account))
    else {
      throw EnrolmentError(
        .badBundle, "the request is not whole, or not signed by the key it names", hint: "Have it made and copied anew."
      )
    }
    return (device, account)
  }
}

/// A pass on its way to its device.
package struct IssuedPass: Codable, Hashable, Sendable {
  /// - Units: bytes.
  package static let bytesMax = 8 << 10

  package var version = 1
  /// The signed statement in hexadecimal.
  package let statement: String

  package init(_ statement: Statement) { self.statement = statement.encoded.hexadecimal }

  /// The pass, when its issuer has signed it. Whether it counts hangs on grants, which a device does not hold.
  /// - Throws: `badBundle`.
  package func checked() throws(EnrolmentError) -> (statement: Statement, pass: Pass) {
    guard version == 1, let bytes = [UInt8](hexadecimal: statement), let read = try? Statement(encoded: bytes),
      case .pass(let pass) = read.content
    else { throw EnrolmentError(.badBundle, "that is no pass", hint: "Have it copied anew.") }
    return (read, pass)
  }
}
