// Records over HTTP: create, read, edit, list, history.
import HTTPTypes
import Merge
import Node
import Server
import TestSupport
import Testing

@Suite struct RecordTests {
  @Test func `a record that was made can be read under its location`() async throws {
    try await withAPI(of: try nodeInMemory(Place.community)) { (api) async throws in
      let made = try await api.hazard()
      #expect(made.status == .created)
      let read = try await api.get(made.path)
      #expect(read.status == .ok)
      #expect(read["fields"]?["description"]?.text == "疏散通道堵塞")
      #expect(read["status"]?.text == "reported")
      #expect(read["area"]?.text == Place.community.code)
      #expect(read.tag == made.tag && read.tag != nil)
      #expect(read["changed_at_text"]?.text?.hasSuffix("Z") == true)
    }
  }

  @Test func `an unchanged record is not sent again`() async throws {
    try await withAPI(of: try nodeInMemory(Place.community)) { (api) async throws in
      let made = try await api.hazard()
      let again = try await api.get(made.path, headers: [.ifNoneMatch: made.tag ?? ""])
      #expect(again.status == .notModified)
      #expect(again.text.isEmpty)
    }
  }

  @Test func `a create sent twice makes one record and one commit`() async throws {
    let node = try nodeInMemory(Place.community)
    try await withAPI(of: node) { (api) async throws in
      let id = Node.newRecordID().description
      let first = try await api.hazard(id: id)
      let second = try await api.hazard(id: id)
      #expect(first.status == .created)
      #expect(second.status == .ok)
      #expect(first.tag == second.tag)
    }
    #expect(try node.commitCount == 1)
  }

  @Test func `a create sent again after an edit still makes nothing new`() async throws {
    let node = try nodeInMemory(Place.community)
    try await withAPI(of: node) { (api) async throws in
      let id = Node.newRecordID().description
      let first = try await api.hazard(id: id)
      let body = #"{"user": "李娜", "fields": {"description": "已部分清理"}}"#
      #expect(try await api.patch(first.path, body, seen: first.tag).status == .ok)
      let again = try await api.hazard(id: id)
      #expect(again.status == .ok)
      #expect(again["fields"]?["description"]?.text == "已部分清理")
    }
    #expect(try node.commitCount == 2)
  }

  @Test func `an id in use for other content is refused`() async throws {
    try await withAPI(of: try nodeInMemory(Place.community)) { (api) async throws in
      let id = Node.newRecordID().description
      _ = try await api.hazard(id: id)
      let other = try await api.hazard(id: id, description: "灭火器过期")
      #expect(other.status == .conflict)
      #expect(other.problem == "id-in-use")
    }
  }

  @Test func `an edit that saw the current version leaves no concurrent value`() async throws {
    try await withAPI(of: try nodeInMemory(Place.community)) { (api) async throws in
      let made = try await api.hazard()
      let edited = try await api.patch(
        made.path, #"{"user": "李娜", "fields": {"place": "一层东侧"}}"#, seen: made.tag)
      #expect(edited.status == .ok)
      #expect(edited["fields"]?["place"]?.text == "一层东侧")
      #expect(edited["concurrent"]?.items.isEmpty == true)
      #expect(edited.tag != made.tag)
    }
  }

  @Test func `an edit of an older version is merged as concurrent and can be settled`() async throws {
    try await withAPI(of: try nodeInMemory(Place.community)) { (api) async throws in
      let made = try await api.hazard()
      _ = try await api.patch(made.path, #"{"user": "甲", "fields": {"description": "甲说"}}"#, seen: made.tag)
      let stale = try await api.patch(made.path, #"{"user": "乙", "fields": {"description": "乙说"}}"#, seen: made.tag)
      #expect(stale.status == .ok)
      #expect(stale["fields"]?["description"]?.text == "乙说")
      let other = stale["concurrent"]?.items ?? []
      #expect(other.map { $0["value"]?.text } == ["甲说"])
      #expect(other.first?["user"]?.text == "甲" && other.first?["tier"]?.text == "community")
      let listed = try await api.get("/records/hazard?conflicts=true")
      #expect(listed["records"]?.items.count == 1)

      let settled = try await api.post("\(made.path)/settle", #"{"user": "丙", "fields": {"description": "甲说"}}"#)
      #expect(settled.status == .ok)
      #expect(settled["fields"]?["description"]?.text == "甲说")
      #expect(settled["concurrent"]?.items.isEmpty == true)
    }
  }

  @Test func `an edit whose answer was lost is not made twice`() async throws {
    let node = try nodeInMemory(Place.community)
    try await withAPI(of: node) { (api) async throws in
      let made = try await api.hazard()
      let body = #"{"user": "甲", "fields": {"description": "甲说"}}"#
      let first = try await api.patch(made.path, body, seen: made.tag)
      let second = try await api.patch(made.path, body, seen: made.tag)
      #expect(second.tag == first.tag)
      #expect(second["concurrent"]?.items.isEmpty == true)
    }
    #expect(try node.commitCount == 2)
  }

  @Test func `an edit that does not say what it saw is told to`() async throws {
    try await withAPI(of: try nodeInMemory(Place.community)) { (api) async throws in
      let made = try await api.hazard()
      let body = #"{"user": "甲", "fields": {"place": "二层"}}"#
      let refused = try await api.patch(made.path, body, seen: nil)
      #expect(refused.status == .preconditionRequired)
      #expect(refused.problem == "version-needed")
      #expect(try await api.patch(made.path, body, seen: "*").status == .ok)
      #expect(try await api.patch(made.path, body, seen: "nonsense").status == .badRequest)
      // A tag that says nothing was seen would make every edit a conflict, and remove nothing.
      for empty in ["\"\"", "\"/0123456789abcdef\"", ""] {
        let refused = try await api.patch(made.path, body, seen: empty)
        #expect(refused.problem == "bad-request" && refused.text.contains("empty"), "\(empty): \(refused.text)")
      }
    }
  }

  @Test func `a tag that claims more than this node holds counts for what it holds`() async throws {
    let node = try nodeInMemory(Place.community)
    try await withAPI(of: node) { (api) async throws in
      let made = try await api.hazard()
      let version = made["version"]?.text ?? ""
      let feed = version.split(separator: ".")[0]
      let body = #"{"user": "甲", "fields": {"description": "甲说"}}"#
      let ahead = try await api.patch(made.path, body, seen: "\"\(feed).9000\"")
      #expect(ahead.status == .ok)
      let next = try await api.patch(
        made.path, #"{"user": "乙", "fields": {"description": "乙说"}}"#, seen: made.tag)
      #expect(next["concurrent"]?.items.count == 1)
    }
  }

  @Test func `sets and counters are edited by element and amount`() async throws {
    try await withAPI(of: try nodeInMemory(Place.community)) { (api) async throws in
      let made = try await api.hazard()
      let add = #"{"user": "甲", "add": {"assignees": {"li.na": {"role": "整改"}, "wang": {"role": "复查"}}}}"#
      let added = try await api.patch(made.path, add, seen: made.tag)
      #expect(added["fields"]?["assignees"]?.items.count == 2)
      let removed = try await api.patch(
        made.path, #"{"user": "甲", "remove": {"assignees": ["wang"]}}"#, seen: added.tag)
      #expect(removed["fields"]?["assignees"]?.items.map { $0["key"]?.text } == ["li.na"])
    }
  }

  @Test func `a history tells who did what, in the order of time`() async throws {
    try await withAPI(of: try nodeInMemory(Place.community)) { (api) async throws in
      let made = try await api.hazard()
      _ = try await api.patch(
        made.path, #"{"user": "李娜", "device_time": 1767225600123, "fields": {"place": "二层"}}"#, seen: made.tag)
      let entries = try await api.get("\(made.path)/history")["entries"]?.items ?? []
      #expect(entries.map { $0["user"]?.text } == ["张伟", "李娜"])
      #expect(entries.last?["device_time"]?.int == 1_767_225_600_123)
      #expect(entries.last?["change"]?["fields"]?["place"]?.text == "二层")
      #expect(entries.last?["change"]?["seen"]?.text == made["version"]?.text)
      #expect(entries.allSatisfy { $0["tier"]?.text == "community" && $0["hash"]?.text?.count == 64 })
    }
  }

  @Test func `a place in a history is one of its own record, and a mistyped one is none`() async throws {
    try await withAPI(of: try nodeInMemory(Place.community)) { (api) async throws in
      let (made, other) = (try await api.hazard(), try await api.hazard())
      for hazard in [made, other] {
        _ = try await api.patch(hazard.path, #"{"user": "李娜", "fields": {"place": "二层"}}"#, seen: "*")
      }
      let next = try #require(try await api.get("\(made.path)/history?limit=1")["next"]?.text)
      let second = try await api.get("\(made.path)/history?after=\(next)")
      #expect(second["entries"]?.items.count == 1 && second["next"] == .null, "\(second.text)")
      #expect(try await api.get("\(other.path)/history?after=\(next)").problem == "bad-request")
      for place in next.indices where next[place] != "." {
        var mistyped = next
        mistyped.replaceSubrange(place...place, with: next[place] == "1" ? "2" : "1")
        #expect(try await api.get("\(made.path)/history?after=\(mistyped)").problem == "bad-request", "\(mistyped)")
      }
    }
  }

  @Test func `a list is narrowed and paged`() async throws {
    try await withAPI(of: try nodeInMemory(Place.township)) { (api) async throws in
      for number in 1...5 { _ = try await api.hazard(description: "隐患\(number)") }
      let first = try await api.get("/records/hazard?limit=2&area=\(Place.community.code)&status=reported")
      #expect(first["records"]?.items.map { $0["fields"]?["description"]?.text } == ["隐患1", "隐患2"])
      let next = try #require(first["next"]?.int)
      let second = try await api.get("/records/hazard?limit=3&after=\(next)")
      #expect(second["records"]?.items.count == 3)
      #expect(second["next"] == .null)
      #expect(try await api.get("/records/hazard?area=\(Place.otherCommunity.code)")["records"]?.items.isEmpty == true)
      #expect(try await api.get("/records/hazard?changed_before=946656000000")["records"]?.items.isEmpty == true)
    }
  }

  @Test func `a list of an area of which the node holds nothing is refused, one of an area above is not`() async throws
  {
    try await withAPI(of: try nodeInMemory(Place.township)) { (api) async throws in
      _ = try await api.hazard()
      for area in [Place.otherDistrict.code, "110101001001", "370202002000"] {
        let answer = try await api.get("/records/hazard?area=\(area)")
        #expect(answer.problem == "bad-request" && answer["own_area"]?.text == Place.township.code, "\(answer.text)")
      }
      for area in [Place.city, Place.community] {
        #expect(try await api.get("/records/hazard?area=\(area.code)")["records"]?.items.count == 1)
      }
    }
  }

  @Test(arguments: ["area=1", "status=lost", "limit=0", "limit=5000", "after=x", "conflicts=maybe", "colour=red"])
  func `a list that asks for something unknown is refused`(query: String) async throws {
    try await withAPI(of: try nodeInMemory(Place.township)) { (api) async throws in
      #expect(try await api.get("/records/hazard?\(query)").status == .badRequest)
    }
  }
}
