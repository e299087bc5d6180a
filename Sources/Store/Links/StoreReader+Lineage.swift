// How far a store has come: its last commit, by which another copy of it is told apart.
package import Merge

/// The commit that arrived last.
package struct LastArrival: Hashable, Sendable {
  /// 0 in an empty store.
  package let number: UInt64
  package let hash: Digest
}

extension StoreReader {
  package func lastArrival() throws -> LastArrival {
    let statement = try db.hot("SELECT arrival, hash FROM \"commit\" ORDER BY arrival DESC LIMIT 1")
    defer { statement.reset() }
    guard try statement.step() else { return LastArrival(number: 0, hash: .zero) }
    return LastArrival(number: statement.uint(0), hash: try statement.digest(1))
  }

  /// The hash of the commit that has an arrival number; nil when none has.
  package func arrivalHash(_ number: UInt64) throws -> Digest? {
    let statement = try db.hot("SELECT hash FROM \"commit\" WHERE arrival = ?1")
    statement.bind(1, number)
    defer { statement.reset() }
    return try statement.step() ? statement.digest(0) : nil
  }
}

extension StoreWriter {
  package func lastArrival() throws -> LastArrival { try reader.lastArrival() }
}
