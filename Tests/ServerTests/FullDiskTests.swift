// A node whose disk is full: it says so, goes on reading, and works on when there is room.
import GRDB
import HTTPTypes
import Merge
import Node
import Server
import Store
import TestSupport
import Testing

@Suite struct `A node whose disk is full` {
  private func allow(_ node: Node, pages: Int?) throws {
    try node.store.write { writer in
      let now = try Int.fetchOne(writer.db, sql: "PRAGMA page_count") ?? 0
      try writer.db.execute(sql: "PRAGMA max_page_count = \(pages ?? now)")
    }
  }

  @Test func `refuses to write with when to come back, reads on, and takes the same again once there is room`()
    async throws
  {
    let node = try nodeInMemory(Place.community)
    try await withAPI(of: node) { (api) async throws in
      try allow(node, pages: nil)
      var (taken, refused): ([Answer], Answer?) = ([], nil)
      while refused == nil, taken.count < 1_000 {
        let answer = try await api.hazard(id: Node.newRecordID().description, description: "第\(taken.count)处")
        if answer.status == .created { taken.append(answer) } else { refused = answer }
      }
      let full = try #require(refused)
      #expect(full.status == .serviceUnavailable && full["code"]?.text == "disk-full", "\(full.text)")
      #expect(full.headers[.retryAfter] == "5")
      let listed = try await api.get("/records/hazard?limit=1000")
      #expect(listed["records"]?.items.count == taken.count)
      let id = Node.newRecordID().description
      #expect(try await api.hazard(id: id).status == .serviceUnavailable)
      try allow(node, pages: 1_000_000)
      #expect(try await api.hazard(id: id).status == .created)
      for answer in taken { #expect(try await api.get(answer.path).status == .ok) }
    }
    #expect(try node.store.verify().faults == [])
  }
}
