// What the records API refuses, and how it says why.
import HTTPTypes
import Merge
import Node
import Server
import TestSupport
import Testing

@Suite struct RefusalTests {
  @Test func `a problem names its type, status and detail`() async throws {
    try await withAPI(of: try nodeInMemory(Place.community)) { (api) async throws in
      let answer = try await api.get("/records/unicorn")
      #expect(answer.status == .notFound)
      #expect(answer.headers[.contentType] == "application/problem+json")
      #expect(answer["type"]?.text == "urn:gridward:problem:unknown-type")
      #expect(answer["status"]?.int == 404)
      #expect(answer["detail"]?.text?.contains("unicorn") == true)
    }
  }

  @Test func `what is not there is not found`() async throws {
    try await withAPI(of: try nodeInMemory(Place.community)) { (api) async throws in
      #expect(try await api.get("/records/hazard/\(Node.newRecordID())").problem == "unknown-record")
      #expect(try await api.get("/records/hazard/17").problem == "unknown-record")
      #expect(try await api.get("/nowhere").problem == "not-found")
      #expect(try await api.post("/records/unicorn", "{}").problem == "unknown-type")
    }
  }

  @Test func `every field at fault is named at once`() async throws {
    try await withAPI(of: try nodeInMemory(Place.community)) { (api) async throws in
      let fields = #"{"severity": 7, "description": 5, "colour": "red", "steps": []}"#
      let body = #"{"area": "\#(Place.community.code)", "user": "甲", "fields": \#(fields)}"#
      let answer = try await api.post("/records/hazard", body)
      #expect(answer.status == .unprocessableContent)
      let errors = answer["errors"]?.items ?? []
      let found = Set(errors.map { "\($0["field"]?.text ?? "") \($0["code"]?.text ?? "")" })
      #expect(
        found == [
          "severity unknown-code", "description wrong-type", "colour unknown-field", "steps not-entered",
          "category missing", "found_at missing",
        ])
    }
  }

  @Test(arguments: [
    (#"{"area": "370202001001", "user": "甲", "fields": {"severity": 0.5}}"#, "invalid-content"),
    (#"{"area": "370202001001", "user": "甲", "fields": {"severity": 99999999999999999999}}"#, "invalid-content"),
    (#"{"area": "370202001001", "user": "甲", "fields": {"a": 1, "a": 2}}"#, "invalid-content"),
    (#"{"area": "370202001001", "fields": {}}"#, "invalid-content"),
    (#"{"area": "37", "user": "甲", "fields": {}}"#, "invalid-content"),
    (#"{"area": "370202001001", "user": "甲", "filds": {}}"#, "invalid-content"),
    (#"{"area": "370202001001", "user": "甲", "fields": "#, "malformed-json"),
    ("[]", "invalid-content"),
    ("", "malformed-json"),
  ])
  func `a body that is not what it should be is refused`(body: String, problem: String) async throws {
    try await withAPI(of: try nodeInMemory(Place.community)) { (api) async throws in
      #expect(try await api.post("/records/hazard", body).problem == problem)
    }
  }

  @Test func `a body nested without end is refused`() async throws {
    try await withAPI(of: try nodeInMemory(Place.community)) { (api) async throws in
      let nested = String(repeating: "[", count: 100_000)
      #expect(try await api.post("/records/hazard", nested).problem == "invalid-content")
    }
  }

  @Test func `a body of another type or too large is refused`() async throws {
    try await withAPI(of: try nodeInMemory(Place.community)) { (api) async throws in
      let made = try await api.hazard()
      for type in [
        "application/x-www-form-urlencoded", "application/problem+json", "application/merge-patch+json",
        SyncBinding.contentType,
      ] {
        for (method, path) in [(HTTPRequest.Method.post, "/records/hazard"), (.patch, made.path)] {
          let other = try await api.send(method, path, "{}", headers: [.contentType: type, .ifMatch: "*"])
          #expect(other.status == .unsupportedMediaType && other.text.contains("application/json"), "\(other.text)")
        }
      }
      let sync = try await api.send(.post, "/sync/v1", "{}")
      #expect(sync.status == .unsupportedMediaType && sync.text.contains(SyncBinding.contentType), "\(sync.text)")
      for (path, limit) in [("/records/hazard", ServerLimits().bodyBytesMax), ("/totals/roll-ups", 1_024)] {
        let large = try await api.post(path, String(repeating: " ", count: 2 << 20))
        #expect(large.status == .contentTooLarge && large.text.contains("\(limit) bytes"), "\(large.text)")
      }
    }
  }

  @Test func `a record outside the branch is refused`() async throws {
    try await withAPI(of: try nodeInMemory(Place.otherDistrict)) { (api) async throws in
      let answer = try await api.hazard()
      #expect(answer.status == .forbidden)
      #expect(answer.problem == "outside-branch")
    }
  }

  @Test func `an edit that changes nothing is refused`() async throws {
    try await withAPI(of: try nodeInMemory(Place.community)) { (api) async throws in
      let made = try await api.hazard()
      #expect(try await api.patch(made.path, #"{"user": "甲"}"#, seen: "*").problem == "invalid-content")
    }
  }
}
