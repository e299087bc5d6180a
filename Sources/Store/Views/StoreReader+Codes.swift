// What code tables call their codes, without the records that hold it: of thousands an answer asks for a few.
package import Catalog
import FlightRecorder
import GRDB
import Merge

extension StoreReader {
  /// Hands over the Chinese names of those codes that the versions of a table have which are held and not withdrawn, those of
  /// later versions after those of earlier ones.
  /// - Parameters:
  ///   - areas: the versions issued for these areas are looked into, no others.
  ///   - body: takes the area that a version is issued for, a code and its name.
  /// - Complexity: linear in the entries of those versions.
  package func forEachName(
    of codes: Set<String>, in table: String, issuedFor areas: Set<String>, catalog: Catalog,
    _ body: (_ issuer: String, _ code: String, _ name: String) -> Void
  ) throws {
    guard !codes.isEmpty, let type = catalog.type(named: CodeTable.recordType), type.hasCodes else { return }
    let versions = try db.hot(
      """
      SELECT rowid, id, area FROM "\(type.name)" WHERE name = ?1 AND status <> 'withdrawn'
      ORDER BY version, changed_at, id
      """)
    versions.bind(1, table)
    var rows: [(row: Int64, id: RecordID, area: String)] = []
    try versions.forEachRow { row in
      let (id, area) = (RecordID(try row.bytes16(1)), row.text(2))
      if areas.contains(area), !shelved.contains(id) { rows.append((row.int(0), id, area)) }
    }
    let entries = try db.hot(
      """
      SELECT json_extract(e.value, '$.key'), json_extract(e.value, '$.value.zh')
      FROM "\(type.name)" t, json_each(t.entries) e WHERE t.rowid = ?1
      """)
    for (row, id, area) in rows {
      FlightRecorder.noteRecord(id)
      entries.bind(1, row)
      try entries.forEachRow { entry in
        let code = entry.text(0)
        if codes.contains(code), case .text(let name) = entry.cell(1) { body(area, code, name) }
      }
    }
  }
}

extension RecordType {
  /// Whether its table has the columns of a code table; a catalog of another city might not.
  fileprivate var hasCodes: Bool {
    guard lifecycle != nil, case .set? = field(named: "entries")?.kind else { return false }
    return ["name", "version"].allSatisfy { field(named: $0)?.value == .text }
  }
}
