// The private key of a device that is no phone: a program's, or that of a person at the command line.
import Crypto
import Merge
package import Trust

/// A P-256 key that signs actions: suite 1.
package struct DeviceSigningKey: Sendable {
  private let key: P256.Signing.PrivateKey
  package let deviceKey: DeviceKey

  /// Draws a new key.
  package init() { self.init(P256.Signing.PrivateKey()) }

  private init(_ key: P256.Signing.PrivateKey) {
    self.key = key
    guard let deviceKey = try? DeviceKey([DeviceKey.ecdsaP256] + key.publicKey.x963Representation) else {
      preconditionFailure("a point of P-256 is a device key")
    }
    self.deviceKey = deviceKey
  }

  /// - Parameter text: suite and private key in hexadecimal, as `text` has them; nil for anything else.
  package init?(text: some StringProtocol) {
    guard let bytes = [UInt8](hexadecimal: text), bytes.first == DeviceKey.ecdsaP256,
      let key = try? P256.Signing.PrivateKey(rawRepresentation: bytes.dropFirst())
    else { return nil }
    self.init(key)
  }

  var text: String { ([DeviceKey.ecdsaP256] + Array(key.rawRepresentation)).hexadecimal }

  /// - Throws: `EnrolmentError` where the machine's chance fails.
  package func sign(_ message: [UInt8]) throws(EnrolmentError) -> [UInt8] {
    do { return Array(try key.signature(for: message).rawRepresentation) } catch {
      throw EnrolmentError(.inputOutput, "nothing can be signed: \(error)")
    }
  }
}

extension DeviceKey {
  /// Six digits that two people compare: of a million keys one has them too, and it must be made while both are looking.
  package var digits: String {
    let number =
      Hashing.sha256(Array("gridward device digits 1".utf8) + encoded).bytes.prefix(8)
      .reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % 1_000_000
    let text = String(number)
    return String(repeating: "0", count: 6 - text.count) + text
  }
}
