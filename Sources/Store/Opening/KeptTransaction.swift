// Transactions of the writer, begun and ended by statements that stay prepared.
import GRDB

extension Database {
  /// Runs `body` in a transaction, as `inTransaction` does: GRDB makes and prepares BEGIN and COMMIT anew each time, which costs a
  /// small transaction more than they themselves do.
  func inKeptTransaction<T>(_ body: () throws -> T) throws -> T {
    try cachedStatement(sql: "BEGIN IMMEDIATE TRANSACTION").execute()
    do {
      let result = try body()
      // SQLite ends a transaction by itself after some errors. One of them that was not handed on must not pass for success.
      guard isInsideTransaction else {
        throw DatabaseError(resultCode: .SQLITE_ABORT, message: "Transaction was aborted")
      }
      try cachedStatement(sql: "COMMIT TRANSACTION").execute()
      return result
    } catch {
      // It fails where SQLite has rolled back already.
      try? rollback()
      throw error
    }
  }
}
