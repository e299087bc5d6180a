// One node of a test: a store in memory, its replica, and a wall clock that stands where the test puts it.
import Catalog
import Merge
import Replica
import Store
import TestSupport
import Trust

final class TestNode {
  let store: Store
  var replica: Replica
  /// The node's wall clock in milliseconds; every commit moves it on by one second.
  var now: Int64 = 1_760_000_000_000
  /// How much its sessions put into one batch, request and answer.
  var sizes = SessionSizes.standard
  /// What became of every batch that arrived here.
  var ingested: [Ingested] = []

  var area: Area { store.identity.area }
  var node: NodeID { store.identity.node }

  /// - Parameter lineage: which lineage of the node's database this is; another one is a store that was lost.
  init(_ code: String, _ number: UInt64, lineage: UInt64 = 1, catalog: Catalog = .builtIn) throws {
    let identity = Identity(
      node: NodeID(Bytes16(high: 0xA0, low: number)), incarnation: lineage,
      store: StoreID(Bytes16(high: number, low: lineage)), area: Area(code)!)
    store = try Store.inMemory(identity: identity, catalog: catalog)
    replica = Replica(identity: identity, catalog: catalog, clock: store.clock)
  }

  /// A node with a key, which knows the city's root key.
  init(_ code: String, signer: SigningKey, root: PublicKey, lineage: UInt64 = 1, catalog: Catalog = .builtIn) throws {
    let identity = Identity(
      node: signer.node, incarnation: lineage, store: StoreID(Bytes16(high: signer.node.raw.low, low: lineage)),
      area: Area(code)!)
    store = try Store.inMemory(identity: identity, catalog: catalog, root: root)
    replica = Replica(identity: identity, catalog: catalog, clock: store.clock, signer: signer, root: root)
  }

  /// A node with a key over a store of the test's own.
  init(_ store: Store, signer: SigningKey, root: PublicKey) {
    self.store = store
    replica = Replica(identity: store.identity, catalog: store.catalog, clock: store.clock, signer: signer, root: root)
  }

  /// Writes fields of one record, having seen what the node shows of it unless `seen` says otherwise.
  @discardableResult
  func write(
    _ type: String, _ record: RecordID, in area: Area? = nil, _ fields: [String: FieldEdit],
    seen: SeenVector? = nil, user: String = "li"
  ) throws -> Committed {
    let known = try self.record(type, record)
    let intent = Intent(
      type: type, record: record, area: area ?? known?.area ?? self.area,
      seen: seen ?? known?.state.version ?? .empty, fields: numbered(fields, of: type))
    return try commit([intent], user: user)[0]
  }

  func commit(_ intents: [Intent], user: String = "li") throws -> [Committed] {
    now += 1_000
    return try store.write { try replica.commit(intents, user: user, now: now, into: $0) }
  }

  func numbered(_ fields: [String: FieldEdit], of type: String) -> [FieldChange] {
    let type = replica.catalog.type(named: type)!
    return fields.map { FieldChange(type.field(named: $0.key)!.number, $0.value) }
  }

  func record(_ type: String, _ id: RecordID) throws -> RecordView? {
    let type = replica.catalog.type(named: type)!
    return try store.read { try $0.records(id, type: type).first }
  }

  /// What the node shows of one field; nil when it has no such record.
  func shown(_ type: String, _ id: RecordID, _ field: String) throws -> Value? {
    try record(type, id)?.values.first { $0.field.name == field }?.value
  }

  /// The texts and numbers that one field of a record keeps beside the one it shows.
  func concurrent(_ type: String, _ id: RecordID, _ field: String) throws -> [Value] {
    try record(type, id)?.concurrent.first { $0.field.name == field }?.writes.map(\.value) ?? []
  }

  /// Adds one step to a record's lifecycle.
  @discardableResult
  func takeStep(
    _ kind: String, of type: String, _ record: RecordID, round: Int64 = 1, id: UInt64, user: String,
    details: Value = .null, seen: SeenVector? = nil
  ) throws -> Committed {
    let step = Step(id: StepID(Bytes16(high: 7, low: id)), kind: kind, round: round, details: details)
    return try write(type, record, ["steps": .steps([step])], seen: seen, user: user)
  }
}

/// The areas of the tests: one city with two districts, as in life.
enum Place {
  static let city = "370200000000"
  static let south = "370202000000"
  static let north = "370203000000"
  static let southTown = "370202001000"
  static let northTown = "370203001000"
  static let southVillage = "370202001001"
  static let otherVillage = "370202001002"
  static let northVillage = "370203001001"
  static let works = "370202001001/91370200MA3C000001"
}
