// Reading rows of one type's table as records.
import Catalog
import FlightRecorder
import GRDB
import Merge
import Wire

/// What reading a row asks of its type, asked once for all rows: a type's fields carry titles and codes, which cost to be handed
/// around for every value.
struct RecordRows {
  private let type: RecordType
  /// The same for the records that are read.
  private let shared: SharedType
  /// The column of the first field, behind the row's number.
  private let firstField: Int32
  private let columns: [Column]
  /// For each field number below 256, the place of its column among the fields; -1 for none.
  private let places: [Int]
  /// Whether the store has a root key.
  private let isProved: Bool

  /// About what is told of a value that lost, beside the value: who wrote it, when, and where.
  private static let concurrentBytes = 256

  init(_ type: RecordType, in reader: StoreReader) throws {
    self.type = type
    shared = SharedType(type)
    isProved = try reader.isProving
    firstField = type.lifecycle == nil ? 6 : 8
    columns = type.fields.map(Column.init)
    var places = [Int](repeating: -1, count: (type.fields.last?.number ?? 0) + 1)
    for (index, field) in type.fields.enumerated() { places[field.number] = index }
    self.places = places
  }

  /// The statement that reads rows: the row's number, then the table's columns in order.
  func statement(where condition: String, in db: Database) throws -> HotStatement {
    try db.hot("SELECT \(RowColumns.list(of: type)) FROM \"\(type.name)\" WHERE \(condition)")
  }

  /// - Throws: `damaged`; `WireError` for a state that is none.
  func record(_ row: HotStatement) throws -> RecordView {
    guard let area = Area(row.text(2)) else { throw StoreError(.damaged, "a record's area") }
    let packed = Array(row.blob(firstField + Int32(columns.count)))
    let state = try PackedState.decode(packed) { number in
      guard places.indices.contains(number), places[number] >= 0 else { return nil }
      return columns[places[number]].value(in: row, at: firstField + Int32(places[number]))
    }
    return RecordView(
      shared, id: RecordID(try row.bytes16(1)), area: area, state: state,
      standing: Shown.standing(of: state, type: type, isProved: isProved), isProved: isProved,
      byteCount: row.byteCount + Self.concurrentBytes * Int(min(max(row.int(firstField - 1), 0), 1 << 20)))
  }
}

extension StoreReader {
  /// The records in these rows, in the order given, but for those that are left out.
  /// - Parameter bytesMax: how much their rows may keep; with the record that reaches it the page is full.
  /// - Returns: with them, how many of the rows were gone through: one at least.
  func records(
    in numbers: some Sequence<Int64>, type: RecordType, bytesMax: Int = ListPage.bytesMax
  ) throws -> (records: [RecordView], rows: Int) {
    let table = try RecordRows(type, in: self)
    let statement = try table.statement(where: "rowid = ?1", in: db)
    defer { statement.reset() }
    var found: [RecordView] = []
    var (rows, bytes) = (0, 0)
    for number in numbers where bytes < bytesMax {
      rows += 1
      statement.reset()
      statement.bind(1, number)
      guard try statement.step() else { continue }
      let id = RecordID(try statement.bytes16(1))
      FlightRecorder.noteRecord(id)
      if shelved.contains(id) { continue }
      let record = try table.record(statement)
      found.append(record)
      bytes += record.byteCount
    }
    return (found, rows)
  }
}
