// Keeping columns by which large types are listed and counted in memory, once somebody has asked.
import Catalog
import Logging
import ServiceLifecycle
import Store

/// Makes what questions would have been answered by (`Store.columnWishes`), in pieces on the lane of duties, each in a snapshot of
/// its own.
///
/// A piece takes some tens of milliseconds; after each the processor is left to others for as long.
package final class ColumnsService: Service {
  private let node: Node
  private static let pauseMin: Duration = .milliseconds(5)
  private static let pauseAfterFailure: Duration = .seconds(60)

  package init(node: Node) { self.node = node }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      for await _ in self.node.store.columnWishes { await self.work() }
    }
  }

  private func work() async {
    while !Task.isCancelled {
      let start = ContinuousClock.now
      do {
        guard try await node.tendColumns() else { return }
        try? await Task.sleep(for: max(start.duration(to: .now), Self.pauseMin))
      } catch {
        if Task.isCancelled { return }
        node.logger.error("Columns cannot be kept in memory", metadata: ["reason": "\(error)"])
        try? await Task.sleep(for: Self.pauseAfterFailure)
      }
    }
  }
}

extension Node {
  /// Makes a piece of the columns that are wanted.
  /// - Returns: whether more is to be done.
  package func tendColumns() async throws -> Bool {
    let types = catalog.types
    return try await read(on: .duties, by: Self.itself) { try $0.tendColumns(of: types) }
  }
}
