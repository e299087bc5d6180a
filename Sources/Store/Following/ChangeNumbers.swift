// The numbers of changes: each row that is written takes the next one, whatever it is written for.
import GRDB
import Merge

/// Gives out change numbers on the writer's connection.
///
/// They go on from the highest in the file. A number that a transaction took which then was rolled back is left out; nobody
/// has seen it. A row that is written twice has the later number alone.
final class ChangeNumbers {
  private(set) var last: Int64
  /// Whether rows are told as gone: nearly never, and only then is a new row looked for among them.
  var hasGone: Bool
  /// What had been given out when the transaction began.
  private var begun: Int64
  /// The run that begins with this opening's first change; nil once it stands in the file.
  private var run: RunMark?
  private var isRunWritten = false
  let db: Database

  init(in db: Database, run: RunMark) throws {
    self.db = db
    self.run = run
    last = try Self.highest(in: Self.tables(db), db)
    begun = last
    hasGone = try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM node_gone)") ?? false
  }

  func next() -> Int64 {
    last += 1
    return last
  }

  /// Called as each transaction begins.
  func begin() throws {
    begun = last
    guard isRunWritten, let run else { return }
    // The transaction that began the run may have been rolled back.
    if try Runs.latest(db) == run { self.run = nil }
    isRunWritten = false
  }

  /// Called before each transaction ends: the first that has changed a row begins the run.
  func flush() throws {
    guard let run, last > begun, !isRunWritten else { return }
    try Runs.begin(run, from: begun + 1, in: db)
    isRunWritten = true
  }

  /// A row is there that is new: if it had gone, it has come back.
  func comeBack(_ record: RecordID, _ type: String, _ area: String) throws {
    let forget = try db.hot("DELETE FROM node_gone WHERE record = ?1 AND type = ?2 AND area = ?3")
    forget.bind(1, record.raw)
    forget.bind(2, type)
    forget.bind(3, area)
    try forget.run()
  }

  /// A row has gone, and not by a rebuild: it leaves its name, and columns that are kept in memory are of another table now.
  func noteGone(_ record: RecordID, _ type: String, _ area: String) throws {
    try comeBack(record, type, area)
    let save = try db.hot("INSERT INTO node_gone (change, type, record, area) VALUES (?1, ?2, ?3, ?4)")
    save.bind(1, next())
    save.bind(2, type)
    save.bind(3, record.raw)
    save.bind(4, area)
    try save.run()
    hasGone = true
    try db.hot(
      """
      INSERT INTO meta (key, value) VALUES ('\(Self.removedKey)', 1) ON CONFLICT (key) DO UPDATE SET value = value + 1
      """
    ).run()
  }

  /// How many rows have gone otherwise than by a rebuild.
  static let removedKey = "removed_rows"

  // MARK: What stands in the file

  /// Where the highest number stands that was given out before the views were dropped.
  private static let baseKey = "changes"
  /// A file that says more is not this program's; adding to it must not trap.
  private static let max: Int64 = 1 << 62

  /// The tables whose rows have numbers.
  static func tables(_ db: Database) throws -> [String] {
    try String.fetchAll(
      db,
      sql: """
        SELECT tbl_name FROM sqlite_schema WHERE type = 'index' AND name = tbl_name || '_by_change' ORDER BY tbl_name
        """)
  }

  /// The highest number that stands in a snapshot.
  /// - Parameter tables: those of the record types.
  static func highest(in tables: [String], _ db: Database) throws -> Int64 {
    var highest = try number("SELECT value FROM meta WHERE key = '\(baseKey)'", db)
    highest = try Swift.max(highest, number("SELECT max(change) FROM node_gone", db))
    highest = try Swift.max(highest, number("SELECT max(first) - 1 FROM node_run", db))
    for table in tables {
      highest = try Swift.max(highest, number("SELECT max(change) FROM \(Schema.quoted(table))", db))
    }
    guard highest < max else { throw StoreError(.damaged, "a change has the number \(highest)") }
    return highest
  }

  private static func number(_ sql: String, _ db: Database) throws -> Int64 {
    let statement = try db.hot(sql)
    defer { statement.reset() }
    return try statement.step() ? statement.int(0) : 0
  }

  /// Keeps how far numbers have been given out, before the rows go that say it.
  static func keepHighest(_ db: Database) throws -> Int64 {
    let highest = try highest(in: tables(db), db)
    try db.execute(
      sql: "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", arguments: [baseKey, highest])
    return highest
  }
}
