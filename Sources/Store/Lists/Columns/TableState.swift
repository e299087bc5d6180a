// In which state a type's table is, in few words: two snapshots that have the same words have the same rows.
import Catalog
import GRDB

/// A state of one type's table, among all that it has while its store is open.
///
/// Each row that is written takes a higher change number than any before it, also after a transaction that was rolled back, and
/// rows go by a rebuild, which makes the tables anew, so that the number of the schema is another, or with the last commit that
/// counts for them, which is counted (`ChangeNumbers.noteGone`).
struct TableState: Hashable, Sendable {
  let schema: Int64
  /// The highest change number of its rows; 0 without rows.
  var change: Int64

  init(of type: RecordType, in db: Database) throws {
    let count = try db.hot("SELECT value FROM meta WHERE key = '\(ChangeNumbers.removedKey)'")
    let removed = try count.first { $0.int(0) } ?? 0
    schema = try (db.hot("PRAGMA schema_version").first { $0.int(0) } ?? 0) &+ removed << 32
    change = try db.hot("SELECT max(change) FROM \"\(type.name)\"").first { $0.int(0) } ?? 0
  }

  /// Whether it may come after another one: what was dropped never comes back.
  func isAfter(_ other: TableState) -> Bool { schema == other.schema && change > other.change }
}

/// Rows that columns were brought up by, at one time.
struct ColumnMove: Sendable {
  let from: Int64
  let to: Int64
  let rows: [Int64]
}

extension ListColumns {
  /// Reads what rows have come to show, in the order in which they changed; the state is the last of theirs.
  /// - Parameter count: so many rows at most.
  /// - Returns: their numbers. Fewer than `count` are all there are.
  mutating func readChanges(upTo count: Int, in db: Database) throws -> [Int64] {
    let rows = try db.hot(
      """
      SELECT rowid, \(Self.list(type)), change FROM "\(type.name)" INDEXED BY "\(type.name)_by_change"
      WHERE change > ?1 ORDER BY change LIMIT ?2
      """)
    rows.bind(1, state.change)
    rows.bind(2, Int64(count))
    let last = Int32(columns.count + 1)
    var found: [Int64] = []
    try rows.forEachRow { row in
      note(row)
      state.change = row.int(last)
      found.append(row.int(0))
    }
    return found
  }

  /// Moves to the state of a snapshot.
  /// - Parameter count: by so many rows at most.
  /// - Returns: whether that was few enough; else they are of no state.
  mutating func move(to present: TableState, upTo count: Int, in db: Database) throws -> Bool {
    guard present.schema == state.schema else { return false }
    if present.change < state.change { return try moveBack(to: present, in: db) }
    let from = state.change
    let rows = try readChanges(upTo: count + 1, in: db)
    guard rows.count <= count else { return false }
    state = present
    moves.append(ColumnMove(from: from, to: present.change, rows: rows))
    while moves.count > 1, moves.reduce(0, { $0 + $1.rows.count }) > 2 * count { moves.removeFirst() }
    return true
  }

  /// A snapshot that is older is another only in rows by which somebody else has brought them up since: those are read again.
  private mutating func moveBack(to present: TableState, in db: Database) throws -> Bool {
    guard let first = moves.first, first.from <= present.change else { return false }
    let row = try db.hot("SELECT rowid, \(Self.list(type)) FROM \"\(type.name)\" WHERE rowid = ?1")
    for number in Set(moves.filter { $0.to > present.change }.flatMap(\.rows)) {
      row.bind(1, number)
      if try row.first({ note($0) }) == nil { noteAbsence(of: number) }
    }
    state = present
    return true
  }
}
