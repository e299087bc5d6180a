// Reading records for people: rows with their merged state, and lists.
package import Catalog
import FlightRecorder
import GRDB
package import Merge
import Wire

/// One record as it stands here.
package struct RecordView: Sendable {
  package let type: RecordType
  package let id: RecordID
  package let area: Area
  package let state: RecordState
  package let standing: Standing?

  /// Each field in the catalog's order with the value shown.
  package var values: [(field: Field, value: Value)] {
    type.fields.map { ($0, Shown.value(of: state[$0.number], field: $0, standing: standing)) }
  }

  /// For each register with writes that are not shown: those.
  package var concurrent: [(field: Field, writes: [Write])] {
    type.fields.compactMap { field in
      guard case .register(let register)? = state[field.number] else { return nil }
      let writes = Shown.hidden(in: register, of: field)
      return writes.isEmpty ? nil : (field, writes)
    }
  }
}

/// What a list of records is narrowed to.
package struct RecordFilter: Hashable, Sendable {
  package var type: String
  /// The area whose records, and whose descendants' records, are listed.
  package var area: Area?
  package var status: String?
  /// Changed at or after, and before, in milliseconds.
  package var changedFrom: Int64?
  package var changedBefore: Int64?
  package var hasConflicts: Bool?
  package var match: Match?
  /// The page: records after this row, at most this many.
  package var after: Int64 = 0
  /// The rows that are looked at, at most `countMax`; nil for all.
  var among: [Int64]?
  package var count = 100

  /// A text register and the value it shows.
  package struct Match: Hashable, Sendable {
    package let field: String
    package let value: String
  }

  package init(type: String) { self.type = type }
  package static let countMax = 1_000
}

/// A page of records in the order in which they arrived here; of a search, the other way round.
package struct RecordPage: Sendable {
  package let records: [RecordView]
  /// What to pass as `after` for the next page; nil when this was the last.
  package let next: Int64?
  /// Of a search: how far the index is behind (`StoreReader.textsBehind`). Nil for any other list.
  package var textsBehind: Int?
}

extension StoreReader {
  /// The records with this id: more than one only when the same id was used for two areas.
  /// - Throws: `shelved` for one that is not shown because that has ended the process.
  package func records(_ id: RecordID, type: RecordType) throws -> [RecordView] {
    if shelved.contains(id) {
      throw StoreError(
        .shelved, "record \(id) is not shown: that has ended this node's process more than once",
        hint: "`gridward status` names it; another version of the program tries again.")
    }
    let table = try rows(of: type, where: "id = ?1 ORDER BY area")
    table.bind(1, id.raw)
    var found: [RecordView] = []
    FlightRecorder.noteRecord(id)
    try table.forEachRow { found.append(try Self.record($0, type: type).record) }
    return found
  }

  /// The record in a row.
  /// - Throws: `damaged` when there is no such row.
  func record(at row: Int64, type: RecordType) throws -> RecordView {
    let table = try rows(of: type, where: "rowid = ?1")
    table.bind(1, row)
    defer { table.reset() }
    guard try table.step() else { throw StoreError(.damaged, "row \(row) of \(type.name) vanished") }
    return try Self.record(table, type: type).record
  }

  /// A page of records.
  package func records(_ filter: RecordFilter, type: RecordType) throws -> RecordPage {
    var conditions = ["rowid > ?1"]
    var binders: [(HotStatement, Int32) -> Void] = []
    func add(_ condition: String, _ binder: @escaping (HotStatement, Int32) -> Void) {
      binders.append(binder)
      conditions.append(condition.replacing("?", with: "?\(binders.count + 1)"))
    }
    if let area = filter.area {
      let (low, high) = AreaRange.bounds(of: area)
      // The division has an index; of an enterprise the area itself decides among its neighbours.
      let column = area.tier == .terminal ? "area" : RecordTable.division
      add("\(column) >= ?") { $0.bind($1, low) }
      add("\(column) < ?") { $0.bind($1, high) }
      if area.tier == .terminal { add("\(RecordTable.division) = ?") { $0.bind($1, String(area.code.prefix(12))) } }
    }
    if let status = filter.status, type.lifecycle != nil { add("status = ?") { $0.bind($1, status) } }
    if let from = filter.changedFrom { add("changed_at >= ?") { $0.bind($1, from) } }
    if let before = filter.changedBefore { add("changed_at < ?") { $0.bind($1, before) } }
    if let match = filter.match, let field = type.field(named: match.field), field.value == .text {
      add("\"\(field.name)\" = ?") { $0.bind($1, match.value) }
    }
    if let among = filter.among {
      let list = "[\(among.map(String.init).joined(separator: ","))]"
      add("rowid IN (SELECT value FROM json_each(?))") { $0.bind($1, list) }
    }
    if let hasConflicts = filter.hasConflicts { conditions.append(hasConflicts ? "conflicts > 0" : "conflicts = 0") }
    let count = min(max(filter.count, 1), RecordFilter.countMax)
    let page = try rows(
      of: type, where: "\(conditions.joined(separator: " AND ")) ORDER BY rowid LIMIT \(count + 1)")
    page.bind(1, filter.after)
    for (index, binder) in binders.enumerated() { binder(page, Int32(index + 2)) }
    var found: [(row: Int64, record: RecordView?)] = []
    try page.forEachRow { found.append(try record($0, type: type)) }
    let next = found.count > count ? found[count - 1].row : nil
    return RecordPage(records: found.prefix(count).compactMap(\.record), next: next)
  }

  /// Reads a row of a list; without a record when it is left out.
  private func record(_ row: HotStatement, type: RecordType) throws -> (row: Int64, record: RecordView?) {
    let id = RecordID(try row.bytes16(1))
    FlightRecorder.noteRecord(id)
    return shelved.contains(id) ? (row.int(0), nil) : try Self.record(row, type: type)
  }

  func rows(of type: RecordType, where condition: String) throws -> HotStatement {
    try db.hot("SELECT \(RowColumns.list(of: type)) FROM \"\(type.name)\" WHERE \(condition)")
  }

  /// Reads a row: rowid, then the table's columns in order.
  static func record(_ row: HotStatement, type: RecordType) throws -> (row: Int64, record: RecordView) {
    guard let area = Area(row.text(2)) else { throw StoreError(.damaged, "a record's area") }
    let first: Int32 = type.lifecycle == nil ? 6 : 8
    let packed = Array(row.blob(first + Int32(type.fields.count)))
    let state = try PackedState.decode(packed) { number in
      guard let place = type.fields.firstIndex(where: { $0.number == number }) else { return nil }
      return Column(type.fields[place]).value(in: row, at: first + Int32(place))
    }
    let record = RecordView(
      type: type, id: RecordID(try row.bytes16(1)), area: area, state: state,
      standing: Shown.standing(of: state, type: type))
    return (row.int(0), record)
  }
}
