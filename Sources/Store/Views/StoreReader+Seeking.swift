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
    let statement = try rows(of: type, where: Self.seeking(type, showing: shown, in: home, latest: latest))
    Seek.bind(home, to: statement)
    for (place, item) in shown.enumerated() { if let text = item.text { statement.bind(Int32(place + 3), text) } }
    return try all(statement, type)
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
    let statement = try rows(of: type, where: conditions.joined(separator: " AND "))
    Seek.bind(home, to: statement)
    statement.bind(3, id.raw)
    return try all(statement, type)
  }

  /// Whether a record of a type has an id, in whatever area and however it stands.
  package func holds(_ id: RecordID, of type: RecordType) throws -> Bool {
    let statement = try db.hot("SELECT 1 FROM \"\(type.name)\" WHERE id = ?1 LIMIT 1")
    statement.bind(1, id.raw)
    defer { statement.reset() }
    return try statement.step()
  }

  // MARK: By place

  /// The first division of an area behind another one that has records of one of some types, withdrawn ones as well.
  /// - Parameter division: twelve digits; nil for the first of all.
  package func nextDivision(after division: String?, of types: [RecordType], in home: Area) throws -> String? {
    var least: String?
    let (low, end) = Seek.divisions(of: home)
    for type in types {
      let statement = try db.hot(Self.seekingDivision(of: type, isFirst: division == nil))
      statement.bind(1, max(division ?? low, low))
      statement.bind(2, end)
      defer { statement.reset() }
      guard try statement.step() else { continue }
      let found = statement.text(0)
      least = least.map { min($0, found) } ?? found
    }
    return least
  }

  /// - Parameter isFirst: whether a division that begins the area is one.
  package static func seekingDivision(of type: RecordType, isFirst: Bool) -> String {
    let column = RecordTable.division
    return """
      SELECT \(column) FROM "\(type.name)" WHERE \(column) \(isFirst ? ">=" : ">") ?1 AND \(column) < ?2
      ORDER BY \(column) LIMIT 1
      """
  }

  /// A record of a type in an area that is not withdrawn, the first by division.
  package func anyRecord(of type: RecordType, in area: Area) throws -> RecordView? {
    let conditions = [Seek.standing(type), Seek.inside(area, isWayIn: true)].compactMap(\.self).joined(
      separator: " AND ")
    let statement = try rows(of: type, where: "\(conditions) ORDER BY \(RecordTable.division) LIMIT 1")
    Seek.bind(area, to: statement)
    return try all(statement, type).first
  }

  /// Whether a record of a type that is not withdrawn has changed in a range of moments, of those in one division.
  ///
  /// The newest arrivals are looked at first, so that of a place that is not silent few are.
  package func hasChanged(
    _ type: RecordType, in division: String, of home: Area, during range: ClosedRange<Int64>
  ) throws -> Bool {
    let statement = try rows(of: type, where: Self.seekingChanges(type, of: home))
    Seek.bind(home, to: statement)
    statement.bind(3, division)
    statement.bind(4, range.lowerBound)
    statement.bind(5, range.upperBound)
    defer { statement.reset() }
    return try statement.step()
  }

  /// What stands behind `WHERE` in that search.
  package static func seekingChanges(_ type: RecordType, of home: Area) -> String {
    "\(Seek.division(type, home)) AND +changed_at >= ?4 AND +changed_at <= ?5 ORDER BY rowid DESC LIMIT 1"
  }

  /// The record of a division that changed last up to a moment, or without one that was made first; none that is withdrawn.
  package func edge(
    of type: RecordType, in division: String, of home: Area, changedThrough last: Int64?
  ) throws -> RecordView? {
    let order = last == nil ? "created_at" : "changed_at DESC"
    let limit = last == nil ? "" : " AND +changed_at <= ?4"
    let statement = try rows(
      of: type, where: "\(Seek.division(type, home))\(limit) ORDER BY \(order) LIMIT 1")
    Seek.bind(home, to: statement)
    statement.bind(3, division)
    if let last { statement.bind(4, last) }
    return try all(statement, type).first
  }

  private func all(_ statement: HotStatement, _ type: RecordType) throws -> [RecordView] {
    var found: [RecordView] = []
    try statement.forEachRow { row in
      if let record = try shown(row, type) { found.append(record) }
    }
    return found
  }
}

/// Parts of conditions: the first two parameters are the ends of an area.
private enum Seek {
  static func standing(_ type: RecordType) -> String? {
    type.lifecycle == nil ? nil : "status <> '\(ExaminedRecord.withdrawn)'"
  }

  /// - Parameters:
  ///   - home: where what is sought lies.
  ///   - isWayIn: whether the index of divisions is what they are found by; the plus keeps SQLite from it else.
  static func inside(_ home: Area, isWayIn: Bool = false) -> String {
    let division = (isWayIn ? "" : "+") + RecordTable.division
    return home.tier == .terminal
      ? "\(division) = substr(?1, 1, 12) AND +area = ?1 AND ?2 IS NOT NULL"
      : "\(division) >= ?1 AND \(division) < ?2"
  }

  /// One division, and of an enterprise's node its own records alone.
  static func division(_ type: RecordType, _ home: Area) -> String {
    // Without the plus SQLite would put the area's value into the division's expression, and no longer find its index.
    let own = home.tier == .terminal ? "+area = ?1 AND ?2 IS NOT NULL" : "?1 IS NOT NULL AND ?2 IS NOT NULL"
    return (["\(RecordTable.division) = ?3", own, standing(type)] as [String?]).compactMap(\.self)
      .joined(separator: " AND ")
  }

  static func bind(_ home: Area, to statement: HotStatement) {
    let (low, end) = home.tier == .terminal ? (home.code, home.code) : divisions(of: home)
    statement.bind(1, low)
    statement.bind(2, end)
  }

  /// The divisions of an area: from the first up to, not including, the second.
  static func divisions(of home: Area) -> (low: String, end: String) {
    if home.tier == .terminal {
      let division = String(home.code.prefix(12))
      return (division, division + ":")
    }
    let (low, high) = AreaRange.bounds(of: home)
    return (low, high)
  }
}
