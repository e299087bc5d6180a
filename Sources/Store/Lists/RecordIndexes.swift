// The indexes of a record type's table, as they follow from the catalog, and the two columns that only indexes need.
import Catalog
import Merge

/// What is indexed of one record type.
///
/// Few and narrow: each is written with each record. DESIGN.md says which and why.
struct RecordIndexes {
  /// The twelve digits of the area as a number: shorter than their text, and all below an area is one range.
  static let division = "_division"
  /// The place of the status among all, those at rest behind the others.
  static let standing = "_standing"

  let type: RecordType

  init(_ type: RecordType) { self.type = type }

  /// Names of columns begin with a letter, so none of a field's index is called so. The index of change numbers has another
  /// name (`ChangeNumbers.tables`), by which the tables of records are known.
  var byPlace: String { "\(type.name)_by__place" }
  var byTime: String { "\(type.name)_by__time" }
  var byID: String { "\(type.name)_by_id" }
  func byValue(_ field: Field) -> String { "\(type.name)_by_\(field.name)" }

  /// Whether there is an index of the time of change: only where people list records.
  var hasChanges: Bool { type.isListed }

  /// The numbers of all standings; empty without a lifecycle.
  var standings: [Int] { Array((type.lifecycle?.statuses ?? []).indices) }

  /// The same for whoever asks the index of places once for each: nil stands for a type without a lifecycle.
  var everyStanding: [Int?] { type.lifecycle == nil ? [nil] : standings }

  /// A condition that lets the range of a place be looked up: the index begins with the standing.
  var anyStanding: String? { anyStanding(but: nil) }

  /// - Parameter left: the number of a standing that is left out.
  func anyStanding(but left: Int?) -> String? {
    if standings.isEmpty { return nil }
    let numbers = standings.filter { $0 != left }.map(String.init)
    return "\(Self.standing) IN (\(numbers.joined(separator: ", ")))"
  }

  /// What stands in the index of places: whatever asks for these alone reads no row.
  var placeColumns: [String] {
    (type.lifecycle == nil ? [] : [Self.standing]) + [Self.division, "changed_at", "created_at"]
      + type.fieldsByPlace.map(\.name)
  }

  /// The columns that are computed when they are asked for, and stand in indexes alone.
  var columns: String {
    let division = "\(Self.division) INTEGER GENERATED ALWAYS AS (CAST(substr(area, 1, 12) AS INTEGER)) VIRTUAL"
    guard let lifecycle = type.lifecycle else { return division }
    let cases = lifecycle.inOrderOfRest.enumerated().map { "WHEN '\($1)' THEN \($0)" }.joined(separator: " ")
    return "\(division),\n  \(Self.standing) INTEGER GENERATED ALWAYS AS (CASE status \(cases) END) VIRTUAL"
  }

  /// The statements that make the indexes.
  var definitions: String {
    let table = "\"\(type.name)\""
    var indexes = ["\"\(byID)\" ON \(table) (id)", "\"\(byPlace)\" ON \(table) (\(Self.list(placeColumns)))"]
    if hasChanges {
      let columns = (type.lifecycle == nil ? [] : [Self.standing]) + ["changed_at"]
      indexes.append("\"\(byTime)\" ON \(table) (\(Self.list(columns)))")
    }
    indexes += type.registersByValue.map { field in
      "\"\(byValue(field))\" ON \(table) (\"\(field.name)\") WHERE \"\(field.name)\" IS NOT NULL"
    }
    return indexes.map { "CREATE INDEX \($0);" }.joined(separator: "\n")
  }

  private static func list(_ columns: [String]) -> String { columns.map { "\"\($0)\"" }.joined(separator: ", ") }

  /// The numbers of all divisions in an area: its own and those below it.
  static func divisions(of area: Area) -> Range<Int64> {
    let first = Int64(area.code.prefix(12)) ?? 0
    return first..<(first + span(of: area.tier))
  }

  /// The twelve digits of a division's number.
  static func code(ofDivision division: Int64) -> String {
    let digits = String(division)
    return String(repeating: "0", count: max(0, 12 - digits.count)) + digits
  }

  /// A question for the rows of an area and all below it, of an enterprise those of its division.
  /// - Parameters:
  ///   - low: the parameter that the first of the area's divisions is bound to. Written into the statement it would make one
  ///     for each area, and each is kept.
  ///   - end: the one for the first behind them.
  func rows(from low: String, to end: String) -> String {
    let conditions = [anyStanding, "\(Self.division) >= \(low)", "\(Self.division) < \(end)"].compactMap(\.self)
    return "SELECT rowid FROM \"\(type.name)\" INDEXED BY \"\(byPlace)\" WHERE \(conditions.joined(separator: " AND "))"
  }

  /// The same as a condition of a row that is found by something else, from which the plus keeps SQLite's planner.
  static func isIn(from low: String, to end: String) -> String {
    "+\(division) >= \(low) AND +\(division) < \(end)"
  }

  /// How many numbers of twelve digits an area of this tier has.
  static func span(of tier: Tier) -> Int64 {
    (tier.digitCount..<12).reduce(1) { span, _ in span * 10 }
  }
}
