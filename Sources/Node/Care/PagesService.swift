// Damage found where nobody reads, and the node's end when any is found.
import Dispatch
import Logging
import ServiceLifecycle
import Store

/// Reads every page of the store soon after the start and once a day, slowly, on a thread that may wait for the disk.
package final class PagesService: Service {
  private let store: Store
  private let logger: Logger
  /// 1 MiB at a time, and at most 50 of them a second.
  private static let pagesAtOnce: UInt32 = 128
  private static let pause: Duration = .milliseconds(20)

  package init(node: Node) { (store, logger) = (node.store, node.logger) }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      try? await Task.sleep(for: .seconds(10))
      while !Task.isCancelled {
        await self.pass()
        try? await Task.sleep(for: .seconds(86_400))
      }
    }
  }

  private func pass() async {
    var next: UInt32? = 1
    while let first = next, !Task.isCancelled {
      do { next = try await check(from: first) } catch {
        // Damage has been noted by the store; whatever else it was, the next pass reads on.
        return logger.debug("Reading the store's pages stopped", metadata: ["reason": "\(error)"])
      }
      try? await Task.sleep(for: Self.pause)
    }
  }

  private func check(from first: UInt32) async throws -> UInt32? {
    let store = store
    return try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global(qos: .utility).async {
        continuation.resume(with: Result { try store.checkPages(from: first, count: Self.pagesAtOnce) })
      }
    }
  }
}

/// Ends when the store is found damaged, and the node with it: what can be saved is saved with the store closed.
package final class DamageService: Service {
  private let store: Store
  private let logger: Logger

  package init(node: Node) { (store, logger) = (node.store, node.logger) }

  package func run() async throws {
    await cancelWhenGracefulShutdown { [store, logger] in
      for await damage in store.damages {
        logger.error(
          "The store is damaged: the node stops and saves what is whole",
          metadata: ["damage": "\(damage.message)", "cause": "\(damage.cause ?? "")", "hint": "\(damage.hint)"])
        return
      }
    }
  }
}
