// Finding the few records that a rule has to see: by what they name, by place, and the newest or the oldest of a place.
package import Catalog
import FlightRecorder
import GRDB
package import Merge
import Rules

extension StoreReader {
  /// How many records one search for what a record names returns at most: of more than that an office has other worries.
  package static let soughtMax = 1_000

  /// The records of a type that show some texts, byte for byte, and are not withdrawn.
  /// - Parameters:
  ///   - shown: text registers and what they show; nil for nothing or an empty text. The first has an index.
  ///   - home: the area they lie in.
  ///   - latest: only the one that shows the largest value in this register.
  package func records(
    of type: RecordType, showing shown: [(field: String, text: String?)], in home: Area, latest: String? = nil
  ) throws -> [RecordView] {
    let known = shown.allSatisfy { type.field(named: $0.field)?.value == .text }
    guard known, latest.map({ type.field(named: $0)?.value == .integer }) ?? true else { return [] }
    let rows = try RecordRows(type, in: self)
    let statement = try rows.statement(where: Self.seeking(type, showing: shown, in: home, latest: latest), in: db)
    Seek.bind(home, to: statement)
    for (place, item) in shown.enumerated() { if let text = item.text { statement.bind(Int32(place + 3), text) } }
    return try all(statement, rows)
  }

  /// What stands behind `WHERE` in that search.
  package static func seeking(
    _ type: RecordType, showing shown: [(field: String, text: String?)], in home: Area, latest: String?
  ) -> String {
    var conditions = [Seek.standing(type)].compactMap(\.self)
    for (place, item) in shown.enumerated() {
      let column = "\"\(item.field)\""
      conditions.append(item.text == nil ? "(\(column) IS NULL OR \(column) = '')" : "\(column) = ?\(place + 3)")
    }
    conditions.append(Seek.inside(home))
    if let latest { conditions.append("\"\(latest)\" IS NOT NULL ORDER BY \"\(latest)\" DESC LIMIT 1") }
    return conditions.joined(separator: " AND ") + (latest == nil ? " LIMIT \(soughtMax)" : "")
  }

  /// The records of a type with an id that lie in an area and are not withdrawn.
  package func records(of type: RecordType, with id: RecordID, in home: Area) throws -> [RecordView] {
    let conditions = ["id = ?3", Seek.standing(type), Seek.inside(home)].compactMap(\.self)
    let rows = try RecordRows(type, in: self)
    let statement = try rows.statement(where: conditions.joined(separator: " AND "), in: db)
    Seek.bind(home, to: statement)
    statement.bind(3, id.raw)
    return try all(statement, rows)
  }

  /// Whether a record of a type has an id, in whatever area and however it stands.
  package func holds(_ id: RecordID, of type: RecordType) throws -> Bool {
    let statement = try db.hot("SELECT 1 FROM \"\(type.name)\" WHERE id = ?1 LIMIT 1")
    statement.bind(1, id.raw)
    defer { statement.reset() }
    return try statement.step()
  }

  private func all(_ statement: HotStatement, _ rows: RecordRows) throws -> [RecordView] {
    var found: [RecordView] = []
    try statement.forEachRow { row in
      if let record = try shown(row, rows) { found.append(record) }
    }
    return found
  }

  // MARK: By place

  /// The first division of an area behind another one that has records of one of some types, withdrawn ones as well.
  /// - Parameter division: twelve digits; nil for the first of all.
  package func nextDivision(after division: String?, of types: [RecordType], in home: Area) throws -> String? {
    var range = RecordIndexes.divisions(of: home)
    if let last = division.flatMap({ Int64($0) }) {
      if last >= range.upperBound { return nil }
      range = max(range.lowerBound, last + 1)..<range.upperBound
    }
    var least: Int64?
    for type in types {
      for standing in RecordIndexes(type).everyStanding {
        guard let found = try first(of: type, standing, in: home, range) else { continue }
        least = min(least ?? found.division, found.division)
      }
    }
    return least.map { RecordIndexes.code(ofDivision: $0) }
  }

  /// A record of a type in an area that is not withdrawn, the first by division.
  package func anyRecord(of type: RecordType, in area: Area) throws -> RecordView? {
    var least: (division: Int64, row: Int64)?
    for standing in RecordIndexes(type).everyStanding where standing != Seek.withdrawn(type) {
      guard let found = try first(of: type, standing, in: area, RecordIndexes.divisions(of: area)) else { continue }
      if least.map({ found.division < $0.division }) ?? true { least = found }
    }
    return try least.flatMap { try record(of: type, at: $0.row) }
  }

  /// The first row of a standing by division, of an enterprise among its own alone.
  private func first(
    of type: RecordType, _ standing: Int?, in area: Area, _ range: Range<Int64>
  ) throws -> (division: Int64, row: Int64)? {
    let statement = try db.hot(Self.seekingDivision(of: type, in: area))
    statement.bind(1, range.lowerBound)
    statement.bind(2, range.upperBound)
    if area.tier == .terminal { statement.bind(3, area.code) }
    if let standing { statement.bind(4, Int64(standing)) }
    return try statement.first { ($0.int(0), $0.int(1)) }
  }

  /// The statement of that search: the index of places begins with the standing, so it is asked for one of them.
  package static func seekingDivision(of type: RecordType, in area: Area) -> String {
    let division = RecordIndexes.division
    let standing = type.lifecycle == nil ? nil : "\(RecordIndexes.standing) = ?4"
    return Seek.rows(
      "\(division), rowid", of: type, [standing, "\(division) >= ?1", "\(division) < ?2", Seek.own(area, "?3")],
      "ORDER BY \(division) LIMIT 1")
  }

  /// Whether a record of a type that is not withdrawn has changed in a range of moments, of those in one division.
  package func hasChanged(
    _ type: RecordType, in division: String, of home: Area, during range: ClosedRange<Int64>
  ) throws -> Bool {
    let statement = try db.hot(Self.seekingChanges(type, of: home))
    statement.bind(1, Int64(division) ?? 0)
    statement.bind(2, range.lowerBound)
    statement.bind(3, range.upperBound)
    if home.tier == .terminal { statement.bind(4, home.code) }
    return try statement.first { _ in true } ?? false
  }

  /// The statement of that search: in the index of places a division's records stand by time of change.
  package static func seekingChanges(_ type: RecordType, of home: Area) -> String {
    Seek.rows(
      "1", of: type, Seek.division(type) + ["changed_at >= ?2", "changed_at <= ?3", Seek.own(home, "?4")], "LIMIT 1")
  }

  /// The record of a division that changed last up to a moment, or without one that was made first; none that is withdrawn.
  package func edge(
    of type: RecordType, in division: String, of home: Area, changedThrough last: Int64?
  ) throws -> RecordView? {
    let statement = try db.hot(Self.seekingEdge(type, of: home, isLast: last != nil))
    statement.bind(1, Int64(division) ?? 0)
    if let last { statement.bind(2, last) }
    if home.tier == .terminal { statement.bind(3, home.code) }
    return try statement.first { $0.int(0) }.flatMap { try record(of: type, at: $0) }
  }

  /// The statement of that search, which reads no row but an enterprise's.
  package static func seekingEdge(_ type: RecordType, of home: Area, isLast: Bool) -> String {
    let until = isLast ? "changed_at <= ?2" : nil
    let order = isLast ? "changed_at DESC" : "created_at"
    return Seek.rows(
      "rowid", of: type, Seek.division(type) + [until, Seek.own(home, "?3")], "ORDER BY \(order), rowid LIMIT 1")
  }
}

/// Parts of conditions.
private enum Seek {
  static func standing(_ type: RecordType) -> String? {
    type.lifecycle == nil ? nil : "status <> '\(ExaminedRecord.withdrawn)'"
  }

  /// The number of the standing that is left out; nil where there is none.
  static func withdrawn(_ type: RecordType) -> Int? {
    type.lifecycle?.inOrderOfRest.firstIndex(of: ExaminedRecord.withdrawn)
  }

  /// In an area, of rows that are found by something else, from which the plus keeps SQLite's planner. The first two parameters
  /// are those of `bind`.
  static func inside(_ home: Area) -> String {
    let division = "+\(RecordIndexes.division)"
    return home.tier == .terminal
      ? "+area = ?1 AND ?2 IS NOT NULL" : "\(division) >= ?1 AND \(division) < ?2"
  }

  static func bind(_ home: Area, to statement: HotStatement) {
    let range = RecordIndexes.divisions(of: home)
    if home.tier == .terminal { statement.bind(1, home.code) } else { statement.bind(1, range.lowerBound) }
    statement.bind(2, range.upperBound)
  }

  /// Rows by the index of places.
  static func rows(_ columns: String, of type: RecordType, _ conditions: [String?], _ rest: String) -> String {
    """
    SELECT \(columns) FROM "\(type.name)" INDEXED BY "\(RecordIndexes(type).byPlace)"
    WHERE \(conditions.compactMap(\.self).joined(separator: " AND ")) \(rest)
    """
  }

  /// One division, which is the first parameter, of what is not withdrawn.
  static func division(_ type: RecordType) -> [String?] {
    [RecordIndexes(type).anyStanding(but: withdrawn(type)), "\(RecordIndexes.division) = ?1"]
  }

  /// Of an enterprise's node its own records alone: others may be in its division.
  static func own(_ home: Area, _ parameter: String) -> String? {
    home.tier == .terminal ? "area = \(parameter)" : nil
  }
}
