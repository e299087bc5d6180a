// A node of a city with a root key, at which devices hand in what they have signed.
import Catalog
import Merge
import Records
import Replica
import Store
import TestSupport
import Trust

final class SigningNode {
  static let root = SigningKey.test(1)
  static let city = SigningKey.test(2)
  let key = SigningKey.test(3)
  let store: Store
  var replica: Replica
  var now: Int64 = 1_767_225_600_000

  /// - Parameter isProving: whether it knows the root key.
  init(at area: Area = Place.community, isProving: Bool = true) throws {
    let identity = Identity(node: key.node, incarnation: 1, store: StoreID(Bytes16(high: 1, low: 1)), area: area)
    let root = isProving ? Self.root.publicKey : nil
    store = try Store.inMemory(identity: identity, catalog: .builtIn, root: root)
    replica = Replica(identity: identity, catalog: store.catalog, clock: store.clock, signer: key, root: root)
    guard isProving else { return }
    let issuer = area == Place.city ? Self.root : Self.city
    try learn([Self.grant(Self.city, Place.city, by: Self.root), Self.grant(key, area, by: issuer)])
  }

  private static func grant(_ subject: SigningKey, _ area: Area, by issuer: SigningKey) -> Statement {
    let grant = Grant(issuer: issuer.publicKey, subject: subject.publicKey, area: area, issuedAt: 100)
    return Statement(.grant(grant), key: issuer)
  }

  func learn(_ statements: [Statement]) throws { try store.write { try replica.learn(statements, in: $0) } }

  /// The city assigns the node another place, and it takes it.
  func move(to area: Area) throws {
    let grant = Grant(
      issuer: Self.city.publicKey, subject: key.publicKey, area: area, issuedAt: 200,
      formerArea: replica.identity.area)
    try learn([Statement(.grant(grant), key: Self.city)])
    try store.write { storage in
      guard let assignment = try replica.assignment(in: storage) else { return }
      try replica.move(by: assignment, in: storage)
    }
  }

  /// A phone whose pass the node knows.
  func phone(_ number: UInt8 = 9, role: String = "patroller", by issuer: SigningKey? = nil) throws -> SigningPhone {
    let phone = try SigningPhone(number, role: role, at: replica.identity.area, by: issuer ?? key)
    try learn([phone.pass])
    return phone
  }

  func enter(
    _ action: PortableAction, isStrict: Bool = false, limits: HeldLimits = HeldLimits()
  ) throws -> EnteredAction {
    now += 1_000
    let plan = ActionPlan(try SignedEntry(action), catalog: store.catalog, isStrict: isStrict, limits: limits)
    return try store.write { try plan.carryOut(&replica, $0, now: now) }
  }

  func record(_ type: String, _ id: RecordID) throws -> RecordView? {
    let type = store.catalog.type(named: type)!
    return try store.read { try $0.records(id, type: type).first }
  }

  /// The records of one id, one for each area.
  func records(_ type: String, _ id: RecordID) throws -> [RecordView] {
    let type = store.catalog.type(named: type)!
    return try store.read { try $0.records(id, type: type) }
  }

  func change(_ type: String, _ record: RecordID, seen: SeenVector = .empty, _ fields: [String: FieldEdit]) -> Change {
    let type = store.catalog.type(named: type)!
    return Change(
      type: type.name, record: record, seen: seen,
      fields: fields.map { FieldChange(type.field(named: $0.key)!.number, $0.value) })
  }

  /// A new hazard.
  func finding(_ record: RecordID, _ description: String = "疏散通道堵塞") -> Change {
    change(
      "hazard", record,
      [
        "category": .write(.text("消防安全")), "description": .write(.text(description)), "severity": .write(.int(0)),
        "found_at": .write(.int(1_767_225_600_000)),
      ])
  }

  func step(_ type: String, _ record: RecordID, _ kind: String, _ number: UInt64, details: Value = .null) -> Change {
    change(
      type, record,
      ["steps": .steps([Step(id: StepID(Bytes16(high: 5, low: number)), kind: kind, round: 1, details: details)])])
  }
}

func record(_ number: UInt64) -> RecordID { RecordID(Bytes16(high: 0x0199, low: number)) }

extension EnteredAction {
  var word: String {
    switch outcome {
    case .entered: "entered"
    case .repeated: "repeated"
    case .held(_, let reason): "held \(reason.code.rawValue) \(reason.detail)"
    case .refused(.numberUsed): "numberUsed"
    case .refused(.signatureMismatch): "signatureMismatch"
    case .refused(.notHeldHere(_, _, let tiers)): "notHeldHere \(tiers.map(\.name).joined(separator: " "))"
    case .refused(.tooManyHeld(let limit)): "tooManyHeld \(limit)"
    case .refused(.invalidFields(let faults)):
      "invalidFields \(faults.map { "\($0.field) \($0.code)" }.joined(separator: ", "))"
    case .refused(let refusal): "\(refusal)"
    }
  }

  /// Whether each step of the action has effect.
  var effects: [Bool] {
    guard case .entered(_, let records) = outcome else { return [] }
    return records.flatMap { $0.steps.map { $0.outcome == .effective } }
  }
}
