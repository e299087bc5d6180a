// A person with a phone: a key of the suite that browsers have, and a pass that an office has signed.
import Crypto
package import Merge
package import Trust

/// A device, the same for the same number.
package struct SigningPhone: Sendable {
  private let key: P256.Signing.PrivateKey
  package let account: AccountID
  package let device: DeviceID
  /// The statement that certifies it.
  package let pass: Statement

  /// - Parameters:
  ///   - account: by the phone's number where none is given.
  ///   - issuer: whose key signs the pass.
  package init(
    _ number: UInt8, role: String = "patroller", at area: Area = Place.community, by issuer: SigningKey,
    account: AccountID? = nil
  ) throws {
    key = try P256.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: number, count: 32))
    let deviceKey = try DeviceKey([DeviceKey.ecdsaP256] + key.publicKey.x963Representation)
    device = deviceKey.device
    self.account = account ?? AccountID(Bytes16(high: 7, low: UInt64(number)))
    let pass = Pass(
      issuer: issuer.publicKey, key: deviceKey, account: self.account, area: area, role: role,
      post: RecordID(Bytes16(high: 9, low: UInt64(number))), issuedAt: 1_759_000_000_000, notAfter: 4_000_000_000_000)
    self.pass = Statement(.pass(pass), key: issuer)
  }

  /// Signs what is to be done to records.
  package func action(
    _ number: UInt64, _ changes: [Change], at area: Area = Place.community, class name: String = "work",
    actingFor: AccountID? = nil, deviceTime: Int64? = 1_767_225_600_000
  ) throws -> PortableAction {
    let draft = ActionDraft(
      deviceTime: deviceTime, actingFor: actingFor, area: area, class: name, changes: changes)
    return try PortableAction(draft, pass: pass.passID, number: number) { message throws in
      Array(try key.signature(for: message).rawRepresentation)
    }
  }

  /// Ends it beyond a number.
  package func withdrawal(last: UInt64, in area: Area = Place.community, by issuer: SigningKey) -> Statement {
    let withdrawal = Withdrawal(
      issuer: issuer.publicKey, device: device, area: area, at: 1_760_000_000_000, reason: "手机遗失", last: last)
    return Statement(.withdrawal(withdrawal), key: issuer)
  }
}
