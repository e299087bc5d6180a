// What is asked of all records, over HTTP, before and after a node keeps columns by which it is answered.
import Catalog
import HTTPTypes
import Merge
import Node
import Server
import Store
import TestSupport
import Testing

@Suite struct `Columns of a node` {
  private static let questions = [
    "/counts/hazard?by=severity,area,status", "/records/hazard?sort=deadline",
    "/records/hazard?sort=-found_at&severity=0",
  ]

  @Test(.timeLimit(.minutes(1))) func `a node makes what questions have asked for, and answers the same`()
    async throws
  {
    var bounds = ColumnBounds()
    bounds.rowsMin = 3
    let node = Node(
      store: try Store.inMemory(identity: identity(Place.community), catalog: .builtIn, columns: bounds), logger: quiet)
    let service = ColumnsService(node: node)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await service.run() }
      try await withAPI(of: node) { (api) async throws in
        for text in ["楼道", "灭火器", "配电箱"] {
          #expect(try await api.hazard(description: text).status == .created)
        }
        var before: [String] = []
        for question in Self.questions { before.append(try await api.get(question).text) }
        while node.store.columnAnswers == 0 { _ = try await api.get(Self.questions[1]) }
        let answers = node.store.columnAnswers
        for (question, text) in zip(Self.questions, before) { #expect(try await api.get(question).text == text) }
        #expect(node.store.columnAnswers == answers + 3)
      }
      group.cancelAll()
    }
  }
}
