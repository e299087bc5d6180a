// Keeping the index of texts up with the rows, in pieces between what others write.
import Logging
import ServiceLifecycle
package import Store

/// Takes new and changed rows up into the index of texts for as long as the node runs; where it stops it goes on later.
///
/// A piece is a transaction of some milliseconds. After each the writer is left to others for at least as long, so that filling
/// an index of a city's records costs them half of it at most.
package final class TextService: Service {
  private let node: Node
  /// How long what has been written may gather.
  private static let gathering: Duration = .milliseconds(100)
  private static let pauseMin: Duration = .milliseconds(5)
  private static let pauseAfterFailure: Duration = .seconds(60)

  package init(node: Node) { self.node = node }

  package func run() async throws {
    await cancelWhenGracefulShutdown { await self.work() }
  }

  private func work() async {
    while !Task.isCancelled {
      let generation = node.changes.generation
      let start = ContinuousClock.now
      do {
        if try await node.indexTexts().isDone {
          await node.changes.wait(past: generation)
          try? await Task.sleep(for: Self.gathering)
        } else {
          try? await Task.sleep(for: max(start.duration(to: .now), Self.pauseMin))
        }
      } catch {
        if Task.isCancelled { return }
        node.logger.error("Texts cannot be taken up into their index", metadata: ["reason": "\(error)"])
        try? await Task.sleep(for: Self.pauseAfterFailure)
      }
    }
  }
}

extension Node {
  /// Takes up the next piece, in a transaction of its own on the writer's thread.
  package func indexTexts() async throws -> TextProgress {
    let duty = Self.duty("index of texts")
    try admit(duty)
    return try await writer.hold(duty) { _, storage in try storage.indexTexts() }.value
  }
}
