// Reading views column by column, for those who compare stores.
package import Catalog
import GRDB
package import Merge

/// What one column of a row holds.
package enum Cell: Hashable, Sendable {
  case null
  case int(Int64)
  case text(String)
  case blob([UInt8])
  /// A number with a fraction, which no column of a view may hold.
  case real
}

/// One row of a record type's table.
package struct ViewRow: Hashable, Sendable {
  package let id: RecordID
  package let area: Area
  /// In the order of `RecordType.columns`.
  package let cells: [Cell]
}

extension RecordType {
  /// The columns of the type's table, but its row number.
  package var columns: [String] { RecordTable.columnNames(self) }
}

extension StoreReader {
  /// Every row of a record type's table, by id and area: nothing of it depends on the order in which commits arrived.
  package func rows(of type: RecordType) throws -> [ViewRow] {
    let list = type.columns.map { "\"\($0)\"" }.joined(separator: ", ")
    let count = Int32(type.columns.count)
    var rows: [ViewRow] = []
    try db.hot("SELECT \(list) FROM \"\(type.name)\" ORDER BY id, area").forEachRow { row in
      let cells = (0..<count).map(row.cell)
      guard let area = Area(row.text(1)) else { throw StoreError(.damaged, "a record's area") }
      rows.append(ViewRow(id: RecordID(try row.bytes16(0)), area: area, cells: cells))
    }
    return rows
  }

  /// Every row of the table of values that no column shows, by its key.
  package func concurrentRows() throws -> [[Cell]] {
    let columns = "type, record, area, field, value, feed, seq, tier, time"
    var rows: [[Cell]] = []
    try db.hot("SELECT \(columns) FROM concurrent ORDER BY type, record, area, field, feed, seq").forEachRow { row in
      rows.append((0..<9).map(row.cell))
    }
    return rows
  }
}
