// The uplink: keeps this node in step with its parent for as long as the node runs.
import Logging
import Merge
import Replica
import ServiceLifecycle
import Store
import Synchronization
package import Transport

/// Sessions with the parent, one after another: an exchange, then a long poll, which ends as soon as either side has news.
///
/// A parent that is down is a state, logged once when it begins and once when it ends. It ends when an answer comes in, not when the
/// next try begins.
package final class UplinkService: Service {
  package struct Configuration: Sendable {
    /// The parent's address, such as `http://127.0.0.1:8370`.
    package var parent: String
    /// How long the parent may hold its answer when there is nothing to say.
    package var wait: Duration = .seconds(25)
    package var backoffBase: Duration = .milliseconds(500)
    package var backoffCap: Duration = .seconds(60)

    package init(parent: String) { self.parent = parent }
  }

  private let node: Node
  private let access: any ParentAccess
  private let configuration: Configuration
  private let current = Mutex((state: UplinkState.starting, outage: OutageLog()))

  package convenience init(node: Node, client: HTTPClient, configuration: Configuration) {
    self.init(node: node, access: OpenAccess(client), configuration: configuration)
  }

  package init(node: Node, access: any ParentAccess, configuration: Configuration) {
    self.node = node
    self.access = access
    self.configuration = configuration
  }

  package var state: UplinkState { current.withLock { $0.state } }
  package var standing: AccessStanding { access.standing }

  package func run() async throws {
    await cancelWhenGracefulShutdown { await self.keepInStep() }
    await access.shutdown()
  }

  private func keepInStep() async {
    var backoff = Backoff(base: configuration.backoffBase, cap: configuration.backoffCap)
    while !Task.isCancelled {
      do {
        try await session()
        backoff.reset()
      } catch {
        if Task.isCancelled { return }
        let failure = error as? LinkFailure
        enter(.down(reason: failure?.shortDescription ?? "store", detail: "\(error)"))
        if let failure { await access.failed(failure) }
        node.figures.failedUp()
        var generator = SystemRandomNumberGenerator()
        let pause = backoff.next(random: generator.next(), retryAfter: failure?.retryAfter)
        try? await Task.sleep(for: pause)
      }
    }
  }

  /// Exchanges until both ends are proved equal, then waits for news.
  private func session() async throws {
    var asking = try await asking()
    while true {
      if state == .starting { enter(.exchanging) }
      let outcome = try await asking.round(wait: .zero) { if self.state != .inStep { self.enter(.exchanging) } }
      if outcome == .proved { break }
    }
    enter(.inStep)
    while try await longPoll() == .proved {}
  }

  private func asking() async throws -> Asking {
    Asking(
      node: node, client: try await access.client(), parent: configuration.parent, parentArea: access.parentArea)
  }

  /// One long poll, given up as soon as there is something to send: what it carried would be sent again.
  /// - Returns: nil when news of our own ended it, or was there before it.
  private func longPoll() async throws -> UplinkOutcome? {
    if try await hasOwnNews() { return nil }
    let answer = AnswerFlag()
    return try await withThrowingTaskGroup(of: UplinkOutcome?.self) { group in
      group.addTask {
        var asking = try await self.asking()
        return try await asking.round(wait: self.configuration.wait) { answer.begin() }
      }
      group.addTask {
        try await self.waitForOwnNews()
        return nil
      }
      defer { group.cancelAll() }
      let first = try await group.next() ?? nil
      // An answer that is already coming in is read to its end before anything is sent.
      return first == nil && answer.hasBegun ? try await group.next() ?? nil : first
    }
  }

  private func waitForOwnNews() async throws {
    var generation = node.news.generation
    while !Task.isCancelled {
      if try await hasOwnNews() { return }
      await node.news.wait(past: generation)
      generation = node.news.generation
    }
  }

  private func hasOwnNews() async throws -> Bool {
    let area = node.identity.area
    return try await node.read(on: .links, by: Node.itself) { reader in
      try LinkView.hasOwnNews(over: reader.parentLink(), at: area, in: reader)
    }
  }

  private func enter(_ next: UplinkState) {
    let (isNew, line) = current.withLock { current -> (Bool, OutageLog.Line?) in
      let before = current.state
      current.state = next
      guard before != next else { return (false, nil) }
      // One outage's words differ from try to try, by the milliseconds it took.
      return (before.downReason == nil || before.downReason != next.downReason, current.outage.noteState(next))
    }
    switch line {
    case .began(let detail):
      // Where it is this node's own store that fails, nothing goes on.
      let rest = next.downReason == "store" ? "nothing can be written here" : "local work goes on"
      node.logger.warning("The link to the parent is down; \(rest)", metadata: ["reason": "\(detail)"])
    case .otherReason(let detail):
      node.logger.notice("The link to the parent is still down", metadata: ["reason": "\(detail)"])
    case .ended: node.logger.info("The link to the parent is up and proved equal")
    case nil where isNew: node.logger.debug("The link to the parent changed", metadata: ["state": "\(next)"])
    case nil: break
    }
  }
}

/// Whether the answer to a long poll has begun.
private final class AnswerFlag: Sendable {
  private let flag = Mutex(false)

  var hasBegun: Bool { flag.withLock { $0 } }
  func begin() { flag.withLock { $0 = true } }
}
