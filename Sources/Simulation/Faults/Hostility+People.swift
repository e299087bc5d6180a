// What a hostile node makes of people: signatures that nobody has made, people who do not exist, actions altered or kept back.
import Catalog
import Merge
import Trust

/// Somebody whom a hostile node has made up, with a device that it has certified itself.
struct InventedPerson: Sendable {
  let signer: DeviceSigner
  let pass: Pass
  let statement: Statement
  var number: UInt64 = 0

  /// - Parameter issuer: the node that has been taken over.
  init(role: String, at area: Area, by issuer: SigningKey, now: Int64, _ draw: inout Draw) {
    signer = DeviceSigner(&draw)
    let (account, post) = (Bytes16(high: draw.next(), low: draw.next()), Bytes16(high: draw.next(), low: draw.next()))
    pass = Pass(
      issuer: issuer.publicKey, key: signer.key, account: AccountID(account), area: area, role: role,
      post: RecordID(post), issuedAt: now, notAfter: now + PersonalDevice.passMilliseconds)
    statement = Statement(.pass(pass), key: issuer)
  }

  mutating func sign(_ draft: ActionDraft) -> PortableAction {
    number += 1
    return PortableAction(draft, pass: statement.passID, number: number) { signer.sign($0) }
  }
}

extension Hostility {
  /// Roles that it gives to those whom it makes up: some of them only those above may give.
  private static let roles = ["officer", "leader", "patroller", "handler", "principal"]

  /// Makes somebody up, at its own place or where it may certify nobody.
  mutating func invent(at area: Area, _ others: [Area], by issuer: SigningKey, now: Int64) -> InventedPerson {
    let place = others.isEmpty || draw.chance(500) ? area : draw.pick(others)
    let role = draw.pick(Self.roles)
    return InventedPerson(role: role, at: place, by: issuer, now: now, &draw)
  }

  /// An action in the name of a device that has not signed it.
  mutating func forged(_ draft: ActionDraft, under pass: PassID) -> PortableAction {
    let number = UInt64(1 + draw.below(draw.chance(800) ? 40 : 1_000_000))
    var bytes: [UInt8] = []
    while bytes.count < DeviceKey.signatureBytes {
      let word = draw.next()
      bytes += (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * UInt64($0))) }
    }
    let isSomebodys = draw.chance(500)
    let other = DeviceSigner(&draw)
    return PortableAction(draft, pass: pass, number: number) { isSomebodys ? other.sign($0) : bytes }
  }

  /// What a device has signed, with something else in it under the same signature.
  mutating func altered(_ action: PortableAction, _ around: [Area]) -> PortableAction {
    let (draft, signature) = (action.draft, action.signature)
    var (number, area, changes, time) = (signature.number, draft.area, draft.changes, draft.deviceTime)
    switch draw.below(4) {
    case 0: number += UInt64(1 + draw.below(3))
    case 1 where !around.isEmpty: area = draw.pick(around)
    case 2: time = (time ?? 0) - 86_400_000
    // The last byte of what is done: a letter of a text, or a number.
    default: changes[changes.count - 1] ^= 1
    }
    let other = ActionDraft(
      deviceTime: time, actingFor: draft.actingFor, area: area, class: draft.class, changes: changes)
    return PortableAction(other, pass: signature.pass, number: number) { _ in signature.signature }
  }
}
