// Damage found where nobody reads, and the node's end when any is found.
import Dispatch
import Logging
import ServiceLifecycle
import Store

/// Reads every page of the store soon after the start and once a day, slowly, on a thread that may wait for the disk. After a start
/// that cannot tell whether the store holds all it was told to keep, it looks once whether what stands there fits together.
package final class PagesService: Service {
  private let store: Store
  private let logger: Logger
  private let isInDoubt: Bool
  /// 1 MiB at a time, and at most 50 of them a second.
  private static let pagesAtOnce: UInt32 = 128
  private static let pause: Duration = .milliseconds(20)
  /// Has a thread of its own: on Linux, Dispatch's global queues run on those of Swift's tasks.
  private static let queue = DispatchQueue(label: "gridward.pages", qos: .utility)

  package init(node: Node) { (store, logger, isInDoubt) = (node.store, node.logger, !node.writer.isLineageSure) }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      try? await Task.sleep(for: .seconds(10))
      if self.isInDoubt {
        await self.noting { store in try store.checkSoundness() }
      }
      while !Task.isCancelled {
        await self.pass()
        try? await Task.sleep(for: .seconds(86_400))
      }
    }
  }

  private func pass() async {
    var next: UInt32? = 1
    while let first = next, !Task.isCancelled {
      next = await noting { store in try store.checkPages(from: first, count: Self.pagesAtOnce) } ?? nil
      try? await Task.sleep(for: Self.pause)
    }
  }

  /// Reads on a thread that may wait.
  /// - Returns: nil after a failure. The store has noted damage; whatever else it was, the next pass reads on.
  @discardableResult
  private func noting<T: Sendable>(_ body: @escaping @Sendable (Store) throws -> T) async -> T? {
    let store = store
    let result: Result<T, any Error> = await withCheckedContinuation { continuation in
      Self.queue.async { continuation.resume(returning: Result { try body(store) }) }
    }
    do { return try result.get() } catch {
      logger.debug("Reading the store's pages stopped", metadata: ["reason": "\(error)"])
      return nil
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
