// What a connection may do at most, so that a damaged or doctored file gains nothing by being opened.
import CPageGuard
import CSQLiteDefence
package import GRDB
import GRDBSQLite

/// Puts a connection on the defensive and lowers its limits to what this program needs.
/// - Source: https://www.sqlite.org/security.html
package enum Defence {
  /// Once in a process, before anything else asks SQLite for anything, if only for the first bytes of a file: it counts no memory,
  /// since every allocation would else take one lock of the whole process, and files are opened through the page guard.
  static let prepared: Void = {
    _ = gridward_sqlite_without_statistics()
    _ = page_guard_install()
  }()

  /// The largest limits, each well above anything the program does.
  private static let limits: [(Int32, Int32)] = [
    (SQLITE_LIMIT_LENGTH, 256 << 20), (SQLITE_LIMIT_SQL_LENGTH, 256 << 10), (SQLITE_LIMIT_COLUMN, 500),
    (SQLITE_LIMIT_EXPR_DEPTH, 100), (SQLITE_LIMIT_COMPOUND_SELECT, 20), (SQLITE_LIMIT_FUNCTION_ARG, 64),
    (SQLITE_LIMIT_ATTACHED, 2), (SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1_000), (SQLITE_LIMIT_TRIGGER_DEPTH, 10),
    (SQLITE_LIMIT_WORKER_THREADS, 0),
  ]

  /// No SQL can damage the file, nothing in its schema runs code, no extension is loaded.
  /// - Throws: when this SQLite has no defensive mode (before 3.26).
  package static func raise(on db: Database) throws {
    guard let connection = db.sqliteConnection else { preconditionFailure("a database that is prepared is open") }
    let switches = [
      (SQLITE_DBCONFIG_DEFENSIVE, 1), (SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0), (SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0),
      (SQLITE_DBCONFIG_ENABLE_TRIGGER, 0),
    ]
    for (which, on) in switches {
      let status = gridward_sqlite_switch(connection, which, Int32(on))
      guard status == SQLITE_OK else { throw StoreError(.internalFailure, "SQLite has no defensive mode") }
    }
    for (limit, value) in limits { sqlite3_limit(connection, limit, value) }
  }
}
