// What holds threads until a test lets them go.
import Dispatch

/// Threads wait until it is opened, and from then on none does. It is for threads of the node's own: one of Swift's tasks must
/// not wait here.
final class Latch: Sendable {
  private let semaphore = DispatchSemaphore(value: 0)

  func open() { semaphore.signal() }

  func wait() {
    semaphore.wait()
    semaphore.signal()
  }
}
