// Making the columns of a type, or bringing them up to date, in pieces: each in a snapshot of its own, so that nobody waits for it.
import Catalog
import GRDB

/// Columns that are of no state yet.
///
/// What each row showed in the snapshot of its piece is noted first; a row that has changed since the first piece may have been
/// passed over, or stand as it was. All of these are then read by their change numbers, until a piece finds no more.
struct ColumnWork: Sendable {
  /// What a division of one standing costs beside its entries.
  private static let seekEntries = 10

  private(set) var columns: ListColumns
  /// The standing whose entries are read next, and the last division of it that has been; nil behind the last.
  private var next: (standing: Int, division: Int64)?
  private let standings: [Int64?]
  private let seek: String
  private let entries: String

  /// Begins with the first row.
  init(_ type: RecordType, in db: Database) throws {
    self.init(ListColumns(type, asOf: try TableState(of: type, in: db)))
    next = (0, -1)
  }

  /// Goes on with columns that are behind.
  init(_ columns: ListColumns) {
    self.columns = columns
    // By which rows they are brought up is not noted here.
    self.columns.moves = []
    standings = RecordIndexes(columns.type).everyStanding.map { $0.map(Int64.init) }
    (seek, entries) = Self.statements(columns.type)
  }

  /// What has come of a piece.
  enum Progress { case goesOn, isDone, isVoid }

  /// Does another piece.
  /// - Parameter entries: so many rows it reads, or a few more.
  mutating func advance(by entries: Int, in db: Database) throws -> Progress {
    let present = try TableState(of: columns.type, in: db)
    guard present.schema == columns.state.schema else { return .isVoid }
    // What somebody else has read was in a later snapshot than this one.
    guard present.change >= columns.state.change else { return .goesOn }
    var left = entries
    while left > 0, next != nil { left -= try readDivision(in: db) + Self.seekEntries }
    if left <= 0 { return .goesOn }
    guard try columns.readChanges(upTo: left, in: db).count < left else { return .goesOn }
    columns.state = present
    return .isDone
  }

  /// Reads the entries of the next division of a standing.
  private mutating func readDivision(in db: Database) throws -> Int {
    guard let place = next else { return 0 }
    guard place.standing < standings.count else {
      next = nil
      return 0
    }
    let standing = standings[place.standing]
    guard let division = try division(after: place.division, standing, in: db) else {
      next = (place.standing + 1, -1)
      return 0
    }
    next = (place.standing, division)
    return try readEntries(standing, division, in: db)
  }

  private func division(after last: Int64, _ standing: Int64?, in db: Database) throws -> Int64? {
    let rows = try db.hot(seek)
    if let standing { rows.bind(1, standing) }
    rows.bind(2, last)
    return try rows.first { $0.int(0) }
  }

  private mutating func readEntries(_ standing: Int64?, _ division: Int64, in db: Database) throws -> Int {
    let rows = try db.hot(entries)
    if let standing { rows.bind(1, standing) }
    rows.bind(2, division)
    var count = 0
    try rows.forEachRow { row in
      columns.note(row)
      count += 1
    }
    return count
  }

  /// The statements for the first division of a standing behind another one, and for the entries of one. Neither the standing nor
  /// the division of an entry is selected: SQLite would read the row for it.
  private static func statements(_ type: RecordType) -> (seek: String, entries: String) {
    let indexes = RecordIndexes(type)
    let table = "\"\(type.name)\" INDEXED BY \"\(indexes.byPlace)\""
    let (division, isStanding) = (RecordIndexes.division, type.lifecycle != nil)
    let condition = isStanding ? "\(RecordIndexes.standing) = ?1" : "1"
    let known = isStanding ? ["?1", "?2"] : ["?2"]
    let list = (["rowid"] + known + indexes.placeColumns.dropFirst(known.count).map { "\"\($0)\"" })
    return (
      "SELECT \(division) FROM \(table) WHERE \(condition) AND \(division) > ?2 ORDER BY \(division) LIMIT 1",
      "SELECT \(list.joined(separator: ", ")) FROM \(table) WHERE \(condition) AND \(division) = ?2"
    )
  }
}
