// When the write-ahead log is copied into the database, which makes the log start over from its beginning.
import GRDB
import GRDBSQLite
import Synchronization

/// Decides after each transaction of the writer whether to checkpoint.
///
/// A flush that makes the log longer costs more than one that overwrites it, so while transactions are small the log is
/// kept short. Large ones let it grow: a page they touch again and again is then copied once.
final class Checkpointing: Sendable {
  /// How many pages small transactions may add one after another, and how many the log may have at all.
  private static let shortLogPages: Int32 = 500
  private static let longLogPages: Int32 = 4_000
  /// A transaction of fewer pages is small.
  private static let smallPages: Int32 = 64

  private struct Log {
    /// How many pages it has.
    var pages: Int32 = 0
    /// How many of the last of them were written by small transactions.
    var smallPages: Int32 = 0
  }

  private let log = Mutex(Log())

  /// Takes the place of SQLite's automatic checkpoint on the connection that writes, which must not outlive this.
  func install(on db: Database) {
    sqlite3_wal_hook(
      db.sqliteConnection,
      { policy, connection, name, pages in
        guard let policy else { return SQLITE_OK }
        if Unmanaged<Checkpointing>.fromOpaque(policy).takeUnretainedValue().isDue(pages: pages) {
          // Like the automatic one: when it fails, the next transaction tries again.
          sqlite3_wal_checkpoint_v2(connection, name, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
        }
        return SQLITE_OK
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  private func isDue(pages: Int32) -> Bool {
    log.withLock { log in
      let added = pages > log.pages ? pages - log.pages : pages
      log.pages = pages
      log.smallPages = added < Self.smallPages ? log.smallPages + added : 0
      guard pages >= Self.longLogPages || log.smallPages >= Self.shortLogPages else { return false }
      log.smallPages = 0
      return true
    }
  }
}
