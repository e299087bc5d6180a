// Reading a store: one snapshot at a time, on the caller's thread, for as long as a limit allows.
import FlightRecorder
import GRDB

extension Store {
  /// How many reads go on at one time. A further one holds its thread until another has ended, so whoever reads on several
  /// threads has no more of them than this.
  package static let readersMax = 12

  /// Reads one snapshot.
  /// - Parameter limit: nil for a read that takes as long as it takes.
  /// - Throws: what `body` throws, `StoreError`, or `ReadingStop` when the limit has ended it.
  package func read<T>(within limit: ReadingLimit? = nil, _ body: (StoreReader) throws -> T) throws -> T {
    do {
      return try snapshot { db in
        let kept = StoreReader.Kept(codes: codes, statements: statements.ofConnection(db))
        let reader = StoreReader(
          db, index: arrivals, shelved: shelf.records, limit: limit, columns: columns, kept: kept)
        guard let limit else { return try body(reader) }
        return try limit.interrupting(db) { try body(reader) }
      }
    } catch { throw translated(error) }
  }

  /// Yields when questions have asked for columns that `StoreReader.tendColumns` is to make. For one listener.
  package var columnWishes: AsyncStream<Void> { columns.wishes }

  /// How many lists and counts have been answered by columns in memory.
  package var columnAnswers: Int { columns.answers }

  private func snapshot<T>(_ body: (Database) throws -> T) throws -> T {
    // One connection sees nothing but its own writes; telling it to be read-only would compile every statement anew.
    if let queue = pool as? DatabaseQueue { return try queue.unsafeRead(body) }
    return try pool.read(body)
  }

  /// What is the caller's own stays as it is; what the database says is translated. Damage is kept in mind.
  func translated(_ error: any Error) -> any Error {
    guard error is DatabaseError || error is StoreError else { return error }
    return noted(StoreError(error))
  }

  func noted(_ error: StoreError) -> StoreError {
    found.noteError(error)
    return error
  }
}

extension StoreReader {
  /// What is kept between reads; nothing of it for the writer and for whoever looks into a file.
  struct Kept {
    /// What has been worked out of code tables.
    var codes: SharedCodes?
    /// The statements of questions on this connection.
    var statements: ConnectionStatements?
  }
}
