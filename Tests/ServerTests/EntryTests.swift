// Rules of entry through the API: refused where entered, only marked where arrived.
import Catalog
import Hummingbird
import Merge
import Node
import Replica
import Server
import Store
import TestSupport
import Testing
import Transport

@Suite struct EntryTests {
  static let works = "370202001001/91350100M000100Y43"

  private func enterprise(_ fields: String, area: String = works) -> String {
    #"{"area": "\#(area)", "user": "甲", "fields": {"name": "青岛某厂", \#(fields)}}"#
  }

  private func faults(_ answer: Answer) -> [String] {
    (answer["errors"]?.items ?? []).map { "\($0["field"]?.text ?? "") \($0["code"]?.text ?? "")" }
  }

  @Test func `a wrong check character, a point without its system and a foreign code are refused together by rule`()
    async throws
  {
    try await withAPI(of: try nodeInMemory(Place.community)) { api in
      let wrong = try await api.post("/records/enterprise", enterprise(#""credit_code": "91350100M000100Y44""#))
      #expect(wrong.status == .unprocessableContent && faults(wrong) == ["credit_code fails-check"])
      let foreign = try await api.post(
        "/records/enterprise", enterprise(#""credit_code": "91330424MA28AQAQXU", "longitude": 120382631"#))
      #expect(faults(foreign) == ["latitude contradiction", "credit_code contradiction"])
      let right = try await api.post("/records/enterprise", enterprise(#""credit_code": "91350100M000100Y43""#))
      #expect(right.status == .created && right["marks"] == nil)
    }
  }

  @Test func `an accident's grade is what its harm makes it, and an edit is asked too`() async throws {
    try await withAPI(of: try nodeInMemory(Place.community)) { api in
      func body(_ grade: Int) -> String {
        let fields =
          #""title": "某厂坍塌", "occurred_at": 1767225600000, "place": "东院", "dead": 3, "seriously_injured": 0, "loss_fen": 0, "grade": \#(grade)"#
        return #"{"area": "\#(Place.community.code)", "user": "甲", "fields": {\#(fields)}}"#
      }
      #expect(faults(try await api.post("/records/accident", body(1))) == ["grade contradiction"])
      let made = try await api.post("/records/accident", body(2))
      #expect(made.status == .created)
      let more = try await api.patch(made.path, #"{"user": "甲", "fields": {"dead": 10}}"#, seen: "*")
      #expect(faults(more) == ["grade contradiction"])
      let both = try await api.patch(made.path, #"{"user": "甲", "fields": {"dead": 10, "grade": 3}}"#, seen: "*")
      #expect(both.status == .ok)
    }
  }

  @Test func `a tip-off is not entered for an enterprise, by the enterprise or by anybody`() async throws {
    let fields = #"{"channel": "insider", "content": "夜间生产", "received_at": 1767225600000}"#
    let body = #"{"area": "\#(Self.works)", "user": "甲", "fields": \#(fields)}"#
    for place in [Self.works, Place.community.code] {
      try await withAPI(of: try nodeInMemory(try #require(Area(place)))) { api in
        let answer = try await api.post("/records/tip_off", body)
        #expect(faults(answer) == ["area area-not-permitted"])
      }
    }
  }

  @Test func `codes are asked of the tables the node holds, in the version in force`() async throws {
    let node = try nodeInMemory(Place.city)
    try await withAPI(of: node) { api in
      func hazard(_ sector: String) async throws -> Answer {
        let fields =
          #"{"category": "消防安全", "description": "堵塞", "severity": 0, "found_at": 1767225600000, "sector": "\#(sector)"}"#
        let area = Place.community.code
        return try await api.post("/records/hazard", #"{"area": "\#(area)", "user": "甲", "fields": \#(fields)}"#)
      }
      #expect(try await hazard("moon").status == .created, "no table, nothing forbidden")
      let entries = #"{"mine": {"zh": "非煤矿山", "en": "Mines"}}"#
      let table = #"{"name": "sector", "version": "1", "name_zh": "重点行业领域", "entries": \#(entries)}"#
      let made = try await api.post(
        "/records/code_table", #"{"area": "\#(Place.city.code)", "user": "甲", "fields": \#(table)}"#)
      #expect(made.status == .created, "\(made.text)")
      #expect(faults(try await hazard("moon")) == ["sector not-in-table"])
      #expect(try await hazard("mine").status == .created)
      let marks = try await api.get("/records/hazard")["records"]?.items.first?["marks"]?.items ?? []
      #expect(marks.map { $0["code"]?.text } == ["not-in-table"], "what stood before is marked")
    }
  }

  @Test func `what another node has written is taken in as it is, and marked`() async throws {
    try await withNodes([Place.township, Place.community]) { nodes in
      let type = try #require(nodes[1].catalog.type(named: "hazard"))
      func change(_ name: String, _ value: Value) throws -> FieldChange {
        FieldChange(try #require(type.field(named: name)).number, .write(value))
      }
      let fields = [
        try change("severity", .int(9)), try change("unit", .text("不是代码")), try change("longitude", .int(1)),
      ]
      let intent = Intent(
        type: "hazard", record: Node.newRecordID(), area: Place.community, seen: .empty,
        fields: fields.sorted { $0.field < $1.field })
      _ = try await nodes[1].commit([intent], user: "旧版")
      let client = try newClient()
      try await withServer(nodes[0]) { port, _ in _ = try await sync(nodes[1], port: port, client: client) }
      await client.shutdown()
      #expect(try nodes[0].read { try $0.quarantines(link: 1).count } == 0)
      try await withAPI(of: nodes[0]) { api in
        let record = try #require(try await api.get("/records/hazard")["records"]?.items.first)
        let marks = Set(record["marks"]?.items.compactMap { $0["code"]?.text } ?? [])
        #expect(marks == ["missing", "unknown-code", "fails-check", "contradiction"])
        let path = "/records/hazard/\(record["id"]?.text ?? "")"
        let edit = try await api.patch(path, #"{"user": "甲", "fields": {"place": "二楼"}}"#, seen: "*")
        #expect(edit.status == .ok, "nobody must mend what others wrote before saying something else")
      }
    }
  }
}
