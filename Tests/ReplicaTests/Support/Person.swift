// A person with a phone, and feeds in which nodes write down what it signed.
import Crypto
import Merge
import Replica
import TestSupport
import Trust
import Wire

/// A device with a key of the suite that browsers have, the same for the same number, and its pass.
struct Person {
  private let key: P256.Signing.PrivateKey
  let device: DeviceID
  let pass: Statement
  static let account = AccountID(Bytes16(high: 7, low: 7))

  init(_ number: UInt8 = 9, role: String = "patroller", at area: String = Place.southVillage, by issuer: SigningKey)
    throws
  {
    key = try P256.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: number, count: 32))
    let deviceKey = try DeviceKey([DeviceKey.ecdsaP256] + key.publicKey.x963Representation)
    device = deviceKey.device
    pass = Statement(
      .pass(
        Pass(
          issuer: issuer.publicKey, key: deviceKey, account: Self.account, area: Area(area)!, role: role,
          post: recordID(900), issuedAt: 1_759_000_000_000, notAfter: 1_790_000_000_000)), key: issuer)
  }

  /// Signs changes about the village in the class `work`.
  func signature(_ number: UInt64, _ changes: [Change]) throws -> ActionSignature {
    let unsigned = ActionSignature(pass: pass.passID, number: number, signature: [])
    let content = ActionContent(
      unsigned, deviceTime: nil, area: Area(Place.southVillage)!, class: "work",
      changes: CommitEncoder.payload(changes, feed: nil))
    let signature = Array(try key.signature(for: content.message).rawRepresentation)
    return ActionSignature(pass: pass.passID, number: number, signature: signature)
  }

  func withdrawal(by issuer: SigningKey, last: UInt64) -> Statement {
    let withdrawal = Withdrawal(
      issuer: issuer.publicKey, device: device, area: Area(Place.southVillage)!, at: 1_759_500_000_000, reason: "手机遗失",
      last: last)
    return Statement(.withdrawal(withdrawal), key: issuer)
  }
}

/// A feed about the village in the class `work`, written without a node behind it.
struct WorkFeed {
  let key: FeedKey
  let id: FeedID
  private(set) var head: Head
  /// The commits, in order.
  private(set) var commits: [[UInt8]] = []
  private let signer: SigningKey

  init(of signer: SigningKey, home: String) {
    self.signer = signer
    key = FeedKey(
      node: signer.node, incarnation: 77, home: Area(home)!, area: Area(Place.southVillage)!, class: Author.work)
    let digest = Hashing.sha256(key.encoded)
    (id, head) = (FeedID(digest.first16), Head(seq: 0, hash: digest))
  }

  mutating func write(_ changes: [Change], at milliseconds: Int64, signed signature: ActionSignature? = nil) {
    let header = CommitHeader(
      feed: id, seq: head.seq + 1, previous: head.hash, time: HybridTime(milliseconds: milliseconds),
      user: signature == nil ? "li" : Person.account.description, key: head.seq == 0 ? key : nil,
      action: signature?.encoded)
    let commit = CommitEncoder.commit(header, payload: CommitEncoder.payload(changes, feed: id))
    head = Head(
      seq: header.seq, hash: Hashing.chain(commit.bytes, header: commit.header, payload: commit.payload))
    commits.append(commit.bytes)
  }

  /// The author's seal of the head.
  var seal: [UInt8] {
    Seal.seals(of: [(feed: id, head: head)], time: HybridTime(milliseconds: 1_760_000_000_000), key: signer)[0].encoded
  }

  static func hazard(_ number: UInt64, _ field: Int, _ edit: FieldEdit, seen: SeenVector = .empty) -> Change {
    Change(type: "hazard", record: recordID(number), seen: seen, fields: [FieldChange(field, edit)])
  }
}

/// Every order of a few items.
func permutations<Item>(_ items: [Item]) -> [[Item]] {
  guard let first = items.first else { return [[]] }
  return permutations(Array(items.dropFirst())).flatMap { rest in
    (0...rest.count).map { Array(rest[..<$0]) + [first] + Array(rest[$0...]) }
  }
}
