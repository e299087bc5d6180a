// A store with the replica that writes it, as the node's shell would hold both.
import Catalog
import Foundation
import GRDB
import Merge
import Replica
import Store
import TestSupport
import Wire

final class WrittenStore {
  let store: Store
  var replica: Replica
  var now: Int64 = 1_760_000_000_000

  static let village = Area("370202001001")!
  static let otherVillage = Area("370202001002")!
  static let town = Area("370202001000")!

  init(_ store: Store) {
    self.store = store
    replica = Replica(identity: store.identity, catalog: store.catalog, clock: store.clock)
  }

  convenience init(_ number: UInt64, at area: Area = village, catalog: Catalog = .builtIn) throws {
    self.init(try Store.inMemory(identity: .test(number, at: area), catalog: catalog))
  }

  func intent(
    _ type: String, _ record: UInt64, in area: Area? = nil, _ fields: [FieldChange], isInformed: Bool = true
  ) throws -> Intent {
    let id = recordID(record)
    let area = area ?? Self.village
    let view = try store.read { reader in
      try reader.records(id, type: store.catalog.type(named: type)!).first { $0.area == area }
    }
    let seen = isInformed ? view?.state.version ?? .empty : .empty
    return Intent(type: type, record: id, area: area, seen: seen, fields: fields)
  }

  /// Writes fields of one record, having seen what is shown of it.
  @discardableResult
  func write(
    _ type: String, _ record: UInt64, in area: Area? = nil, _ fields: [FieldChange], isInformed: Bool = true
  ) throws -> Committed {
    now += 1_000
    let intent = try intent(type, record, in: area, fields, isInformed: isInformed)
    return try store.write { try replica.commit([intent], user: "li", now: now, into: $0)[0] }
  }

  /// Takes commits that another node has.
  @discardableResult
  func receive(_ commits: [[UInt8]]) throws -> Ingested {
    let sequence = CommitSequence.of(commits)
    return try store.write { try ingest(sequence, into: $0) }
  }

  func ingest(_ sequence: [UInt8], into writer: StoreWriter) throws -> Ingested {
    let branch = Branch(parent: Area("370200000000")!, child: Self.village)!
    var refused: [FeedID: UInt64] = [:]
    return try replica.ingest(
      Delivery(ScannedBatch(commits: sequence), branch: branch, source: 1, now: now), refused: &refused, into: writer)
  }

  /// Every commit in arrival order.
  func bodies() throws -> [[UInt8]] {
    try store.read { try Data.fetchAll($0.db, sql: "SELECT body FROM \"commit\" ORDER BY arrival").map { Array($0) } }
  }

  func execute(_ sql: String) throws { try store.execute(sql) }
  func count(_ sql: String) throws -> Int { try store.count(sql) }
  func lines(_ sql: String) throws -> [String] { try store.lines(sql) }

  /// Every view row with its row number and merged state, byte for byte.
  func viewDump() throws -> [String] {
    try store.catalog.types.flatMap { type in
      try lines("SELECT '\(type.name)', rowid, \(Self.columns(type)) FROM \"\(type.name)\" ORDER BY rowid")
    } + concurrentDump()
  }

  /// Every view row in an order that content alone decides.
  func contentDump() throws -> [String] {
    try store.catalog.types.flatMap { type in
      try lines("SELECT '\(type.name)', \(Self.columns(type)) FROM \"\(type.name)\" ORDER BY id, area")
    } + concurrentDump()
  }

  /// All but the numbers of changes: those tell in which order a store came to be.
  private static func columns(_ type: RecordType) -> String {
    type.columns.map { "\"\($0)\"" }.joined(separator: ", ")
  }

  private func concurrentDump() throws -> [String] {
    try lines("SELECT * FROM concurrent ORDER BY type, record, area, field, feed, seq")
  }
}

extension FieldChange {
  static func text(_ field: Int, _ text: String) -> FieldChange { FieldChange(field, .write(.text(text))) }
  static func int(_ field: Int, _ number: Int64) -> FieldChange { FieldChange(field, .write(.int(number))) }
}
