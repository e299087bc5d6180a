// A small branch with its offices, and a phone that signs: what the tests of people are made of.
import Crypto
import Merge
import TestSupport
import Trust
import Wire

/// A phone: a key of the suite that browsers have, the same for the same number.
struct Phone {
  private let key: P256.Signing.PrivateKey
  let deviceKey: DeviceKey

  init(_ number: UInt8) throws {
    key = try P256.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: number, count: 32))
    deviceKey = try DeviceKey([DeviceKey.ecdsaP256] + key.publicKey.x963Representation)
  }

  var device: DeviceID { deviceKey.device }

  func sign(_ message: [UInt8]) throws -> [UInt8] { Array(try key.signature(for: message).rawRepresentation) }
}

/// The statements of a test, looked through.
struct SaidOfPeople: PeopleReader {
  var all: [Statement]

  init(_ all: [Statement]) { self.all = all }

  func statements(about subject: NodeID) -> [Statement] { all.filter { $0.subject?.node == subject } }

  func passes(_ id: PassID) -> [Statement] {
    all.filter { if case .pass = $0.content { $0.passID == id } else { false } }
  }

  func withdrawals(of device: DeviceID) -> [Statement] {
    all.filter { if case .withdrawal(let withdrawal) = $0.content { withdrawal.device == device } else { false } }
  }
}

/// A city, a township and a community, each with its node, and what they say.
enum Branch {
  static let (root, city, town, village) = (
    SigningKey.test(1), SigningKey.test(2), SigningKey.test(3), SigningKey.test(4)
  )
  static let cityArea = Area("370200000000")!
  static let townArea = Area("370202001000")!
  static let villageArea = Area("370202001001")!
  static let account = AccountID(Bytes16(high: 7, low: 7))

  static let chain = [
    grant(city, cityArea, by: root), grant(town, townArea, by: city), grant(village, villageArea, by: town),
  ]

  static func grant(_ subject: SigningKey, _ area: Area, by issuer: SigningKey) -> Statement {
    let grant = Grant(issuer: issuer.publicKey, subject: subject.publicKey, area: area, issuedAt: 100)
    return Statement(.grant(grant), key: issuer)
  }

  static func pass(
    _ phone: Phone, _ area: Area = villageArea, by issuer: SigningKey = village, until: Int64 = 2000
  ) -> Statement {
    let pass = Pass(
      issuer: issuer.publicKey, key: phone.deviceKey, account: account, area: area, role: "patroller",
      post: recordID(1), issuedAt: 1000, notAfter: until)
    return Statement(.pass(pass), key: issuer)
  }

  static func withdrawal(
    _ phone: Phone, _ area: Area = villageArea, by issuer: SigningKey, last: UInt64
  ) -> Statement {
    let withdrawal = Withdrawal(
      issuer: issuer.publicKey, device: phone.device, area: area, at: 1500, reason: "手机遗失", last: last)
    return Statement(.withdrawal(withdrawal), key: issuer)
  }

  static func revocation(_ subject: SigningKey, _ area: Area, by issuer: SigningKey, listed: [Statement]) -> Statement {
    let revocation = Revocation(
      issuer: issuer.publicKey, subject: subject.publicKey, area: area, at: 1600, reason: "失窃", heads: [],
      statements: listed.map(\.digest))
    return Statement(.revocation(revocation), key: issuer)
  }

  static func feed(_ author: SigningKey, home: Area = villageArea, about area: Area = villageArea) -> FeedKey {
    let work = FeedClass(name: "work", rises: .city, falls: .terminal, priority: .normal)
    return FeedKey(node: author.node, incarnation: 1, home: home, area: area, class: work)
  }
}

/// What a person does, and the commits that bring it.
struct Deed {
  let phone: Phone
  let pass: PassID
  let number: UInt64
  let text: String
  var seen = SeenVector.empty
  var area = Branch.villageArea

  var changes: [Change] {
    [Change(type: "hazard", record: recordID(9), seen: seen, fields: [FieldChange(2, .write(.text(text)))])]
  }

  func signature(_ vectors: [ActionSignature.Seen] = []) throws -> ActionSignature {
    let unsigned = ActionSignature(pass: pass, number: number, signature: [])
    let content = ActionContent(
      unsigned, deviceTime: 5, area: area, class: "work", changes: CommitEncoder.payload(changes, feed: nil))
    return ActionSignature(
      pass: pass, number: number, signature: try phone.sign(content.message), seen: vectors)
  }

  /// The commit with the deed, as a node writes it.
  func commit(
    in key: FeedKey, seq: UInt64 = 7, time: UInt64 = 1800 << 16, action: [UInt8], writing: [Change]? = nil
  ) -> [UInt8] {
    let feed = FeedID(Hashing.sha256(key.encoded).first16)
    let header = CommitHeader(
      feed: feed, seq: seq, previous: .zero, time: HybridTime(packed: time), deviceTime: 5,
      user: Branch.account.description, action: action)
    return CommitEncoder.commit(header, payload: CommitEncoder.payload(writing ?? changes, feed: feed)).bytes
  }

  func action(in key: FeedKey, seq: UInt64 = 7, time: UInt64 = 1800 << 16) throws -> SignedAction? {
    let bytes = commit(in: key, seq: seq, time: time, action: try signature().encoded)
    return SignedAction(try scanned(bytes), in: bytes, feed: key)
  }
}

func scanned(_ bytes: [UInt8]) throws -> CommitScanner {
  var scanner = CommitScanner()
  var reader = CBORReader(bytes)
  try scanner.scan(&reader)
  return scanner
}

/// Every order of a few items.
func permutations<Item>(_ items: [Item]) -> [[Item]] {
  guard let first = items.first else { return [[]] }
  return permutations(Array(items.dropFirst())).flatMap { rest in
    (0...rest.count).map { Array(rest[..<$0]) + [first] + Array(rest[$0...]) }
  }
}

/// Every choice of some of a few items.
func subsets<Item>(_ items: [Item]) -> [[Item]] {
  items.reduce([[]]) { found, item in found + found.map { $0 + [item] } }
}
