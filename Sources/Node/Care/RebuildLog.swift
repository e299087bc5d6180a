// Tells in the log that a store's views are folded anew before it is served from.
package import Logging
package import Store
import Synchronization

/// One line when a rebuild begins and one when it has ended: a city waits for it for minutes, and would else wonder.
package final class RebuildLog: Sendable {
  private let logger: Logger
  private let began = Mutex<ContinuousClock.Instant?>(nil)

  package init(_ logger: Logger) { self.logger = logger }

  /// Takes what an opening tells (`Store.open`).
  package func tell(_ stage: Rebuild.Stage) {
    switch stage {
    case .began:
      began.withLock { $0 = .now }
      logger.notice("The views are being folded anew from the commits; at a city that takes minutes")
    case .ended(let commits):
      let duration = began.withLock { $0 }.map { .now - $0 } ?? .zero
      logger.notice(
        "The views are folded", metadata: ["commits": "\(commits)", "seconds": "\(duration.components.seconds)"])
    }
  }
}
