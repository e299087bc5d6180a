// The keys of sets by which lists find records: each in a row of its own, as a column of a list of keys has no index.
import Catalog
import GRDB
import Merge

/// The rows of `element` that one type has, on the writer's connection.
final class ElementTable {
  private let type: String
  private let sets: [Field]
  private let add: HotStatement
  private let drop: HotStatement

  /// Nil for a type that has no set of which lists look for keys.
  init?(_ type: RecordType, in db: Database) throws {
    guard !type.setsByValue.isEmpty else { return nil }
    (self.type, sets) = (type.name, type.setsByValue)
    add = try db.hot("INSERT OR IGNORE INTO element (type, field, key, record, area) VALUES (?1, ?2, ?3, ?4, ?5)")
    drop = try db.hot(
      "DELETE FROM element WHERE type = ?1 AND field = ?2 AND key = ?3 AND record = ?4 AND area = ?5")
  }

  /// The keys that a state shows, for each set.
  func keys(of state: RecordState) -> [Set<[UInt8]>] {
    sets.map { field in
      guard case .set(let set)? = state[field.number] else { return [] }
      // By their bytes: two spellings of one letter are two keys.
      return Set(set.present.map { Array($0.key.utf8) })
    }
  }

  /// Writes what has become different, in the order of the keys: a set has another one in each process.
  func move(from before: [Set<[UInt8]>], to state: RecordState, of record: RecordID, in area: String) throws {
    for (field, (old, new)) in zip(sets, zip(before, keys(of: state))) where old != new {
      for key in Self.sorted(old.subtracting(new)) { try run(drop, field, key, record, area) }
      for key in Self.sorted(new.subtracting(old)) { try run(add, field, key, record, area) }
    }
  }

  private static func sorted(_ keys: Set<[UInt8]>) -> [[UInt8]] { keys.sorted { $0.lexicographicallyPrecedes($1) } }

  private func run(
    _ statement: HotStatement, _ field: Field, _ key: [UInt8], _ record: RecordID, _ area: String
  ) throws {
    statement.bind(1, type)
    statement.bind(2, field.name)
    statement.bind(3, String(decoding: key, as: UTF8.self))
    statement.bind(4, record.raw)
    statement.bind(5, area)
    try statement.run()
  }
}
