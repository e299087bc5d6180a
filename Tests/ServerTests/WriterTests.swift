// What falls to everybody, over HTTP: entered by who stands above, refused to those below, told where it came all the same.
import Catalog
import HTTPTypes
import Merge
import Node
import Replica
import Server
import Store
import TestSupport
import Testing
import Transport

@Suite struct `Who says what falls to everybody` {
  private static let works = Area("370202001001/91370202MA3CMG5T4A")!

  private static func body(_ type: String, about area: Area, id: RecordID = Node.newRecordID()) -> String {
    let fields =
      switch type {
      case "rule_setting": #"{"rule": "accidents_in_short_time", "parameter": "window", "value": 0}"#
      case "checklist":
        #"{"checklist": "a", "version": 9, "title": "甲", "items": {"1": {"text": "无"}}}"#
      case "code_table":
        #"{"name": "calendar", "version": "9", "name_zh": "假日", "entries": {"2026-10-01": {"kind": "work"}}}"#
      default: #"{"title": "通知", "body": "停工", "issued_by": "甲"}"#
      }
    return #"{"id": "\#(id)", "area": "\#(area.code)", "user": "甲", "fields": \#(fields)}"#
  }

  @Test(arguments: ["rule_setting", "checklist", "code_table"])
  func `an enterprise says nothing in the city's name`(type: String) async throws {
    for home in [Self.works, Place.community, Place.district] {
      try await withAPI(of: try nodeInMemory(home)) { (api) async throws in
        let answer = try await api.post("/records/\(type)", Self.body(type, about: Place.city))
        #expect(answer.status == .forbidden && answer.problem == "not-at-or-above", "\(answer.text)")
        #expect(answer["record_type"]?.text == type && answer["own_area"]?.text == home.code)
        #expect(answer["detail"]?.text?.contains(Place.city.code) == true)
        #expect(try await api.get("/records/\(type)")["records"]?.items.isEmpty == true)
      }
    }
    try await withAPI(of: try nodeInMemory(Place.city)) { (api) async throws in
      let answer = try await api.post("/records/\(type)", Self.body(type, about: Place.city))
      #expect(answer.status == .created, "\(answer.text)")
    }
  }

  @Test func `a district withdraws nothing that the city has sent, and the city shows who tried`() async throws {
    try await withNodes([Place.city, Place.district]) { nodes in
      let client = try newClient()
      func meet() async throws {
        try await withServer(nodes[0]) { port, _ in _ = try await sync(nodes[1], port: port, client: client) }
      }
      let id = Node.newRecordID()
      let path = "/records/directive/\(id)"
      try await withAPI(of: nodes[0]) { (api) async throws in
        let sent = try await api.post("/records/directive", Self.body("directive", about: Place.city, id: id))
        #expect(sent.status == .created, "\(sent.text)")
      }
      try await meet()
      try await withAPI(of: nodes[1]) { (api) async throws in
        let step = #"{"user": "乙", "steps": [{"step": "withdrawn", "details": {"reason": "误"}}]}"#
        for path in [path, "\(path)?force=true"] {
          #expect(try await api.patch(path, step, seen: "*").problem == "not-at-or-above")
        }
        let edit = #"{"user": "乙", "fields": {"title": "改"}}"#
        #expect(try await api.patch(path, edit, seen: "*").problem == "not-at-or-above")
        #expect(try await api.post("\(path)/settle", edit).problem == "not-at-or-above")
      }
      // A program that does not ask writes it all the same.
      let type = try #require(nodes[1].catalog.type(named: "directive"))
      let title = FieldChange(try #require(type.field(named: "title")).number, .write(.text("改")))
      _ = try await nodes[1].commit(
        [Intent(type: "directive", record: id, area: Place.city, seen: .empty, fields: [title])], user: "乙")
      try await meet()
      await client.shutdown()
      for node in nodes {
        try await withAPI(of: node) { (api) async throws in
          let record = try await api.get(path)
          #expect(record["fields"]?["title"]?.text == "通知" && record["status"]?.text == "issued", "\(record.text)")
          let entries = try await api.get("\(path)/history")["entries"]?.items ?? []
          #expect(entries.map { $0["no_effect"]?.text } == [nil, "notAtOrAbove"], "\(entries)")
          #expect(entries.map { $0["tier"]?.text } == ["city", "district"])
        }
      }
    }
  }

  @Test func `the catalog says from where a type is written`() async throws {
    try await withAPI(of: try nodeInMemory(Place.city)) { (api) async throws in
      #expect(try await api.get("/catalog/directive")["writers"]?.text == "at_or_above")
      #expect(try await api.get("/catalog/hazard")["writers"]?.text == "anyone")
    }
  }
}
