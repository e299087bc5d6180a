// Work that hangs together, piece after piece: what follows a piece that failed is not done.
import Synchronization

/// What one exchange has given to the writer, in order.
///
/// Each piece has a transaction of its own or shares one, and the next are queued before anybody knows how the first ended. One
/// that failed leaves a gap: what follows would be carried out on a store that is not what its maker took it for, and a commit
/// behind one that did not fit on a full disk would be refused as if its author had left that out. So from the first failure on
/// nothing of the sequence is done, and each piece fails for the same reason.
/// - Source: protocol §5.1.
package final class WorkSequence: Sendable {
  private let failure = Mutex<(any Error)?>(nil)

  package init() {}

  /// Called when a piece has failed for good, before the next one is run.
  func noteFailure(_ error: any Error) {
    failure.withLock { if $0 == nil { $0 = error } }
  }

  /// - Throws: why an earlier piece failed.
  func check() throws {
    if let error = failure.withLock({ $0 }) { throw error }
  }
}
