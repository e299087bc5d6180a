// The node's daily duty, looked at every hour for as long as the node runs.
import Logging
import Replica
import ServiceLifecycle
import Store

/// Has the replica sign its checkpoint once a day and tell what has been silent, held back or without effect too long.
package final class WatchService: Service {
  private let node: Node
  private let interval: Duration

  package init(node: Node, interval: Duration = .seconds(3_600)) {
    self.node = node
    self.interval = interval
  }

  package func run() async throws {
    await cancelWhenGracefulShutdown { await self.watch() }
  }

  private func watch() async {
    while !Task.isCancelled {
      do { try await node.attend() } catch {
        node.logger.warning("The daily duty failed; it is tried again", metadata: ["reason": "\(error)"])
      }
      try? await Task.sleep(for: interval)
    }
  }
}

extension Node {
  /// Does what of the daily duty is due now.
  package func attend() async throws {
    guard signer != nil else { return }
    let duty = Self.duty("checkpoint and watch")
    try admit(duty)
    try await writer.run(duty) { replica, storage in try replica.attend(now: self.clock.now, in: storage) }
  }
}
