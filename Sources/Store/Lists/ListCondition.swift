// What a list is narrowed to, as conditions of SQL over one row `t` of the type's table.
import Catalog
import Merge

/// A condition with the values it is asked with, in the order of its question marks.
struct ListCondition {
  let sql: String
  var values: [Value] = []
  /// The columns it looks at.
  let columns: [String]

  /// - Parameter columns: what can be read without reading the row.
  func isCovered(by columns: Set<String>) -> Bool { self.columns.allSatisfy(columns.contains) }
}

extension [ListCondition] {
  var sql: String { isEmpty ? "1" : map(\.sql).joined(separator: " AND ") }
  var values: [Value] { flatMap(\.values) }
  func areCovered(by columns: Set<String>) -> Bool { allSatisfy { $0.isCovered(by: columns) } }
}

extension ListCondition {
  /// Everything that a list asks of a row, its place in the order aside.
  static func all(of list: RecordList, type: RecordType) -> [ListCondition] {
    standings(list, type) + area(list.area) + changed(list) + conflicts(list.hasConflicts)
      + list.fields.map { field($0, of: type) }
  }

  /// The standings that are asked for. All of them are said, too: the index of places begins with the standing.
  static func standings(_ list: RecordList, _ type: RecordType) -> [ListCondition] {
    guard type.lifecycle != nil else { return [] }
    let standings = list.standings(of: type)
    // Nothing stands so where only what is open is asked for, and only of what is at rest.
    let numbers = standings.isEmpty ? "-1" : standings.map(String.init).joined(separator: ", ")
    return [ListCondition(sql: "t.\(RecordIndexes.standing) IN (\(numbers))", columns: [RecordIndexes.standing])]
  }

  static func area(_ area: Area?) -> [ListCondition] {
    guard let area else { return [] }
    let range = RecordIndexes.divisions(of: area)
    let division = RecordIndexes.division
    var conditions = [
      ListCondition(
        sql: "t.\(division) >= ? AND t.\(division) < ?", values: [.int(range.lowerBound), .int(range.upperBound)],
        columns: [division])
    ]
    // Of an enterprise the area itself decides among its neighbours.
    if area.tier == .terminal {
      conditions.append(ListCondition(sql: "t.area = ?", values: [.text(area.code)], columns: ["area"]))
    }
    return conditions
  }

  static func changed(_ list: RecordList) -> [ListCondition] {
    var conditions: [ListCondition] = []
    if let from = list.changedFrom {
      conditions.append(ListCondition(sql: "t.changed_at >= ?", values: [.int(from)], columns: ["changed_at"]))
    }
    if let before = list.changedBefore {
      conditions.append(ListCondition(sql: "t.changed_at < ?", values: [.int(before)], columns: ["changed_at"]))
    }
    return conditions
  }

  private static func conflicts(_ hasConflicts: Bool?) -> [ListCondition] {
    guard let hasConflicts else { return [] }
    return [ListCondition(sql: hasConflicts ? "t.conflicts > 0" : "t.conflicts = 0", columns: ["conflicts"])]
  }

  static func field(_ test: RecordList.FieldTest, of type: RecordType) -> ListCondition {
    let (name, column) = (test.field.name, "t.\"\(test.field.name)\"")
    switch test.test {
    case .any(let values) where test.field.isSet:
      return ListCondition(
        sql:
          "EXISTS (SELECT 1 FROM element e WHERE e.type = ? AND e.field = ? AND e.key IN (\(marks(values))) AND e.record = t.id AND e.area = t.area)",
        values: [.text(type.name), .text(name)] + values, columns: ["id", "area"])
    case .any(let values):
      return ListCondition(sql: "\(column) IN (\(marks(values)))", values: values, columns: [name])
    case .range(let low, let high):
      let parts = [low.map { _ in "\(column) >= ?" }, high.map { _ in "\(column) <= ?" }].compactMap(\.self)
      let sql = parts.isEmpty ? "\(column) IS NOT NULL" : parts.joined(separator: " AND ")
      return ListCondition(sql: sql, values: [low, high].compactMap(\.self), columns: [name])
    case .empty:
      let sql = test.field.value == .text && !test.field.isSet ? "coalesce(\(column), '') = ''" : "\(column) IS NULL"
      return ListCondition(sql: sql, columns: [name])
    case .given:
      let isText = test.field.value == .text && !test.field.isSet
      return ListCondition(sql: isText ? "\(column) <> ''" : "\(column) IS NOT NULL", columns: [name])
    }
  }

  static func marks(_ values: [Value]) -> String { values.map { _ in "?" }.joined(separator: ", ") }
}

extension RecordList {
  /// The numbers of the standings that are asked for; empty where a type has none.
  func standings(of type: RecordType) -> [Int] {
    guard let lifecycle = type.lifecycle else { return [] }
    return lifecycle.inOrderOfRest.enumerated().filter { number, status in
      (statuses?.contains(status) ?? true) && (isOpen.map { $0 == (number < lifecycle.openCount) } ?? true)
    }.map(\.offset)
  }
}

// MARK: The order

extension ListOrder {
  /// The column or expression that rows are sorted by; nil for the order of arrival.
  var column: String? {
    switch key {
    case .arrival: nil
    case .changed: "changed_at"
    case .created: "created_at"
    case .field(let name): name
    }
  }

  var direction: String { isDescending ? "DESC" : "ASC" }

  /// The clause that sorts. Only a field can show nothing.
  var clause: String {
    guard let column else { return "ORDER BY t.rowid \(direction)" }
    let last = isOfField ? "t.\"\(column)\" IS NULL, " : ""
    return "ORDER BY \(last)t.\"\(column)\" \(direction), t.rowid \(direction)"
  }

  private var isOfField: Bool { if case .field = key { true } else { false } }

  /// What stands behind a place.
  func beyond(_ place: ListPlace?) -> [ListCondition] {
    guard let place else { return [] }
    let sign = isDescending ? "<" : ">"
    guard let column else { return [ListCondition(sql: "t.rowid \(sign) ?", values: [.int(place.row)], columns: [])] }
    let name = "t.\"\(column)\""
    if place.value == .null {
      return [ListCondition(sql: "\(name) IS NULL AND t.rowid \(sign) ?", values: [.int(place.row)], columns: [column])]
    }
    let values = [place.value, .int(place.row)]
    let after = "(\(name), t.rowid) \(sign) (?, ?)"
    return [
      ListCondition(sql: isOfField ? "(\(after) OR \(name) IS NULL)" : after, values: values, columns: [column])
    ]
  }
}
