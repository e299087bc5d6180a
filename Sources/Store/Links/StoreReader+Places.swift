// What is held of one place: whether there is anything, and which records show the same.
package import Catalog
package import Merge

extension StoreReader {
  /// Whether a commit about just this area is held.
  package func hasFeeds(of area: Area) throws -> Bool {
    let statement = try db.hot("SELECT 1 FROM feed WHERE area = ?1 AND seq > 0 LIMIT 1")
    statement.bind(1, area.code)
    defer { statement.reset() }
    return try statement.step()
  }

  /// Whether a commit about this area, or about one inside it, is held.
  package func hasFeeds(within area: Area) throws -> Bool {
    let (low, high) = AreaRange.bounds(of: area)
    let statement = try db.hot("SELECT 1 FROM feed WHERE area >= ?1 AND area < ?2 AND seq > 0 LIMIT 1")
    statement.bind(1, low)
    statement.bind(2, high)
    defer { statement.reset() }
    return try statement.step()
  }

  /// The records of a type in an area's division, but for one and those withdrawn, that show a text in a field.
  /// - Complexity: the records that show the text are read where the field is listed by its value, else the division's.
  package func others(
    showing text: String, in field: Field, than record: RecordID, type: RecordType, near area: Area
  ) throws -> [RecordID] {
    let indexes = RecordIndexes(type)
    let place = ["\(RecordIndexes.division) = ?1", indexes.anyStanding].compactMap(\.self).joined(separator: " AND ")
    let statement = try db.hot(
      """
      SELECT id FROM "\(type.name)" WHERE \(place) AND "\(field.name)" = ?2 AND id <> ?3
      AND coalesce(status, '') <> 'withdrawn' ORDER BY id
      """)
    statement.bind(1, RecordIndexes.divisions(of: area).lowerBound)
    statement.bind(2, text)
    statement.bind(3, record.raw)
    var found: [RecordID] = []
    try statement.forEachRow { row in found.append(RecordID(try row.bytes16(0))) }
    return found
  }
}
