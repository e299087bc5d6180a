// The rows of the table of commits of a damaged file, as far as they can be read.
import GRDB

/// Reads the table of commits in its own order, piece by piece, and goes on behind what cannot be read. No index is asked: it may be
/// damaged where the table is whole.
struct CommitRows {
  private static let pieceRows = 500
  /// Arrival numbers further apart than this are damaged, and none is looked for further on.
  private static let gapMax: Int64 = 1_000_000
  /// How many numbers are asked for each by itself, as many as stand on several pages.
  private static let numbersAsked: Int64 = 2_000

  /// Reads pages as they are.
  let raw: DatabaseQueue

  /// - Parameter columns: what is read of each row behind its arrival number.
  /// - Returns: the last arrival number that could be read.
  @discardableResult
  func forEachPiece(_ columns: String, _ take: ([Row]) throws -> Void) rethrows -> UInt64 {
    var at: Int64 = 0
    while true {
      var (rows, isWhole) = piece(columns, "arrival > ? ORDER BY arrival LIMIT \(Self.pieceRows)", at)
      if !isWhole, rows.isEmpty { rows = nextReadable(columns, after: at) }
      let readable = rows.filter { row in
        guard let arrival = Int64.fromDatabaseValue(row[0]), arrival > at, arrival - at <= Self.gapMax else {
          return false
        }
        at = arrival
        return true
      }
      if readable.isEmpty { return UInt64(clamping: at) }
      try take(readable)
    }
  }

  private func piece(_ columns: String, _ condition: String, _ at: Int64) -> (rows: [Row], isWhole: Bool) {
    raw.readable("SELECT arrival, \(columns) FROM \"commit\" NOT INDEXED WHERE \(condition)", [at])
  }

  /// Where reading on fails, each of the next numbers is asked for by itself; then what lies further and further on.
  private func nextReadable(_ columns: String, after at: Int64) -> [Row] {
    for number in (at + 1)...(at + Self.numbersAsked) {
      let rows = piece(columns, "arrival = ?", number).rows
      if !rows.isEmpty { return rows }
    }
    var step = Self.numbersAsked
    while step <= Self.gapMax {
      let rows = piece(columns, "arrival > ? ORDER BY arrival LIMIT 1", at + step).rows
      if !rows.isEmpty { return rows }
      step *= 2
    }
    return []
  }
}

extension DatabaseQueue {
  /// As many rows as can be read, and whether these are all.
  func readable(_ sql: String, _ arguments: StatementArguments = []) -> (rows: [Row], isWhole: Bool) {
    var rows: [Row] = []
    let isWhole = try? read { db in
      let cursor = try Row.fetchCursor(db, sql: sql, arguments: arguments)
      while let row = try cursor.next() { rows.append(row.copy()) }
      return true
    }
    return (rows, isWhole ?? false)
  }
}
