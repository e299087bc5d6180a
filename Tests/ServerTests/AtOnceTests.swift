// Many who ask at one time: the same thing ten times, and a list that is read while others write.
import HTTPTypes
import Merge
import Node
import Server
import Store
import TestSupport
import Testing

@Suite struct `Many at one time` {
  @Test func `one record is made by ten who send the same at once`() async throws {
    let node = try nodeInMemory(Place.community)
    try await withAPI(of: node) { (api) async throws in
      let id = Node.newRecordID().description
      let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
        for _ in 0..<10 { group.addTask { try await api.hazard(id: id) } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(answers.filter { $0.status == .created }.count == 1)
      #expect(answers.filter { $0.status == .ok }.count == 9)
      #expect(Set(answers.compactMap(\.tag)).count == 1)
      let other = try await api.hazard(id: id, user: "李娜")
      #expect(other.status == .ok, "\(other.text)")
      let history = try await api.get("/records/hazard/\(id)/history")
      #expect(history["entries"]?.items.count == 1)
    }
    #expect(try node.commitCount == 1)
  }

  @Test func `pages show everything once while others write and the tables are made anew`() async throws {
    let node = try nodeInMemory(Place.township)
    try await withAPI(of: node) { (api) async throws in
      var paths: [String] = []
      for number in 1...31 { paths.append(try await api.hazard(description: "隐患\(number)").path) }
      var (seen, place, pages) = ([String](), Int64(0), 0)
      repeat {
        let page = try await api.get("/records/hazard?limit=10&after=\(place)")
        seen += page["records"]?.items.compactMap { $0["id"]?.text } ?? []
        (place, pages) = (page["next"]?.int ?? 0, pages + 1)
        // Of what was on a page and of what is yet to come, one is edited after each; one is new; the views are folded again.
        for path in [paths[pages], paths[31 - pages]] {
          let edit = #"{"user": "乙", "fields": {"place": "第\#(pages)页"}}"#
          #expect(try await api.patch(path, edit, seen: "*").status == .ok)
        }
        if pages == 1 { paths.append(try await api.hazard(description: "后来").path) }
        if pages == 2 { try node.store.rebuild() }
      } while place != 0
      #expect(pages == 4)
      #expect(seen.map { "/records/hazard/\($0)" } == paths)
    }
  }
}
