// The values that no column shows, each in a row of its own, so that people can ask for what has to be settled.
import Catalog
import GRDB
import Merge
import Wire

/// The values of one register that its column does not show, in the order of their dots.
struct HiddenWrites {
  let field: Field
  let writes: [Write]
}

/// The rows of `concurrent` that one type has, on the writer's connection.
final class ConcurrentTable {
  private let type: String
  private let add: HotStatement
  private let drop: HotStatement

  init(_ type: RecordType, in db: Database) throws {
    self.type = type.name
    // A row that stands there already in a damaged view must not keep commits from being taken in.
    add = try db.hot("INSERT OR REPLACE INTO concurrent VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")
    drop = try db.hot(
      """
      DELETE FROM concurrent
      WHERE type = ?1 AND record = ?2 AND area = ?3 AND field = ?4 AND feed = ?5 AND seq = ?6
      """)
  }

  /// Writes what has become different: a register may have thousands of values, of which a change moves one or two.
  func move(
    from before: [HiddenWrites], to after: [HiddenWrites], of record: RecordID, in area: String
  ) throws {
    for old in before {
      let new = after.first { $0.field.number == old.field.number }?.writes ?? []
      for write in Self.difference(old.writes, new) { try remove(write, old.field, record, area) }
    }
    for new in after {
      let old = before.first { $0.field.number == new.field.number }?.writes ?? []
      for write in Self.difference(new.writes, old) { try insert(write, new.field, record, area) }
    }
  }

  /// The writes that are not among `others`: both are in dot order, and one dot is one value.
  private static func difference(_ writes: [Write], _ others: [Write]) -> [Write] {
    var next = 0
    return writes.filter { write in
      while next < others.count, others[next].origin.dot < write.origin.dot { next += 1 }
      return next == others.count || others[next].origin.dot != write.origin.dot
    }
  }

  private func remove(_ write: Write, _ field: Field, _ record: RecordID, _ area: String) throws {
    bind(drop, field, record, area)
    drop.bind(5, write.origin.dot.feed.raw)
    drop.bind(6, write.origin.dot.seq)
    try drop.run()
  }

  private func insert(_ write: Write, _ field: Field, _ record: RecordID, _ area: String) throws {
    bind(add, field, record, area)
    switch write.value {
    case .null: add.bindNull(5)
    case .int(let number): add.bind(5, number)
    case .text(let text): add.bind(5, text)
    case let value: add.bind(5, JSONText.string(value))
    }
    add.bind(6, write.origin.dot.feed.raw)
    add.bind(7, write.origin.dot.seq)
    add.bind(8, Int64(write.origin.tier.rawValue))
    add.bind(9, write.origin.time.milliseconds)
    try add.run()
  }

  private func bind(_ statement: HotStatement, _ field: Field, _ record: RecordID, _ area: String) {
    statement.bind(1, type)
    statement.bind(2, record.raw)
    statement.bind(3, area)
    statement.bind(4, field.name)
  }
}
