// What only nodes and keys may say: refused from clients, by name, at every way in; what proves itself is taken.
import Catalog
import HTTPTypes
import Merge
import Node
import Replica
import Reports
import Server
import Store
import TestSupport
import Testing
import Totals
import Trust
import Wire

@Suite struct `What only nodes may say` {
  private static let ownTypes = ["checkpoint", "alarm", "roll_up"]
  private static let signedTypes = ["grant", "revocation", "redaction", "pass", "withdrawal"]

  private static func fields(_ type: String) -> String {
    switch type {
    case "checkpoint":
      #"{"node": "00", "number": 9223372036854775807, "at": 0, "heads": 1, "root": "00", "waiting": "80"}"#
    case "alarm": #"{"kind": "fork", "node": "00", "noticed_at": 0}"#
    case "roll_up": #"{"period": "2026-06", "stated_at": 1, "figures": [{"indicator": "visits", "count": 9}]}"#
    default: #"{"statement": "0011223344"}"#
    }
  }

  @Test(arguments: ownTypes + signedTypes)
  func `a client makes no record of a type that is not people's`(type: String) async throws {
    try await withAPI(of: try nodeInMemory(Place.township)) { (api) async throws in
      let answer = try await api.post(
        "/records/\(type)", #"{"area": "\#(Place.township.code)", "user": "u", "fields": \#(Self.fields(type))}"#)
      #expect(answer.status == .forbidden && answer.problem == "not-for-clients", "\(answer.text)")
      #expect(answer["record_type"]?.text == type)
      #expect(answer["detail"]?.text?.contains(type) == true)
      #expect(try await api.get("/records/\(type)")["records"]?.items.isEmpty == true)
    }
  }

  @Test func `a client changes nothing that a node has said, by no way in`() async throws {
    let node = try nodeInMemory(Place.township)
    let type = try #require(node.catalog.type(named: "alarm"))
    let id = Node.newRecordID()
    let kind = FieldChange(try #require(type.field(named: "kind")).number, .write(.text("silence")))
    _ = try await node.commit(
      [Intent(type: "alarm", record: id, area: Place.township, seen: .empty, fields: [kind])], user: "gridward")
    try await withAPI(of: node) { (api) async throws in
      for body in [
        #""fields": {"kind": "fork"}"#, #""add": {"steps": {}}"#, #""remove": {"steps": []}"#,
        #""increment": {"number": 1}"#,
      ] {
        let answer = try await api.patch("/records/alarm/\(id)", #"{"user": "u", \#(body)}"#, seen: "*")
        #expect(answer.problem == "not-for-clients", "\(body) \(answer.text)")
      }
      let settled = try await api.post("/records/alarm/\(id)/settle", #"{"user": "u", "fields": {"kind": "fork"}}"#)
      #expect(settled.problem == "not-for-clients")
      // Its steps are people's.
      let step = #"{"user": "u", "steps": [{"step": "explained", "details": {"reason": "停电"}}]}"#
      let explained = try await api.patch("/records/alarm/\(id)", step, seen: "*")
      #expect(explained.status == .ok, "\(explained.text)")
      #expect(explained["fields"]?["kind"]?.text == "silence")
    }
  }

  @Test func `a statement that its issuer signed is taken, once, under the id it gives itself`() async throws {
    let issuer = SigningKey.test(7)
    let subject = SigningKey.test(8)
    let revocation = Revocation(
      issuer: issuer.publicKey, subject: subject.publicKey, area: Place.community, at: 1, reason: "手机被盗", heads: [],
      statements: [])
    let statement = Statement(.revocation(revocation), key: issuer)
    let hex = Bytes16.hexadecimal(statement.encoded)
    let node = try nodeInMemory(Place.township)
    try await withAPI(of: node) { (api) async throws in
      func post(_ type: String, _ rest: String, id: String? = nil) async throws -> Answer {
        let id = id.map { #""id": "\#($0)", "# } ?? ""
        return try await api.post(
          "/records/\(type)",
          #"{\#(id)"area": "\#(Place.community.code)", "user": "u", "fields": {"statement": "\#(hex)"\#(rest)}}"#)
      }
      #expect(try await post("grant", "").problem == "not-for-clients")
      #expect(try await post("revocation", #", "reason": "另一原因""#).problem == "not-for-clients")
      #expect(try await post("revocation", "", id: "0199c0de-0000-7000-8000-0000000000aa").problem == "invalid-content")
      let rest = #", "reason": "手机被盗", "node": "\#(subject.node)""#
      let made = try await post("revocation", rest)
      #expect(made.status == .created, "\(made.text)")
      #expect(made.path.hasSuffix(SignedRecord.id(of: statement).description))
      #expect(try await post("revocation", rest).status == .ok)
      #expect(
        try await api.patch(made.path, #"{"user": "u", "fields": {"reason": "改"}}"#, seen: "*").problem
          == "not-for-clients")
    }
  }

  @Test func `a notice is taken that says what the node counts, and no other`() async throws {
    let node = try nodeInMemory(Place.township)
    try await withAPI(of: node) { (api) async throws in
      let moment = try #require(Day("2026-06-02")).start
      let visit = """
        {"area": "\(Place.community.code)", "user": "wang", "fields": {"origin": "patrol", "target": "一号库",
         "inspector": "wang", "started_at": \(moment), "sector": "mine", "unit": "91370202MA3CMG5T4A"}}
        """
      #expect(try await api.post("/records/inspection", visit).status == .created)
      func counted() throws -> String {
        let catalog = node.catalog
        return try node.read { reader in
          let period = try #require(Period("2026-06"))
          let figures = try NoticeReader(catalog: catalog, home: Place.township, reader: reader, period: period)
            .figures()
          return JSONText.string(figures.keptValue)
        }
      }
      func issue(_ figures: String) async throws -> Answer {
        try await api.post(
          "/records/notice",
          #"""
          {"area": "\#(Place.township.code)", "user": "u", "fields": {"title": "通报", "period": "2026-06",
           "issued_by": "镇安办", "issued_at": 1767225600000, "figures": \#(figures), "corrections": [], "arrival": 0}}
          """#)
      }
      let counts = try counted()
      let made = #"[{"indicator": "visits", "area": "370202001000", "count": 9}]"#
      #expect(try await issue(made).problem == "not-for-clients")
      #expect(try await issue(counts).status == .created)
      #expect(try await api.post("/records/inspection", visit).status == .created)
      #expect(try await issue(counts).problem == "not-for-clients", "since then more has been counted")
    }
  }
}
