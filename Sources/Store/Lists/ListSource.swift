// From where the rows of a list are taken: the index by which the fewest are looked at.
import Catalog
import GRDB
import Merge

/// A way to rows that a list is about.
///
/// A further one (records that stand in another table, say) is a case here and a candidate in `ListQuestion.candidates`.
enum ListSource {
  /// The index of places: by standing, then division.
  case places
  /// The index of the times of change: by standing, then time.
  case changes
  /// The index of one register's values.
  case values(RecordList.FieldTest)
  /// The keys of one set.
  case elements(RecordList.FieldTest)
  /// The records of which some values are not shown.
  case conflicts
  /// Those that have a deadline that is past, of those in an area.
  case overdue([RecordList.PastDeadline], Area?)

  /// What stands behind FROM, as `t`.
  func table(_ type: RecordType) -> (sql: String, values: [Value]) {
    let indexes = RecordIndexes(type)
    func indexed(by name: String) -> String { "\"\(type.name)\" AS t INDEXED BY \"\(name)\"" }
    /// The rows that records and areas of another table name.
    func named(_ rows: String) -> String {
      "(\(rows)) AS e CROSS JOIN \(indexed(by: indexes.byID)) ON t.id = e.record AND t.area = e.area"
    }
    switch self {
    case .places: return (indexed(by: indexes.byPlace), [])
    case .changes: return (indexed(by: indexes.byTime), [])
    case .values(let test): return (indexed(by: indexes.byValue(test.field)), [])
    case .elements(let test):
      let keys = Self.keys(of: test, type)
      return (named("SELECT DISTINCT record, area FROM element WHERE \(keys.sql)"), keys.values)
    case .conflicts:
      return (named("SELECT DISTINCT record, area FROM concurrent WHERE type = ?"), [.text(type.name)])
    case .overdue(let past, let area):
      let rows = Self.rows(past, in: area)
      return ("(\(rows.sql)) AS e CROSS JOIN \"\(type.name)\" AS t ON t.rowid = e.record", rows.values)
    }
  }

  /// What its index finds rows by; everything else is asked of each of them.
  func lookup(_ list: RecordList, _ type: RecordType) -> [ListCondition] {
    switch self {
    case .places: ListCondition.standings(list, type) + ListCondition.area(list.area).prefix(1)
    case .changes: ListCondition.standings(list, type) + ListCondition.changed(list)
    case .values(let test):
      [
        ListCondition.field(test, of: type),
        ListCondition(sql: "t.\"\(test.field.name)\" IS NOT NULL", columns: [test.field.name]),
      ]
    case .elements, .conflicts, .overdue: []
    }
  }

  /// The columns that are read without reading the row.
  func columns(_ type: RecordType) -> Set<String> {
    switch self {
    case .places: Set(RecordIndexes(type).placeColumns)
    case .changes: [RecordIndexes.standing, "changed_at"]
    case .values, .elements, .conflicts, .overdue: []
    }
  }

  /// A statement that counts what has to be looked at, and stops beyond so many.
  func probe(_ list: RecordList, _ type: RecordType, upTo limit: Int) -> (sql: String, values: [Value]) {
    switch self {
    case .elements(let test):
      let keys = Self.keys(of: test, type)
      return (Self.counted("element WHERE \(keys.sql)", limit), keys.values)
    case .conflicts: return (Self.counted("concurrent WHERE type = ?", limit), [.text(type.name)])
    case .overdue(let past, let area):
      let rows = Self.rows(past, in: area)
      return (Self.counted("(\(rows.sql))", limit), rows.values)
    default:
      let conditions = lookup(list, type)
      let (table, values) = table(type)
      return (Self.counted("\(table) WHERE \(conditions.sql)", limit), values + conditions.values)
    }
  }

  /// The rows of which one of some deadlines is past, each once.
  private static func rows(_ past: [RecordList.PastDeadline], in area: Area?) -> (sql: String, values: [Value]) {
    let view = MomentView.deadline.rawValue
    var (parts, values) = ([String](), [Value]())
    for deadline in past {
      var conditions = ["kind = ?"]
      values.append(.int(deadline.kind))
      if let before = deadline.before {
        conditions += ["day <= ?", "moment < ?"]
        values += [.int(Day.numberUnbounded(milliseconds: before)), .int(before)]
      }
      if let divisions = area.map(RecordIndexes.divisions) {
        conditions += ["division >= ?", "division < ?"]
        values += [.int(divisions.lowerBound), .int(divisions.upperBound)]
      }
      parts.append("SELECT record FROM \(view) WHERE \(conditions.joined(separator: " AND "))")
    }
    // A union has each row once.
    return (parts.isEmpty ? "SELECT 0 AS record" : parts.joined(separator: " UNION "), values)
  }

  private static func counted(_ rows: String, _ limit: Int) -> String {
    "SELECT count(*) FROM (SELECT 1 FROM \(rows) LIMIT \(limit + 1))"
  }

  private static func keys(of test: RecordList.FieldTest, _ type: RecordType) -> (sql: String, values: [Value]) {
    guard case .any(let keys) = test.test else { return ("0", []) }
    let start: [Value] = [.text(type.name), .text(test.field.name)]
    return ("type = ? AND field = ? AND key IN (\(ListCondition.marks(keys)))", start + keys)
  }
}
