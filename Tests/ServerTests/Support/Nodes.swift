// Nodes for tests: real stores, in memory or in a folder of their own.
import Catalog
import Logging
import Merge
import Node
import Replica
import Store
import TestSupport

func identity(_ area: Area) -> Identity {
  Identity(
    node: NodeID(Node.random16()), incarnation: 1, store: StoreID(Node.random16()), area: area)
}

func nodeInMemory(_ area: Area, logger: Logger = quiet) throws -> Node {
  Node(store: try Store.inMemory(identity: identity(area), catalog: .builtIn), logger: logger)
}

extension Node {
  var commitCount: UInt64 { get throws { try read { try $0.mark() } } }
}

/// Runs `body` with nodes in a folder that is removed afterwards.
func withNodes<T>(
  _ areas: [Area], questions: QuestionLimits = QuestionLimits(), _ body: ([Node]) async throws -> T
) async throws -> T {
  let folder = try TemporaryFolder()
  defer { withExtendedLifetime(folder) {} }
  let nodes = try areas.enumerated().map { index, area in
    return Node(
      store: try Store.create(path: folder.file("\(index).db"), identity: identity(area), catalog: .builtIn),
      logger: quiet, questions: questions)
  }
  return try await body(nodes)
}
