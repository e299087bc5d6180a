// Mutants in what counts of people's actions.
import Merge
import Replica
import Store
import Trust
import Wire

/// Folds what was signed as if it had not been.
struct SignatureStripper: PassingStorage {
  let place: MutantPlace

  func fold(_ scan: CommitScanner, in bytes: [UInt8], feed: StoredFeed) throws {
    guard case .signed = ActionMark(scan, in: bytes) else { return try inner.fold(scan, in: bytes, feed: feed) }
    let other = try Rewriting.commit(scan, in: bytes, key: feed.key, changes: scan.allChanges(in: bytes))
    try inner.fold(other.scan, in: other.bytes, feed: feed)
  }
}

/// Does not keep what is said of people's devices: passes, or withdrawals.
struct PeopleForgetter: PassingStorage {
  let place: MutantPlace
  let forgetsPasses: Bool

  func keepStatement(_ statement: Statement) throws -> Bool {
    switch statement.content {
    case .pass where forgetsPasses: false
    case .withdrawal where !forgetsPasses: false
    default: try inner.keepStatement(statement)
    }
  }
}
