// Damage under the store: bytes that are not what was written. Noticed once, told to whoever waits for it.
package import GRDB
import GRDBSQLite
import Synchronization

/// The first damage that reading or writing a store has come upon.
final class Damage: Sendable {
  private let first = Mutex<StoreError?>(nil)
  private let news: AsyncStream<StoreError>.Continuation
  /// Yields it once; for one listener.
  let stream: AsyncStream<StoreError>

  init() { (stream, news) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1)) }

  var found: StoreError? { first.withLock { $0 } }

  /// Takes note of an error that tells of damage.
  func noteError(_ error: StoreError) {
    guard error.code == .damaged else { return }
    first.withLock { $0 = $0 ?? error }
    news.yield(error)
  }
}

extension StoreError {
  static let salvageHint = """
    Run `gridward salvage`: it keeps the file and makes a new store of what is whole; the rest comes back from the parent and \
    the children. `gridward serve` does it by itself.
    """

  /// The same, for the file that it is about.
  static func salvageHint(for path: String) -> String {
    salvageHint.replacing("`gridward salvage`", with: "`gridward salvage --store \(path)`")
  }

  /// The same, with a hint of its own where it tells of damage.
  func damaged(_ message: String, hint: String) -> StoreError {
    guard code == .damaged else { return self }
    return StoreError(
      .damaged, message, hint: hint, cause: [self.message, cause].compactMap(\.self).joined(separator: "; "))
  }

  /// Whether SQLite says that bytes are not what was written: a page's sum, or what stands on the page.
  package static func isDamage(_ error: DatabaseError) -> Bool {
    error.extendedResultCode.rawValue == SQLITE_IOERR | (32 << 8)
      || [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode)
  }
}

extension Store {
  /// The damage that has been found; nothing is written any more, and the node must not go on.
  package var damage: StoreError? { found.found }

  /// Yields once, when damage is found. For one listener.
  package var damages: AsyncStream<StoreError> { found.stream }
}
