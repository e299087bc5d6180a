// What waits, on a thread of its own.
import Foundation

/// Carries out what waits (a socket, another process) without holding one of the threads that tasks run on. Dispatch's
/// global queues are no way out: on Linux tasks run on their threads.
package func onOwnThread<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
  await withCheckedContinuation { continuation in
    Thread.detachNewThread { continuation.resume(returning: body()) }
  }
}
