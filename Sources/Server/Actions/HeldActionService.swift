// Held actions that are tried again by the node itself, when a pass, a withdrawal, a grant or a post has arrived.
import Logging
import Merge
package import Node
package import Records
import Replica
import ServiceLifecycle
import Store
import Trust

/// Looks, after each transaction that brought something, which held actions it may let in.
///
/// What is tried stays held as it was unless it can be entered: trying writes nothing.
package final class HeldActionService: Service {
  private let node: Node
  /// How long what arrives may gather.
  private static let gathering: Duration = .milliseconds(500)
  private static let pauseAfterFailure: Duration = .seconds(60)

  package init(node: Node) { self.node = node }

  package func run() async throws {
    // Nothing is held where nothing is proved; a service that ends is a fault to those beside it.
    guard node.store.root != nil else { return try await gracefulShutdown() }
    await cancelWhenGracefulShutdown { await self.work() }
  }

  private func work() async {
    var arrivals = HeldArrivals()
    while !Task.isCancelled {
      let generation = node.news.generation
      let start = ContinuousClock.now
      do {
        let entered = try await node.tryHeld(&arrivals)
        if entered > 0 { node.logger.info("Held actions have been entered", metadata: ["count": "\(entered)"]) }
        if !arrivals.isBehind { await node.news.wait(past: generation) }
        try? await Task.sleep(for: max(start.duration(to: .now), Self.gathering))
      } catch {
        if Task.isCancelled { return }
        node.logger.error("Held actions cannot be tried again", metadata: ["reason": "\(error)"])
        // All of them once more: what was looked at in vain is not known.
        arrivals = HeldArrivals()
        try? await Task.sleep(for: Self.pauseAfterFailure)
      }
    }
  }
}

extension Node {
  /// Whose question it is when this is read.
  private static let holder = "this node"

  /// Tries again what has arrived since the last time may let in.
  /// - Returns: how many were entered.
  package func tryHeld(_ arrivals: inout HeldArrivals) async throws -> Int {
    let duty = Self.duty("held actions")
    try admit(duty)
    let (catalog, before) = (catalog, arrivals)
    let (after, questions) = try await read(on: .duties, by: Self.holder, noting: duty) { reader in
      var arrivals = before
      let questions = try arrivals.next(catalog, in: reader)
      return (arrivals, try HeldArrivals.isAnyWaiting(catalog, in: reader) ? questions : [])
    }
    arrivals = after
    var entered = 0
    for question in questions { entered += try await tryHeld(question) }
    return entered
  }

  private func tryHeld(_ question: HeldQuestion) async throws -> Int {
    // What it held where it stood before it holds still.
    let former = try await read(on: .duties, by: Self.holder) { try $0.formerAreas() }
    var entered = 0
    for home in [identity.area] + former { entered += try await tryHeld(question, at: home) }
    return entered
  }

  private func tryHeld(_ question: HeldQuestion, at home: Area) async throws -> Int {
    let catalog = catalog
    var place: HeldPage.Place? = HeldPage.Place()
    var entered = 0
    while let from = place {
      let page = try await read(on: .duties, by: Self.holder) { reader in
        try HeldPage(of: question, at: home, from: from, catalog: catalog, in: reader)
      }
      place = page.next
      if page.actions.isEmpty { continue }
      entered += try await enter(page.actions, with: []).count { $0.isEntered }
    }
    return entered
  }
}
