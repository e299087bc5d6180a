// What the log says of connections that were cut: enough to find out why, and never a flood.
package import Logging
import Synchronization

/// Writes a line for a connection that was cut, at most one in `interval`; the next one tells how many were left out.
package final class CutLog: Sendable {
  private static let interval = Duration.seconds(1)

  private let logger: Logger
  private let state = Mutex<(last: ContinuousClock.Instant?, leftOut: Int)>((nil, 0))

  package init(_ logger: Logger) { self.logger = logger }

  package func noteCut(_ reason: ConnectionPace.Reason, from address: String, at now: ContinuousClock.Instant) {
    // A client that is done and says nothing more, and the end of the server, are nothing to tell.
    if reason == .idle || reason == .shutdown { return }
    let leftOut = state.withLock { state -> Int? in
      if let last = state.last, now - last < Self.interval {
        state.leftOut += 1
        return nil
      }
      defer { state = (now, 0) }
      return state.leftOut
    }
    guard let leftOut else { return }
    logger.notice(
      "A connection was cut",
      metadata: ["reason": "\(reason.rawValue)", "address": "\(address)", "others_before": "\(leftOut)"])
  }
}
