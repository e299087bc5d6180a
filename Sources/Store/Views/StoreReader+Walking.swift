// Reading records by their rows: the next few of a type, or those that a table of moments names.
package import Catalog
import FlightRecorder
import GRDB
import Merge

extension StoreReader {
  /// The records of a type that stand behind a row, in the order in which they arrived here.
  ///
  /// A record that is not shown because that has ended the process is left out.
  /// - Parameters:
  ///   - row: 0 for the beginning.
  ///   - count: how many rows are looked at.
  /// - Returns: the records, and the last row that was looked at; nil where the type has no further ones.
  package func records(
    of type: RecordType, after row: Int64, count: Int
  ) throws -> (records: [RecordView], next: Int64?) {
    let rows = try RecordRows(type, in: self)
    let statement = try rows.statement(where: "rowid > ?1 ORDER BY rowid LIMIT ?2", in: db)
    statement.bind(1, row)
    statement.bind(2, Int64(count) + 1)
    defer { statement.reset() }
    var found: [RecordView] = []
    var (seen, last) = (0, row)
    while try statement.step() {
      if seen == count { return (found, last) }
      (seen, last) = (seen + 1, statement.int(0))
      if let record = try shown(statement, rows) { found.append(record) }
    }
    return (found, nil)
  }

  /// The record of a row; nil where there is none, or one that is not shown because that has ended the process.
  package func record(of type: RecordType, at row: Int64) throws -> RecordView? {
    let rows = try RecordRows(type, in: self)
    let statement = try rows.statement(where: "rowid = ?1", in: db)
    statement.bind(1, row)
    defer { statement.reset() }
    return try statement.step() ? shown(statement, rows) : nil
  }

  /// Reads the row that a statement stands at.
  func shown(_ statement: HotStatement, _ rows: RecordRows) throws -> RecordView? {
    let id = RecordID(try statement.bytes16(1))
    FlightRecorder.noteRecord(id)
    return shelved.contains(id) ? nil : try rows.record(statement)
  }
}
