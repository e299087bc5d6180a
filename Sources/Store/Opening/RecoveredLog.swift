// What opening a store finds in the write-ahead log, put on disk before anything is acknowledged.
import GRDB
import GRDBSQLite

/// Makes the log durable from its first byte to its last.
///
/// After a failed flush the system may count pages as written that it holds only in memory. Whoever then opens the store
/// reads them, finds them whole and takes their transactions for committed; later flushes succeed without them. When the
/// power fails the log has a hole there, and everything after the hole is gone, acknowledged or not. Written once more, the
/// pages are flushed like any others.
///
/// A checkpoint would not do: it copies pages into the database on the strength of a log that is not on disk, and when the
/// power fails meanwhile the database has some of a transaction's pages and not the others.
/// - Source: Rebello et al., "Can Applications Recover from fsync Failures?" (USENIX ATC 2020).
enum RecoveredLog {
  /// - Throws: what the disk says; then nothing may be acknowledged.
  static func makeDurable(_ db: Database) throws {
    // With the lock that writers take nobody else writes the log; beginning also opens it.
    try db.inTransaction(.immediate) {
      if let log = logFile(of: db) { try rewrite(log) }
      return .commit
    }
  }

  private typealias File = UnsafeMutablePointer<sqlite3_file>

  /// The log as the connection has it open; nil when it has none.
  private static func logFile(of db: Database) -> File? {
    var file: File?
    let code = withUnsafeMutablePointer(to: &file) {
      sqlite3_file_control(db.sqliteConnection, "main", SQLITE_FCNTL_JOURNAL_POINTER, $0)
    }
    return code == SQLITE_OK && file?.pointee.pMethods != nil ? file : nil
  }

  /// Writes every byte of the file over itself, then flushes.
  private static func rewrite(_ file: File) throws {
    let methods = file.pointee.pMethods.pointee
    var size: sqlite3_int64 = 0
    try check(methods.xFileSize(file, &size))
    guard size > 0 else { return }
    var buffer = [UInt8](repeating: 0, count: Int(min(size, chunkBytes)))
    var offset: sqlite3_int64 = 0
    while offset < size {
      let count = Int32(min(sqlite3_int64(buffer.count), size - offset))
      try buffer.withUnsafeMutableBytes { bytes in
        try check(methods.xRead(file, bytes.baseAddress, count, offset))
        try check(methods.xWrite(file, bytes.baseAddress, count, offset))
      }
      offset += sqlite3_int64(count)
    }
    try check(methods.xSync(file, SQLITE_SYNC_FULL))
  }

  /// SQLite writes at most 128 KiB at once and takes more for a full disk.
  private static let chunkBytes: sqlite3_int64 = 1 << 16

  private static func check(_ code: Int32) throws {
    if code != SQLITE_OK {
      throw DatabaseError(resultCode: ResultCode(rawValue: code), message: "the log cannot be made durable")
    }
  }
}
