// News: what wakes a long poll and the uplink when something was written.
import Synchronization

/// A number that grows with every write, and those who wait for it to.
package final class News: Sendable {
  private struct State {
    var generation: UInt64 = 0
    var nextWaiter: UInt64 = 0
    var waiters: [UInt64: CheckedContinuation<Void, Never>] = [:]
  }

  private let state = Mutex(State())

  package init() {}

  package var generation: UInt64 { state.withLock { $0.generation } }

  /// How many wait.
  package var waitingCount: Int { state.withLock { $0.waiters.count } }

  package func announce() {
    let waiters = state.withLock { state in
      state.generation += 1
      defer { state.waiters.removeAll() }
      return Array(state.waiters.values)
    }
    for waiter in waiters { waiter.resume() }
  }

  /// Returns when the generation has moved past `generation`, or the task is cancelled.
  package func wait(past generation: UInt64) async {
    let id = state.withLock { state in
      state.nextWaiter += 1
      return state.nextWaiter
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isNow = state.withLock { state in
          if state.generation > generation || Task.isCancelled { return true }
          state.waiters[id] = continuation
          return false
        }
        if isNow { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.waiters.removeValue(forKey: id) }?.resume()
    }
  }

  /// Waits likewise, but no longer than `limit`.
  /// - Returns: whether there was news.
  package func wait(past generation: UInt64, limit: Duration) async -> Bool {
    await withTaskGroup(of: Bool.self) { group in
      group.addTask {
        await self.wait(past: generation)
        return !Task.isCancelled
      }
      group.addTask {
        try? await Task.sleep(for: limit)
        return false
      }
      defer { group.cancelAll() }
      return await group.next() ?? false
    }
  }
}
