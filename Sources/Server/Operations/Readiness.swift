// Whether a node can do its work: its store takes a write, and there is room on the disk.
import Dispatch
import Foundation
import Node
import Store

/// Checks readiness without writing anything.
struct Readiness: Sendable {
  /// Below this much free disk a node is not ready, though it works on until the disk is full.
  static let freeBytesMin: Int64 = 64 << 20

  /// Waits for the writer on a thread of its own: on Linux, Dispatch's global queues run on those of Swift's tasks.
  private static let queue = DispatchQueue(label: "gridward.readiness")

  let node: Node

  /// - Throws: `StoreError` when the store takes no write or has been found damaged, `notReady` when the disk is nearly full.
  func check() async throws {
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
