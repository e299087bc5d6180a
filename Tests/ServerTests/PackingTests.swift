// Days of totals are packed beside what people do, and nobody sees it in an answer.
import HTTPTypes
import Merge
import Node
import Server
import Store
import TestSupport
import Testing

@Suite struct `Packing days of totals` {
  /// As many visits on one day as make it worth packing.
  private func enter(_ api: API) async throws {
    let moment = try #require(Day("2026-03-02")).start + 36_000_000
    for number in 10..<50 {
      let body = """
        {"area": "3702020010\(number)", "user": "wang", "fields": {"origin": "patrol", "target": "一号库", "inspector": "wang",
         "started_at": \(moment), "sector": "mine", "unit": "91370202MA3CMG5T4A"}}
        """
      let answer = try await api.post("/records/inspection", body)
      #expect(answer.status == .created, "\(answer.text)")
    }
  }

  private static let paths = ["", "&by=area", "&by=community", "&by=sector", "&by=day"].map {
    "/totals?period=2026-03\($0)"
  }

  private func isPacked(_ node: Node) throws -> Bool {
    try node.store.count("SELECT count(*) FROM sqlite_schema WHERE name = 'tally_packed'") == 1
  }

  @Test func `a day that is quiet is packed, and totals stay what they were`() async throws {
    let node = try nodeInMemory(Place.township)
    try await withAPI(of: node) { (api) async throws in
      try await enter(api)
      var before: [String] = []
      for path in Self.paths { before.append(try await api.get(path).text) }
      let restless = try await node.packQuietDays(since: nil)
      #expect(restless.days == 0 && restless.hasRestless)
      #expect(try !isPacked(node))
      let round = try await node.packQuietDays(since: restless.newest)
      #expect(round.days > 0 && !round.hasRestless)
      #expect(try isPacked(node))
      for (path, text) in zip(Self.paths, before) { #expect(try await api.get(path).text == text) }
      #expect(try await node.packQuietDays(since: round.newest).days == 0)
    }
  }

  @Test(.timeLimit(.minutes(1))) func `a node packs them by itself`() async throws {
    let node = try nodeInMemory(Place.township)
    let service = PackingService(node: node, quiet: .milliseconds(20), every: .milliseconds(20))
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await service.run() }
      try await withAPI(of: node) { (api) async throws in
        try await enter(api)
        while try !isPacked(node) { try await Task.sleep(for: .milliseconds(5)) }
      }
      group.cancelAll()
    }
  }
}
