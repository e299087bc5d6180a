// How one list is answered: by which index, and in which order rows are looked at.
import Catalog
import GRDB
import Merge

/// A list of one type, planned on one connection.
///
/// SQLite's planner knows no numbers of rows here (nobody runs ANALYZE on a node), so the way is chosen by counting: each
/// index that could serve is asked how many rows it would lead to, up to a bound.
struct ListQuestion {
  let list: RecordList
  let type: RecordType
  let db: Database
  let bounds: ListBounds
  let conditions: [ListCondition]
  /// Columns that are kept in memory; nil where none are asked.
  let memory: ColumnMemory?
  private let statements: ConnectionStatements?

  /// - Parameter usesColumns: whether columns may be asked, where the bounds allow it.
  init(
    _ list: RecordList, _ type: RecordType, _ reader: StoreReader, _ bounds: ListBounds, usesColumns: Bool = false
  ) {
    (self.list, self.type, self.bounds) = (list, type, bounds)
    (db, statements) = (reader.db, reader.kept.statements)
    memory = usesColumns && bounds.usesColumns ? reader.columns : nil
    conditions = ListCondition.all(of: list, type: type)
  }

  /// Another list, asked as `other` is.
  init(_ list: RecordList, askedAs other: ListQuestion) {
    self.list = list
    (type, db, bounds, memory, statements) = (other.type, other.db, other.bounds, other.memory, other.statements)
    conditions = ListCondition.all(of: list, type: type)
  }

  /// The ways that lead to few rows where they lead to few.
  var candidates: [ListSource] {
    if let overdue = list.overdue { return [.overdue(overdue, list.area)] }
    var found: [ListSource] = []
    for test in list.fields where test.field.listed == .byValue {
      switch test.test {
      case .any: found.append(test.field.isSet ? .elements(test) : .values(test))
      case .range, .given: if !test.field.isSet { found.append(.values(test)) }
      case .empty: break
      }
    }
    if list.hasConflicts == true { found.append(.conflicts) }
    let isTimed = list.changedFrom != nil || list.changedBefore != nil
    if isTimed, RecordIndexes(type).hasChanges { found.append(.changes) }
    if list.area != nil || list.statuses != nil || list.isOpen != nil { found.append(.places) }
    return found
  }

  /// Whether a way reads no rows, for conditions and what else is asked of each row.
  func isCovered(_ source: ListSource, and columns: [String]) -> Bool {
    let known = source.columns(type)
    return conditions.areCovered(by: known) && columns.allSatisfy(known.contains)
  }

  /// The way that leads to the fewest rows, if it leads to few enough; among those that do not, nil.
  func fewest(also columns: [String]) throws -> ListSource? {
    var best: (source: ListSource, count: Int)?
    let most = mayAskColumns(also: columns) ? bounds.sourceBesideColumns : .max
    for source in candidates {
      let limit = min(most, isCovered(source, and: columns) ? bounds.entries : bounds.rows)
      let probe = source.probe(list, type, upTo: limit)
      let count = try statement(probe.sql, probe.values).first { Int($0.int(0)) } ?? 0
      if count <= limit, count < best?.count ?? .max { best = (source, count) }
    }
    return best?.source
  }

  /// The way that is taken when all of what is meant has to be looked at.
  var whole: ListSource {
    if list.overdue != nil { return candidates[0] }
    let covered = isCovered(.places, and: [list.order.column].compactMap(\.self))
    return covered ? .places : candidates.first ?? .places
  }

  // MARK: Pages

  /// The places of the rows of a page, and of one behind it.
  func places() throws -> [ListPlace] {
    if list.overdue != nil { return try collect(from: whole) }
    let columns = [list.order.column].compactMap(\.self)
    if let source = try fewest(also: columns) { return try collect(from: source) }
    let walk = ListWalk(self)
    if let walk, !walk.asksRows, bounds.looksBesideColumns >= 0 { return try walk.places() ?? [] }
    let kept = try keptColumns(also: columns)
    let looks = kept == nil ? .max : bounds.looksBesideColumns
    if looks >= 0, let found = try walk?.places(upTo: looks) { return found }
    if let kept, let found = try places(in: kept) { return found }
    if kept == nil { try wantColumns(also: columns) }
    return try collect(from: whole)
  }

  /// Looks through everything that a source leads to, and sorts it.
  func collect(from source: ListSource) throws -> [ListPlace] {
    let (sql, values) = collecting(from: source)
    var found: [ListPlace] = []
    try statement(sql, values).forEachRow { found.append(place($0)) }
    return found
  }

  func collecting(from source: ListSource) -> (sql: String, values: [Value]) {
    let (table, values) = source.table(type)
    let all =
      source.lookup(list, type).filter { added in !conditions.contains { $0.sql == added.sql } } + conditions
      + list.order.beyond(list.after)
    let value = list.order.column.map { "t.\"\($0)\"" } ?? "NULL"
    return (
      "SELECT t.rowid, \(value) FROM \(table) WHERE \(all.sql) \(list.order.clause) LIMIT \(list.count + 1)",
      values + all.values
    )
  }

  /// A row of a number and what it is sorted by.
  func place(_ row: HotStatement) -> ListPlace {
    let value: Value =
      switch row.cell(1) {
      case .int(let number): .int(number)
      case .text(let text): .text(text)
      default: .null
      }
    return ListPlace(value, row: row.int(0))
  }

  /// A statement that nobody else has until it is let go of.
  func statement(_ sql: String, _ values: [Value]) throws -> HotStatement {
    let statement = try statements?.take(sql, in: db) ?? HotStatement(db.makeStatement(sql: sql))
    for (index, value) in values.enumerated() { statement.bind(Int32(index + 1), value: value) }
    return statement
  }
}

extension HotStatement {
  /// Binds what a list is narrowed by.
  func bind(_ index: Int32, value: Value) {
    switch value {
    case .int(let number): bind(index, number)
    case .bool(let flag): bind(index, Int64(flag ? 1 : 0))
    case .text(let text): bind(index, text)
    default: bindNull(index)
    }
  }

  /// What `body` makes of the first row; nil where there is none.
  func first<T>(_ body: (HotStatement) throws -> T) throws -> T? {
    defer { reset() }
    return try step() ? body(self) : nil
  }
}
