// Changes of one transaction that wait to be merged into their rows together.
import Merge
import Totals

/// The changes of records that have rows, by row.
///
/// Reading a row and writing it costs as much as its record is large, and thousands of small commits to a large record are a
/// message of a few kilobytes: the row is read and written once for all that a transaction brings.
struct WaitingChanges {
  struct Row {
    let row: Int64
    let area: String
    var changes: [(change: Change, origin: Origin)]
  }

  private var rows: [Row] = []
  private var places: [Int64: Int] = [:]

  var isEmpty: Bool { rows.isEmpty }

  mutating func add(_ change: Change, origin: Origin, to row: Int64, in area: String) {
    if let place = places[row] { return rows[place].changes.append((change, origin)) }
    places[row] = rows.count
    rows.append(Row(row: row, area: area, changes: [(change, origin)]))
  }

  /// Takes all of them out, in the order of rows: those that stand in one page are written one after another.
  mutating func takeAll() -> [Row] {
    defer { self = WaitingChanges() }
    return rows.sorted { $0.row < $1.row }
  }
}

/// What a row was before it was changed, as far as other tables follow it.
struct FormerRow {
  var hidden: [HiddenWrites] = []
  /// The keys of its sets by which lists find it; nil where the type has none.
  var keys: [Set<[UInt8]>]?
  var counted: [Contribution] = []
  var moments: [Int64?] = []
  /// The texts it showed; nil where none are indexed, and for a row that is new.
  var texts: [String]?
}
