// What redaction leaves in the write-ahead log is taken away as soon as nobody reads it.
import GRDB
import GRDBSQLite

enum Scrubbing {
  /// Whether something was removed whose old pages may still stand in the log.
  static func isDue(_ db: Database) throws -> Bool {
    try Int64.fetchOne(db, sql: "SELECT value FROM meta WHERE key = 'unscrubbed'") != nil
  }

  /// Copies the log into the database and empties it. The pages that held the removed bytes are overwritten there, since
  /// `secure_delete` is on.
  ///
  /// Until the log has been emptied the mark stays, and the next transaction, or the next start, tries again: a reader with an
  /// old snapshot holds it up.
  static func run(_ db: Database) throws {
    guard try isDue(db), try emptyLog(of: db) else { return }
    try db.execute(sql: "DELETE FROM meta WHERE key = 'unscrubbed'")
  }

  /// Copies the log into the database and empties it.
  /// - Returns: false when somebody reads an old snapshot, or the disk refuses; then the log stays as it is.
  static func emptyLog(of db: Database) throws -> Bool {
    try db.execute(sql: "PRAGMA busy_timeout = 200")
    let code = sqlite3_wal_checkpoint_v2(db.sqliteConnection, "main", SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
    try db.execute(sql: "PRAGMA busy_timeout = 10000")
    return code == SQLITE_OK
  }
}
