// Reading records for people: rows with their merged state, and lists.
package import Catalog
import FlightRecorder
import GRDB
package import Merge
import Wire

/// A type as the records of one reading share it: it carries much, and records are handed around.
final class SharedType: Sendable {
  let type: RecordType

  init(_ type: RecordType) { self.type = type }
}

/// One record as it stands here.
package struct RecordView: Sendable {
  private let shared: SharedType
  package let id: RecordID
  package let area: Area
  package let state: RecordState
  package let standing: Standing?
  /// Whether its steps are asked who signed them: the store has a root key.
  package let isProved: Bool
  /// How many bytes of texts and of merge state its row keeps: about what it takes to be told.
  package let byteCount: Int

  package var type: RecordType { shared.type }

  init(
    _ shared: SharedType, id: RecordID, area: Area, state: RecordState, standing: Standing?, isProved: Bool,
    byteCount: Int
  ) {
    (self.shared, self.id, self.area, self.state) = (shared, id, area, state)
    (self.standing, self.isProved, self.byteCount) = (standing, isProved, byteCount)
  }

  /// Each field in the catalog's order with the value shown.
  package var values: [(field: Field, value: Value)] { zip(type.fields, shown).map { ($0, $1) } }

  /// The value shown of each field, in the catalog's order.
  package var shown: [Value] {
    // Both are in the order of their numbers: nothing is looked for.
    var held = state.fields.startIndex
    return shared.type.fields.map { field in
      while held < state.fields.endIndex, state.fields[held].number < field.number { held += 1 }
      let isHeld = held < state.fields.endIndex && state.fields[held].number == field.number
      return Shown.value(of: isHeld ? state.fields[held].state : nil, field: field, standing: standing)
    }
  }

  /// For each register with writes that are not shown: those.
  package var concurrent: [(field: Field, writes: [Write])] {
    state.fields.compactMap { held in
      guard case .register(let register) = held.state, let field = type.field(numbered: held.number) else { return nil }
      // One value that its column can hold hides nothing: nearly every register.
      if register.writes.count == 1, field.value == .any || Column(field).holds(register.writes[0].value) { return nil }
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
  package var count = 100

  /// A text register and the value it shows.
  package struct Match: Hashable, Sendable {
    package let field: String
    package let value: String

    package init(field: String, value: String) { (self.field, self.value) = (field, value) }
  }

  package init(type: String) { self.type = type }
  package static let countMax = 1_000
}

/// A page of records in the order in which they arrived here.
package struct RecordPage: Sendable {
  package let records: [RecordView]
  /// What to pass as `after` for the next page; nil when this was the last.
  package let next: Int64?
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
    let rows = try RecordRows(type, in: self)
    let table = try rows.statement(where: "id = ?1 ORDER BY area", in: db)
    table.bind(1, id.raw)
    var found: [RecordView] = []
    FlightRecorder.noteRecord(id)
    try table.forEachRow { found.append(try rows.record($0)) }
    return found
  }

  /// The record in a row.
  /// - Throws: `damaged` when there is no such row.
  func record(at row: Int64, type: RecordType) throws -> RecordView {
    let rows = try RecordRows(type, in: self)
    let table = try rows.statement(where: "rowid = ?1", in: db)
    table.bind(1, row)
    defer { table.reset() }
    guard try table.step() else { throw StoreError(.damaged, "row \(row) of \(type.name) vanished") }
    return try rows.record(table)
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
      let range = RecordIndexes.divisions(of: area)
      binders += [{ $0.bind($1, range.lowerBound) }, { $0.bind($1, range.upperBound) }]
      let (low, end) = ("?\(binders.count)", "?\(binders.count + 1)")
      // What has one value is few, and found by that.
      conditions.append(
        filter.match == nil
          ? "rowid IN (\(RecordIndexes(type).rows(from: low, to: end)))" : RecordIndexes.isIn(from: low, to: end))
      if area.tier == .terminal { add("area = ?") { $0.bind($1, area.code) } }
    }
    if let status = filter.status, type.lifecycle != nil { add("status = ?") { $0.bind($1, status) } }
    if let from = filter.changedFrom { add("changed_at >= ?") { $0.bind($1, from) } }
    if let before = filter.changedBefore { add("changed_at < ?") { $0.bind($1, before) } }
    if let match = filter.match, let field = type.field(named: match.field), field.value == .text {
      add("\"\(field.name)\" = ?") { $0.bind($1, match.value) }
    }
    if let hasConflicts = filter.hasConflicts { conditions.append(hasConflicts ? "conflicts > 0" : "conflicts = 0") }
    let count = min(max(filter.count, 1), RecordFilter.countMax)
    let rows = try RecordRows(type, in: self)
    let page = try rows.statement(
      where: "\(conditions.joined(separator: " AND ")) ORDER BY rowid LIMIT \(count + 1)", in: db)
    page.bind(1, filter.after)
    for (index, binder) in binders.enumerated() { binder(page, Int32(index + 2)) }
    var found: [(row: Int64, record: RecordView?)] = []
    try page.forEachRow { found.append(try record($0, rows)) }
    let next = found.count > count ? found[count - 1].row : nil
    return RecordPage(records: found.prefix(count).compactMap(\.record), next: next)
  }

  /// Reads a row of a list; without a record when it is left out.
  private func record(_ row: HotStatement, _ rows: RecordRows) throws -> (row: Int64, record: RecordView?) {
    let id = RecordID(try row.bytes16(1))
    FlightRecorder.noteRecord(id)
    return (row.int(0), shelved.contains(id) ? nil : try rows.record(row))
  }
}
