// The runs of a store: from which number on changes were numbered by which opening of it.
import GRDB

/// Tells one run of a store from every other: drawn when the store is opened.
package struct RunMark: Hashable, Sendable {
  package let raw: UInt64

  package init(_ raw: UInt64) { self.raw = raw }

  /// What a cursor names before the store has numbered anything.
  static let none = RunMark(0)

  /// A mark of chance.
  package static func drawn() -> RunMark {
    var generator = SystemRandomNumberGenerator()
    return RunMark(generator.next())
  }
}

/// The table of the runs. A run begins with the first change that is numbered after an opening, in that transaction: a store
/// that is only read, or whose disk is full, opens without one.
enum Runs {
  /// How many are kept; a cursor of an earlier one is of another store.
  static let keptMax: Int64 = 1_000

  /// - Parameter first: the number of its first change.
  static func begin(_ mark: RunMark, from first: Int64, in db: Database) throws {
    try db.execute(
      sql: "INSERT INTO node_run (mark, first) VALUES (?, ?)", arguments: [Int64(bitPattern: mark.raw), first])
    try db.execute(
      sql: "DELETE FROM node_run WHERE number <= (SELECT max(number) FROM node_run) - ?", arguments: [keptMax])
  }

  /// The latest; `none` where nothing has been numbered.
  static func latest(_ db: Database) throws -> RunMark {
    let found = try db.hot("SELECT mark FROM node_run ORDER BY number DESC LIMIT 1")
    defer { found.reset() }
    return try found.step() ? RunMark(found.uint(0)) : .none
  }

  /// The first number that no longer belongs to a run: that of the next one, or the one after `highest`.
  /// - Returns: nil for a run that is not known.
  static func end(of mark: RunMark, highest: Int64, in db: Database) throws -> Int64? {
    let found = try db.hot(
      """
      SELECT (SELECT min(first) FROM node_run later WHERE later.number > run.number)
      FROM node_run run WHERE mark = ?1 ORDER BY number DESC LIMIT 1
      """)
    found.bind(1, mark.raw)
    defer { found.reset() }
    guard try found.step() else { return nil }
    // A store that was set back and has numbered nothing since ends where it stands.
    return found.isNull(0) ? highest + 1 : min(found.int(0), highest + 1)
  }

  /// Ends every cursor there is: whoever follows begins anew. What had gone need not be told any more.
  static func beginAnew(in db: Database, after highest: Int64) throws {
    let latest = try latest(db)
    try db.execute(sql: "DELETE FROM node_run; DELETE FROM node_gone; DELETE FROM node_former")
    if latest != .none { try begin(RunMark(latest.raw &+ 1), from: highest + 1, in: db) }
  }
}
