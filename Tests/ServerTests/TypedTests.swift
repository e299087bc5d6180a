// What people and their programs really send: each refusal names the place, the unit and what to do.
import Catalog
import Enrolment
import HTTPTypes
import HummingbirdTesting
import Merge
import NIOCore
import Node
import Replica
import Server
import Store
import TestSupport
import Testing
import Transport

@Suite struct `What people really type` {
  private static let typo = "370202001001/91350100M000100Y44"

  private func hazard(area: String = Place.community.code, _ more: String = "") -> String {
    #"{"area": "\#(area)", "user": "甲", "fields": {"category": "消防安全", "description": "堵塞", "severity": 0, "found_at": 1767225600000\#(more)}}"#
  }

  private func enterprise(_ fields: String, area: String = Place.community.code) -> String {
    #"{"area": "\#(area)", "user": "甲", "fields": {"name": "修车铺", "kind": "small_site"\#(fields)}}"#
  }

  private func messages(_ answer: Answer) -> [String] {
    (answer["errors"]?.items ?? answer["marks"]?.items ?? []).compactMap { $0["message"]?.text }
  }

  private func codes(_ answer: Answer) -> [String] {
    (answer["errors"]?.items ?? answer["marks"]?.items ?? []).map {
      "\($0["field"]?.text ?? "") \($0["code"]?.text ?? "")"
    }
  }

  @Test(arguments: [("20260630", "2026-06-30"), ("46203", "2026-06-30"), ("1781000000", "2026-06-09")])
  func `a number that is no time is refused with what it looks like, in a field and in a step`(
    _ example: (String, String)
  ) async throws {
    try await withAPI(of: try nodeInMemory(Place.community)) { (api) async throws in
      let made = try await api.hazard()
      let edit = try await api.patch(made.path, #"{"user": "乙", "fields": {"deadline": \#(example.0)}}"#, seen: "*")
      #expect(codes(edit) == ["deadline out-of-range"])
      #expect(messages(edit).first?.contains(example.1) == true, "\(edit.text)")
      let step = #"{"step": "rectified", "details": {"at": \#(example.0)}}"#
      let taken = try await api.patch(made.path, #"{"user": "乙", "steps": [\#(step)]}"#, seen: "*")
      #expect(taken.problem == "invalid-content" && taken.text.contains(example.1), "\(taken.text)")
    }
  }

  @Test func `an enterprise without papers is on file, and its file's id is its unit`() async throws {
    try await withAPI(of: try nodeInMemory(Place.community)) { (api) async throws in
      #expect(codes(try await api.post("/records/enterprise", enterprise(""))) == ["credit_code contradiction"])
      let made = try await api.post("/records/enterprise", enterprise(#", "no_code": "unlicensed""#))
      #expect(made.status == .created && made["marks"] == nil, "\(made.text)")
      let id = try #require(made["id"]?.text)
      #expect(try await api.post("/records/hazard", hazard(#", "unit": "\#(id)""#)).status == .created)
      let old = try await api.post(
        "/records/enterprise", enterprise(#", "no_code": "old_number", "other_number": "370203600123456""#))
      #expect(old.status == .created)
      let edit = try await api.patch(made.path, #"{"user": "乙", "fields": {"no_code": null}}"#, seen: "*")
      #expect(codes(edit) == ["credit_code contradiction"])
    }
  }

  @Test func `a typo in an area's credit code is told where it is entered`() async throws {
    let node = try nodeInMemory(Place.community)
    try await withAPI(of: node) { (api) async throws in
      let refused = try await api.post("/records/hazard", hazard(area: Self.typo))
      #expect(refused.status == .unprocessableContent && codes(refused) == ["area fails-check"])
      #expect(messages(refused).first?.contains("91350100M000100Y44") == true, "\(refused.text)")
      #expect(try await api.post("/records/hazard", hazard(area: EntryTests.works)).status == .created)
    }
  }

  @Test func `an area that is known already is not asked again, and what arrives is never refused`() async throws {
    let area = try #require(Area(Self.typo))
    try await withNodes([Place.community, area]) { nodes in
      try await withAPI(of: nodes[1]) { (api) async throws in
        #expect(try await api.post("/records/hazard", hazard(area: Self.typo)).status == .created, "its own area")
      }
      let client = try newClient()
      try await withServer(nodes[0]) { port, _ in _ = try await sync(nodes[1], port: port, client: client) }
      await client.shutdown()
      #expect(try nodes[0].read { try $0.quarantines(link: 1).count } == 0)
      try await withAPI(of: nodes[0]) { (api) async throws in
        let record = try #require(try await api.get("/records/hazard")["records"]?.items.first)
        #expect(record["marks"]?.items.compactMap { $0["field"]?.text } == ["area"])
        #expect(try await api.post("/records/hazard", hazard(area: Self.typo)).status == .created)
      }
    }
  }

  @Test func `a second file of one code is told at both, and not of one withdrawn`() async throws {
    try await withAPI(of: try nodeInMemory(Place.township)) { (api) async throws in
      let code = #", "credit_code": "91350100M000100Y43""#
      let first = try await api.post("/records/enterprise", enterprise(code))
      #expect(first.status == .created && first["marks"] == nil)
      let second = try await api.post("/records/enterprise", enterprise(code, area: EntryTests.works))
      #expect(second.status == .created && codes(second) == ["credit_code not-unique"], "\(second.text)")
      #expect(messages(second).first?.contains(first["id"]?.text ?? "?") == true)
      #expect(codes(try await api.get(first.path)) == ["credit_code not-unique"])
      let withdrawn = #"{"user": "乙", "steps": [{"step": "withdrawn", "details": {"reason": "重复"}}]}"#
      #expect(try await api.patch(second.path, withdrawn, seen: "*").status == .ok)
      #expect(try await api.get(first.path)["marks"] == nil)
    }
  }

  @Test func `a body that is no JSON is told what JSON is`() async throws {
    try await withAPI(of: try nodeInMemory(Place.community)) { (api) async throws in
      let body = #"{"area": "370202001001", "user": "甲""#
      func detail(_ bytes: [UInt8]) async throws -> String {
        let response = try await api.client.executeRequest(
          uri: "/records/hazard", method: .post,
          headers: [.contentType: "application/json", .authorization: "Bearer \(knownToken.text)"],
          body: ByteBuffer(bytes: bytes))
        return String(buffer: response.body)
      }
      #expect(try await detail([0xEF, 0xBB, 0xBF] + body.utf8).contains("begins with a byte order mark"))
      #expect(try await detail([0x1F, 0x8B, 8, 0]).contains("is compressed"))
      // 张三 in GBK.
      #expect(try await detail(#"{"user": ""#.utf8 + [0xD5, 0xC5, 0xC8, 0xFD] + #""}"#.utf8).contains("is it GBK?"))
      #expect(try await detail(Array(#"{"user": "a\u0000b"}"#.utf8)).contains("NUL"))
      #expect(try await detail(Array(#"{"user": "\ud83d"}"#.utf8)).contains("surrogate"))
      #expect(try await detail(Array(body.utf8)).contains("UTF-8"))
    }
  }

  @Test func `a body that says it is in another encoding, or compressed, is not read as something else`() async throws {
    try await withAPI(of: try nodeInMemory(Place.community)) { (api) async throws in
      for headers: HTTPFields in [
        [.contentType: "application/json; charset=gbk"], [.contentType: "application/json", .contentEncoding: "gzip"],
      ] {
        #expect(
          try await api.send(.post, "/records/hazard", hazard(), headers: headers).problem == "unsupported-media-type")
      }
      let plain: HTTPFields = [.contentType: "application/json; charset=\"UTF-8\"", .contentEncoding: "identity"]
      #expect(try await api.send(.post, "/records/hazard", hazard(), headers: plain).status == .created)
    }
  }

  @Test func `blanks are no content of what is required, and a name that was lost on the way is none`() async throws {
    try await withAPI(of: try nodeInMemory(Place.community)) { (api) async throws in
      let made = try await api.hazard()
      let blank = try await api.patch(made.path, #"{"user": "乙", "fields": {"description": " 　"}}"#, seen: "*")
      #expect(codes(blank) == ["description missing"], "\(blank.text)")
      let lost = try await api.patch(made.path, #"{"user": "王\#u{FFFD}", "fields": {"place": "a"}}"#, seen: "*")
      #expect(lost.problem == "invalid-content" && lost.text.contains("UTF-8"), "\(lost.text)")
    }
  }

  @Test func `two amounts under one id in one request are a mistake, and nothing is counted`() async throws {
    try await withAPI(of: try nodeInMemory(Place.township)) { (api) async throws in
      let made = try await api.supply()
      let id = String(repeating: "0", count: 31) + "7"
      func add(_ amounts: String) async throws -> Answer {
        try await api.patch(made.path, #"{"user": "甲", "increment": {"stock": \#(amounts)}}"#, seen: "*")
      }
      let twice = try await add(#"[{"by": 1, "id": "\#(id)"}, {"by": 2, "id": "\#(id)"}]"#)
      #expect(twice.problem == "id-in-use", "\(twice.text)")
      let same = try await add(#"[{"by": 1, "id": "\#(id)"}, {"by": 1, "id": "\#(id)"}]"#)
      #expect(same.status == .ok && same["fields"]?["stock"]?.int == 1, "\(same.text)")
    }
  }

  @Test func `a code that is none is told what may stand in its place`() async throws {
    try await withAPI(of: try nodeInMemory(Place.community)) { (api) async throws in
      let answer = try await api.post("/records/enterprise", enterprise(#", "credit_code": "370203600123456""#))
      #expect(codes(answer) == ["credit_code fails-check"])
      for words in ["18 digits", "no_code"] {
        #expect(messages(answer).first?.contains(words) == true, "\(answer.text)")
      }
    }
  }

  @Test func `a key that would not make a retry safe is not taken for one`() async throws {
    try await withAPI(of: try nodeInMemory(Place.community)) { (api) async throws in
      let headers: HTTPFields = [HTTPField.Name("Idempotency-Key")!: "17"]
      let refused = try await api.send(.post, "/records/hazard", hazard(), headers: headers)
      #expect(refused.problem == "bad-request" && refused.text.contains("'id'"), "\(refused.text)")
      let id = #""id": "01931c4e-0000-7000-8000-000000000001", "#
      let body = "{" + id + hazard().dropFirst()
      for status in [201, 200] {
        #expect(try await api.send(.post, "/records/hazard", body, headers: headers).status.code == status)
      }
    }
  }

  @Test func `a question about a time in seconds is no question about 1970`() async throws {
    try await withAPI(of: try nodeInMemory(Place.community)) { (api) async throws in
      for name in ["changed_from", "changed_before"] {
        let seconds = try await api.get("/records/hazard?\(name)=1781000000")
        #expect(seconds.problem == "bad-request" && seconds.text.contains("seconds"), "\(seconds.text)")
        #expect(try await api.get("/records/hazard?\(name)=0").status == .ok)
      }
    }
  }

  @Test func `a number with a fraction is told its field and unit`() async throws {
    try await withAPI(of: try nodeInMemory(Place.community)) { (api) async throws in
      let answer = try await api.post("/records/hazard", hazard(#", "longitude": 120.355173"#))
      #expect(answer.problem == "invalid-content")
      let between = try await api.post("/records/hazard", hazard(#", "longitude": 120.5, "latitude": 36000000"#))
      #expect(between.text.contains("'longitude' is 120.5, which"), "\(between.text)")
      for word in ["longitude", "120.355173", "1e-6 degree"] { #expect(answer.text.contains(word), "\(answer.text)") }
      let nested = try await api.post("/records/hazard", hazard(#", "evidence_before": {"x": {"size": 1e3}}"#))
      #expect(nested.text.contains("'size' is 1e3"), "\(nested.text)")
    }
  }

  @Test func `an area that is none is told what one is, and a neighbour's what the own one is`() async throws {
    try await withAPI(of: try nodeInMemory(Place.community)) { (api) async throws in
      for area in ["370202", "370202001001/91350100m000100y43"] {
        let answer = try await api.post("/records/hazard", hazard(area: area))
        #expect(answer.text.contains("twelve digits") && answer.text.contains(area), "\(answer.text)")
        #expect(try await api.get("/records/hazard?area=\(area)").text.contains("twelve digits"))
        #expect(try await api.get("/totals?period=2026&area=\(area)").text.contains("twelve digits"))
      }
      let neighbour = try await api.post("/records/hazard", hazard(area: Place.otherDistrict.code))
      #expect(neighbour.problem == "outside-branch" && neighbour["own_area"]?.text == Place.community.code)
      let after = try await api.get("/records/hazard?after=-1")
      #expect(after.problem == "bad-request" && after.text.contains("next") && !after.text.contains("milliseconds"))
    }
  }
}
