// Whether a node can do its work: its store takes a write, and there is room on the disk.
import Dispatch
import Foundation
import Logging
import Node
import Store
import Synchronization

/// Checks readiness without writing anything, and says in the log when it has changed.
final class Readiness: Sendable {
  static let path = "/readyz"

  /// Below this much free disk a node is not ready, though it works on until the disk is full.
  static let freeBytesMin: Int64 = 64 << 20

  /// Waits for the writer on a thread of its own: on Linux, Dispatch's global queues run on those of Swift's tasks.
  private static let queue = DispatchQueue(label: "gridward.readiness")

  private let node: Node
  /// As the log has it.
  private let wasReady = Mutex(true)

  init(node: Node) { self.node = node }

  /// - Throws: `StoreError` when the store takes no write or has been found damaged, `notReady` when the disk is nearly full.
  func check() async throws {
    do {
      try await look()
      if turns(ready: true) { node.logger.notice("The node is ready again") }
    } catch {
      if turns(ready: false) { node.logger.warning("The node is not ready", metadata: ["reason": "\(error)"]) }
      throw error
    }
  }

  /// Whether this is another answer than the one before.
  private func turns(ready isReady: Bool) -> Bool {
    wasReady.withLock { wasReady in
      defer { wasReady = isReady }
      return wasReady != isReady
    }
  }

  private func look() async throws {
    try await probe()
    if let free = freeBytes, free < Self.freeBytesMin {
      throw Problem(.notReady, "The disk under the store has \(free >> 20) MiB left.", retryAfter: 60)
    }
  }

  /// An empty write transaction, on a thread that may wait for the writer.
  private func probe() async throws {
    let store = node.store
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
      Self.queue.async {
        continuation.resume(with: Result { try store.write { _ in } })
      }
    }
  }

  private var freeBytes: Int64? {
    let attributes = try? FileManager.default.attributesOfFileSystem(forPath: node.store.path)
    return (attributes?[.systemFreeSize] as? NSNumber)?.int64Value
  }
}
