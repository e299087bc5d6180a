// Binding and reading through SQLite's C interface, for the statements that run once for each commit or record.
import GRDB
import GRDBSQLite
import Merge

/// A statement used through the C interface. It lives as long as its connection.
///
/// Values are bound in place where the caller's bytes outlive the step; GRDB keeps preparing, caching and finalising.
struct HotStatement {
  let handle: OpaquePointer
  /// What keeps the handle valid.
  private let keeper: AnyObject

  init(_ statement: Statement) {
    keeper = statement
    handle = statement.sqliteStatement
  }

  init(_ taken: TakenStatement) {
    keeper = taken
    handle = taken.statement.sqliteStatement
  }

  func bind(_ index: Int32, _ value: Int64) { sqlite3_bind_int64(handle, index, value) }
  func bind(_ index: Int32, _ value: UInt64) { sqlite3_bind_int64(handle, index, Int64(bitPattern: value)) }
  func bindNull(_ index: Int32) { sqlite3_bind_null(handle, index) }

  /// Binds bytes that stay where they are until the statement is reset.
  func bind(_ index: Int32, staticBlob bytes: UnsafeRawBufferPointer) {
    if bytes.count == 0 {
      sqlite3_bind_zeroblob(handle, index, 0)
    } else {
      sqlite3_bind_blob(handle, index, bytes.baseAddress, Int32(bytes.count), nil)
    }
  }

  /// Binds UTF-8 that stays where it is until the statement is reset.
  func bind(_ index: Int32, staticText bytes: UnsafeRawBufferPointer) {
    let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
    if bytes.count == 0 {
      bind(index, "")
    } else {
      sqlite3_bind_text(handle, index, start, Int32(bytes.count), nil)
    }
  }

  /// `SQLITE_TRANSIENT`: SQLite copies what is bound.
  private static var transient: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

  func bind(_ index: Int32, _ text: String) {
    var text = text
    text.withUTF8 { bytes in
      let start = UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self)
      if let start {
        sqlite3_bind_text(handle, index, start, Int32(bytes.count), Self.transient)
      } else {
        sqlite3_bind_text(handle, index, "", 0, nil)
      }
    }
  }

  func bind(_ index: Int32, _ bytes: [UInt8]) {
    bytes.withUnsafeBytes { buffer in
      if buffer.count == 0 {
        _ = sqlite3_bind_zeroblob(handle, index, 0)
      } else {
        _ = sqlite3_bind_blob(handle, index, buffer.baseAddress, Int32(buffer.count), Self.transient)
      }
    }
  }

  func bind(_ index: Int32, _ id: Bytes16) {
    withUnsafeBytes(of: (id.high.bigEndian, id.low.bigEndian)) { buffer in
      _ = sqlite3_bind_blob(handle, index, buffer.baseAddress, 16, Self.transient)
    }
  }

  func bind(_ index: Int32, _ digest: Digest) {
    let words = digest.words
    withUnsafeBytes(of: (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian)) { buffer in
      _ = sqlite3_bind_blob(handle, index, buffer.baseAddress, 32, Self.transient)
    }
  }

  /// Whether there is a row.
  /// - Throws: `DatabaseError`, with the statement reset.
  func step() throws -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default:
      let code = sqlite3_extended_errcode(sqlite3_db_handle(handle))
      let message = String(cString: sqlite3_errmsg(sqlite3_db_handle(handle)))
      sqlite3_reset(handle)
      let sql = sqlite3_sql(handle).map { String(cString: $0) }
      throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message, sql: sql)
    }
  }

  /// Runs a statement that returns no row.
  func run() throws {
    _ = try step()
    sqlite3_reset(handle)
  }

  /// The row that the connection has inserted last into a table with row numbers.
  var lastInsertedRow: Int64 { sqlite3_last_insert_rowid(sqlite3_db_handle(handle)) }

  func reset() { sqlite3_reset(handle) }
  func clear() { sqlite3_clear_bindings(handle) }

  func int(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }
  func uint(_ column: Int32) -> UInt64 { UInt64(bitPattern: sqlite3_column_int64(handle, column)) }
  /// A number of one byte; nil for any other, which damage alone leaves.
  func byte(_ column: Int32) -> UInt8? { UInt8(exactly: int(column)) }
  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

  func text(_ column: Int32) -> String {
    String(decoding: blob(column), as: UTF8.self)
  }

  /// The bytes of a column, valid until the next step or reset.
  func blob(_ column: Int32) -> UnsafeRawBufferPointer {
    let start = sqlite3_column_blob(handle, column)
    return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
  }

  /// The bytes of all texts and blobs of the row.
  var byteCount: Int {
    (0..<sqlite3_column_count(handle)).reduce(0) { sum, column in
      switch sqlite3_column_type(handle, column) {
      case SQLITE_TEXT, SQLITE_BLOB: sum + Int(sqlite3_column_bytes(handle, column))
      default: sum
      }
    }
  }

  func bytes16(_ column: Int32) throws -> Bytes16 {
    let bytes = blob(column)
    guard bytes.count == 16 else {
      throw StoreError(.damaged, "an id of \(bytes.count) bytes", hint: "Run `gridward verify`.")
    }
    return Bytes16(high: Self.word(bytes, 0), low: Self.word(bytes, 8))
  }

  func digest(_ column: Int32) throws -> Digest {
    let bytes = blob(column)
    guard bytes.count == 32 else {
      throw StoreError(.damaged, "a hash of \(bytes.count) bytes", hint: "Run `gridward verify`.")
    }
    return Digest(words: (Self.word(bytes, 0), Self.word(bytes, 8), Self.word(bytes, 16), Self.word(bytes, 24)))
  }

  /// Eight bytes as a big-endian number. Heads are read by the thousand, and the way over a sequence of bytes takes
  /// several times as long.
  private static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
    UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  func cell(_ column: Int32) -> Cell {
    switch sqlite3_column_type(handle, column) {
    case SQLITE_NULL: .null
    case SQLITE_INTEGER: .int(int(column))
    case SQLITE_TEXT: .text(text(column))
    case SQLITE_BLOB: .blob(Array(blob(column)))
    default: .real
    }
  }

  /// Runs `body` for each row, then resets.
  func forEachRow(_ body: (HotStatement) throws -> Void) throws {
    defer { reset() }
    while try step() { try body(self) }
  }
}

extension Database {
  /// A statement this connection keeps prepared.
  func hot(_ sql: String) throws -> HotStatement { HotStatement(try cachedStatement(sql: sql)) }
}
