// Counting records no further than somebody has to know: whether there are as many as may be, and whether any has changed.
package import Catalog
import GRDB

extension StoreReader {
  /// How many records of a type stand so and show a text, up to a number.
  /// - Parameters:
  ///   - status: of the type's lifecycle.
  ///   - match: a text register that has an index, and what it shows.
  ///   - createdFrom: made at or after, in milliseconds since 1970.
  /// - Complexity: that of the records with the text, at most.
  package func count(
    of type: RecordType, standing status: String? = nil, showing match: RecordFilter.Match, createdFrom: Int64 = 0,
    upTo max: Int
  ) throws -> Int {
    guard type.field(named: match.field)?.value == .text else { return 0 }
    let standing = status == nil ? "?4 IS NULL" : "status = ?4"
    let count = try db.hot(
      """
      SELECT count(*) FROM (SELECT 1 FROM "\(type.name)"
        WHERE "\(match.field)" = ?1 AND created_at >= ?2 AND \(standing) LIMIT ?3)
      """)
    count.bind(1, match.value)
    count.bind(2, createdFrom)
    count.bind(3, Int64(max))
    if let status { count.bind(4, status) } else { count.bindNull(4) }
    return Int(try count.first { $0.int(0) } ?? 0)
  }

  /// How many records of a type stand so, up to a number; of those that show a text in one of the fields that the index of places
  /// has, where one is given. No row is read.
  package func count(
    of type: RecordType, standing status: String, of match: RecordFilter.Match? = nil, upTo max: Int
  ) throws -> Int {
    guard let place = type.lifecycle?.inOrderOfRest.firstIndex(of: status),
      match.map({ match in type.fieldsByPlace.contains { $0.name == match.field } }) ?? true
    else { return 0 }
    let shown = match.map { "\"\($0.field)\" = ?3" } ?? "?3 IS NULL"
    let count = try db.hot(
      """
      SELECT count(*) FROM (SELECT 1 FROM "\(type.name)" INDEXED BY "\(RecordIndexes(type).byPlace)"
        WHERE \(RecordIndexes.standing) = ?1 AND \(shown) LIMIT ?2)
      """)
    count.bind(1, Int64(place))
    count.bind(2, Int64(max))
    if let match { count.bind(3, match.value) } else { count.bindNull(3) }
    return Int(try count.first { $0.int(0) } ?? 0)
  }

  /// The number of the last change of a type's records; 0 where there are none.
  package func lastChange(of type: RecordType) throws -> Int64 {
    let find = try db.hot("SELECT coalesce(max(\(RecordTable.changeColumn)), 0) FROM \"\(type.name)\"")
    return try find.first { $0.int(0) } ?? 0
  }
}
