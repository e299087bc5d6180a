// The promise that queued work will be done, and how it is waited for.
import Synchronization

/// The promise that queued work will be done: its value arrives when the work is on disk.
///
/// Any task may wait for it, several may, and as late as they like. Whoever waits lets the work begin if it is held, and
/// is suspended, not blocked. Cancelling the task that waits takes nothing back: the work is done all the same, and the
/// task hears of it.
package final class Ticket<T: Sendable>: Sendable {
  private enum State {
    case waiting([CheckedContinuation<T, any Error>])
    case done(Result<T, any Error>)
  }

  private let state = Mutex(State.waiting([]))
  /// Lets the work begin if it is held.
  private let start: @Sendable () -> Void

  init(start: @escaping @Sendable () -> Void) { self.start = start }

  func fulfil(_ result: Result<T, any Error>) {
    let waiters = state.withLock { state -> [CheckedContinuation<T, any Error>] in
      guard case .waiting(let waiters) = state else { return [] }
      state = .done(result)
      return waiters
    }
    for waiter in waiters { waiter.resume(with: result) }
  }

  package var value: T {
    get async throws {
      start()
      return try await withCheckedThrowingContinuation { continuation in
        let result = state.withLock { state -> Result<T, any Error>? in
          switch state {
          case .done(let result): return result
          case .waiting(let waiters):
            state = .waiting(waiters + [continuation])
            return nil
          }
        }
        if let result { continuation.resume(with: result) }
      }
    }
  }
}
