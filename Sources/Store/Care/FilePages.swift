// The pages of a damaged file by their numbers: as SQLite sees them, but not by way of its trees.
import GRDB
import GRDBSQLite

/// Reads pages of the file that a connection has open: the newest whole transaction's, from the log where they stand there.
///
/// What the log holds of a page hides what the file has of it, which may be older: what has been taken out since is not found again.
struct FilePages {
  private typealias File = UnsafeMutablePointer<sqlite3_file>

  static let bytes = StoreHeader.pageBytes
  private static let logHeaderBytes: Int64 = 32
  private static let frameHeaderBytes: Int64 = 24

  private let file: File
  private let log: File?
  /// Where in the log the newest of a page stands.
  private var logged: [UInt32: Int64] = [:]
  /// How many pages the file itself may have; the last may be cut off, or not there.
  private let count: UInt32
  /// Pages that stand in the log alone, in order.
  private let beyond: [UInt32]

  /// - Parameter db: reads without comparing sums, and is in a transaction for as long as this is used.
  /// - Returns: nil when there is no file to read.
  init?(_ db: Database) {
    // The log is open once something has been read.
    _ = try? Int.fetchOne(db, sql: "PRAGMA schema_version")
    guard let file = Self.file(SQLITE_FCNTL_FILE_POINTER, db) else { return nil }
    self.file = file
    log = Self.file(SQLITE_FCNTL_JOURNAL_POINTER, db)
    let count = UInt32(clamping: Self.size(file) / Int64(Self.bytes)) &+ 1
    if let log { logged = Self.newest(in: log) }
    beyond = logged.keys.filter { $0 > count }.sorted()
    self.count = count
  }

  /// The numbers of all pages, in order.
  func forEachNumber(_ take: (UInt32) throws -> Void) rethrows {
    for number in 1...max(1, count) { try take(number) }
    for number in beyond { try take(number) }
  }

  /// A page; nil when it cannot be read.
  func page(_ number: UInt32) -> [UInt8]? {
    if let log, let place = logged[number] { return Self.read(log, Self.bytes, at: place) }
    guard number > 0, number <= count else { return nil }
    return Self.read(file, Self.bytes, at: Int64(number - 1) * Int64(Self.bytes))
  }

  private static func file(_ which: Int32, _ db: Database) -> File? {
    var file: File?
    let code = withUnsafeMutablePointer(to: &file) { sqlite3_file_control(db.sqliteConnection, "main", which, $0) }
    return code == SQLITE_OK && file?.pointee.pMethods != nil ? file : nil
  }

  private static func size(_ file: File) -> Int64 {
    var size: sqlite3_int64 = 0
    return file.pointee.pMethods.pointee.xFileSize(file, &size) == SQLITE_OK ? max(0, size) : 0
  }

  /// Bytes behind the end are zeros.
  private static func read(_ file: File, _ count: Int, at place: Int64) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    let code = bytes.withUnsafeMutableBytes {
      file.pointee.pMethods.pointee.xRead(file, $0.baseAddress, Int32(count), place)
    }
    // SQLITE_IOERR_SHORT_READ
    return code == SQLITE_OK || code == SQLITE_IOERR | (2 << 8) ? bytes : nil
  }

  /// Where the newest of each page stands, up to the last frame that ends a transaction. Frames of an earlier log have other salts.
  /// Their sums are not compared: what a row says proves itself.
  /// - Source: https://www.sqlite.org/fileformat.html#the_write_ahead_log
  private static func newest(in log: File) -> [UInt32: Int64] {
    let end = size(log)
    guard end >= logHeaderBytes, let header = read(log, Int(logHeaderBytes), at: 0) else { return [:] }
    var (found, open): ([UInt32: Int64], [UInt32: Int64]) = ([:], [:])
    var at = logHeaderBytes
    while at + frameHeaderBytes + Int64(bytes) <= end {
      guard let frame = read(log, Int(frameHeaderBytes), at: at), frame[8..<16] == header[16..<24] else { break }
      open[frame.number(at: 0)] = at + frameHeaderBytes
      if frame.number(at: 4) > 0 {
        found.merge(open) { $1 }
        open = [:]
      }
      at += frameHeaderBytes + Int64(bytes)
    }
    return found
  }
}

extension [UInt8] {
  /// Four bytes, the highest first; the place has been checked.
  func number(at place: Int) -> UInt32 { self[place..<(place + 4)].reduce(0) { $0 << 8 | UInt32($1) } }
}
