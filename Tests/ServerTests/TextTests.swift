// Looking for words over HTTP.
import HTTPTypes
import Merge
import Node
import Server
import Store
import TestSupport
import Testing

@Suite struct `Searching records` {
  /// A node that keeps an index of texts.
  private func node(at area: Area = Place.community) throws -> Node {
    let node = try nodeInMemory(area)
    try node.store.keepTexts(true)
    return node
  }

  private static func path(_ text: String, _ rest: String = "", type: String = "hazard") -> String {
    let encoded = text.utf8.map { byte in
      let digits = String(byte, radix: 16, uppercase: true)
      return digits.utf8.count < 2 ? "%0\(digits)" : "%\(digits)"
    }
    return "/records/\(type)?text=\(encoded.joined())\(rest)"
  }

  private static func found(_ answer: Answer) -> [String] {
    answer["records"]?.items.compactMap { $0["fields"]?["description"]?.text } ?? []
  }

  private static func index(_ node: Node) async throws {
    while try await !node.indexTexts().isDone {}
  }

  @Test func `finds what was entered once it has been taken up, and says how far it is`() async throws {
    let node = try node()
    try await withAPI(of: node) { (api) async throws in
      for text in ["三单元楼道堆放杂物", "灭火器过期", "楼道无照明"] {
        #expect(try await api.hazard(description: text).status == .created)
      }
      let early = try await api.get(Self.path("楼道"))
      #expect(early.status == .ok && Self.found(early).isEmpty && early["texts_behind"]?.int == 3)
      try await Self.index(node)
      let answer = try await api.get(Self.path("楼道"))
      #expect(Self.found(answer) == ["楼道无照明", "三单元楼道堆放杂物"] && answer["texts_behind"]?.int == 0)
      #expect(Self.found(try await api.get(Self.path("堆放　三单元"))) == ["三单元楼道堆放杂物"])
      #expect(Self.found(try await api.get(Self.path("\" OR * NEAR("))).isEmpty)
      let all = try await api.get("/records/hazard")
      #expect(all["texts_behind"] == nil && Self.found(all).first == "三单元楼道堆放杂物")
    }
  }

  @Test func `goes on in pages, and narrows as a list does`() async throws {
    let node = try node(at: Place.township)
    try await withAPI(of: node) { (api) async throws in
      for number in 0..<7 {
        let area = number % 2 == 0 ? Place.community : Place.otherCommunity
        #expect(try await api.hazard(area: area, description: "堵塞\(number)").status == .created)
      }
      try await Self.index(node)
      let first = try await api.get(Self.path("堵塞", "&limit=3"))
      #expect(Self.found(first) == ["堵塞6", "堵塞5", "堵塞4"])
      let next = try #require(first["next"]?.text)
      let second = try await api.get(Self.path("堵塞", "&limit=3&after=\(next)"))
      #expect(Self.found(second) == ["堵塞3", "堵塞2", "堵塞1"])
      let last = try await api.get(Self.path("堵塞", "&limit=3&after=\(try #require(second["next"]?.text))"))
      #expect(Self.found(last) == ["堵塞0"] && last["next"] == .null)
      let narrowed = try await api.get(Self.path("堵塞", "&status=reported&area=\(Place.otherCommunity.code)"))
      #expect(Self.found(narrowed) == ["堵塞5", "堵塞3", "堵塞1"])
      #expect(Self.found(try await api.get(Self.path("堵塞", "&status=closed"))).isEmpty)
      for (query, count) in [
        ("severity=0", 7), ("severity=1", 0), ("open=true", 7), ("empty=unit", 7), ("given=unit", 0),
      ] {
        #expect(Self.found(try await api.get(Self.path("堵塞", "&\(query)"))).count == count, "\(query)")
      }
      for query in ["sort=deadline", "sort=-arrival", "overdue=true", "after=3"] {
        let answer = try await api.get(Self.path("堵塞", "&\(query)"))
        #expect(answer.problem == "bad-request", "\(query): \(answer.text)")
      }
      let outside = try await api.get(Self.path("堵塞", "&area=\(Place.otherDistrict.code)"))
      #expect(outside.problem == "bad-request")
    }
  }

  @Test func `follows an edit`() async throws {
    let node = try node()
    try await withAPI(of: node) { (api) async throws in
      let made = try await api.hazard(description: "楼道")
      try await Self.index(node)
      let body = #"{"user": "李娜", "fields": {"description": "配电箱", "place": "三单元"}}"#
      #expect(try await api.patch(made.path, body, seen: made.tag).status == .ok)
      #expect(try await api.get(Self.path("配电"))["texts_behind"]?.int == 1)
      try await Self.index(node)
      #expect(Self.found(try await api.get(Self.path("配电 单元"))) == ["配电箱"])
      #expect(Self.found(try await api.get(Self.path("楼道"))).isEmpty)
    }
  }

  @Test func `is refused where there is nothing to look for, and where nothing can be found`() async throws {
    try await withAPI(of: try node()) { (api) async throws in
      for text in ["", "、。", String(repeating: "楼", count: TextQuery.charactersMax + 1)] {
        let answer = try await api.get(Self.path(text))
        #expect(answer.problem == "bad-request", "\(answer.text)")
      }
      let answer = try await api.get(Self.path("楼道", type: "patrol"))
      #expect(answer.problem == "bad-request" && answer["detail"]?.text?.contains("patrol") == true)
    }
    try await withAPI(of: try nodeInMemory(Place.community)) { (api) async throws in
      let answer = try await api.get(Self.path("楼道"))
      #expect(answer.status == .conflict && answer.problem == "no-text-index")
      #expect(answer["detail"]?.text?.contains("text_search") == true)
      #expect(try await api.get(Self.path("、")).problem == "bad-request")
    }
  }

  @Test(.timeLimit(.minutes(1))) func `a node takes up by itself what is written`() async throws {
    let node = try node()
    let service = TextService(node: node)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await service.run() }
      try await withAPI(of: node) { (api) async throws in
        #expect(try await api.hazard(description: "楼道").status == .created)
        while try await Self.found(api.get(Self.path("楼道"))).isEmpty { await Task.yield() }
      }
      group.cancelAll()
    }
  }

  @Test func `a type tells which of its fields are looked through`() async throws {
    try await withAPI(of: try node()) { (api) async throws in
      let type = try await api.get("/catalog/hazard")
      #expect(type["searched"]?.items.first == .text("description"), "\(type.text.prefix(200))")
    }
  }
}
