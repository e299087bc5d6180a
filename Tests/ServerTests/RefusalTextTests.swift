// What a client is told of each refusal of the rules of entry, to the last byte: programs and people have come to know it.
import HTTPTypes
import Merge
import Node
import Server
import TestSupport
import Testing

@Suite struct RefusalTextTests {
  private static let id = "0199c0de-0000-7000-8000-0000000000bb"

  /// A problem document as it goes out.
  private func document(_ kind: String, _ title: String, _ status: Int, _ detail: String, _ more: String = "") -> String
  {
    #"{"type":"urn:gridward:problem:\#(kind)","title":"\#(title)","status":\#(status),"detail":"\#(detail)"\#(more)}"#
      + "\n"
  }

  @Test func `a step that would count for nothing`() async throws {
    try await withAPI(of: try nodeInMemory(Place.community)) { api in
      let made = try await api.hazard()
      let answer = try await api.patch(made.path, #"{"user": "甲", "steps": [{"step": "passed"}]}"#, seen: "*")
      #expect(
        answer.text
          == document(
            "step-without-effect", "The step would have no effect", 409,
            "'passed' in round 1 would count for nothing: a step it requires has not been taken in this round."
              + " ?force=true writes it all the same.",
            #","step":"passed","round":1,"reason":"missingPredecessor","record_status":"reported","open_round":1"#))
    }
  }

  @Test func `an id that is another record's, and one under which another amount counts`() async throws {
    try await withAPI(of: try nodeInMemory(Place.community)) { api in
      _ = try await api.hazard(id: Self.id)
      let other = try await api.hazard(id: Self.id, description: "配电箱裸露")
      #expect(
        other.text
          == document(
            "id-in-use", "The id belongs to another record", 409,
            "A hazard with the id \(Self.id) exists and was made with other content."))
      let supply = try await api.supply()
      func add(_ amount: Int) async throws -> Answer {
        let count = #"{"stock": {"by": \#(amount), "id": "00000000000000000000000000000002"}}"#
        return try await api.patch(supply.path, #"{"user": "甲", "increment": \#(count)}"#, seen: "*")
      }
      #expect(try await add(100).status == .ok)
      #expect(
        try await add(60).text
          == document(
            "id-in-use", "The id belongs to another record", 409,
            "Under the id 00000000000000000000000000000002 100 has been counted, not 60; nothing was written."))
    }
  }

  @Test func `an id that a record of another area has`() async throws {
    try await withAPI(of: try nodeInMemory(Place.township)) { api in
      _ = try await api.hazard(id: Self.id)
      let other = try await api.hazard(id: Self.id, area: Place.otherCommunity)
      #expect(
        other.text
          == document(
            "id-in-use", "The id belongs to another record", 409,
            "This node holds a hazard with the id \(Self.id) of area 370202001001.", #","areas":["370202001001"]"#))
      #expect(try await api.hazard(id: Self.id).status == .ok)
    }
  }

  @Test func `fields that cannot be entered`() async throws {
    try await withAPI(of: try nodeInMemory(Place.community)) { api in
      let made = try await api.hazard()
      let body = #"{"user": "甲", "fields": {"colour": 1}, "add": {"place": {"a": 1}}, "increment": {"severity": 1}}"#
      let answer = try await api.patch(made.path, body, seen: "*")
      let faults = [
        ("colour", "unknown-field", "colour: hazard has no such field"),
        ("place", "wrong-section", "place: not a field for 'add'"),
        ("severity", "wrong-section", "severity: not a field for 'increment'"),
      ].map { #"{"field":"\#($0.0)","code":"\#($0.1)","message":"\#($0.2)"}"# }
      #expect(
        answer.text
          == document(
            "invalid-fields", "Some fields cannot be entered like this", 422,
            "'errors' says what is wrong with each field; nothing was written.",
            #","errors":[\#(faults.joined(separator: ","))]"#))
    }
  }

  @Test func `a counter that would turn over`() async throws {
    try await withAPI(of: try nodeInMemory(Place.community)) { api in
      let made = try await api.supply(stock: #", "stock": 100"#)
      let body = #"{"user": "甲", "increment": {"stock": 9223372036854775807}}"#
      let answer = try await api.patch(made.path, body, seen: "*")
      #expect(
        answer.text
          == document(
            "invalid-fields", "Some fields cannot be entered like this", 422,
            "'errors' says what is wrong with each field; nothing was written.",
            #","errors":[{"field":"stock","code":"out-of-range","#
              + #""message":"stock: not within -9000000000000000 to 9000000000000000"}]"#))
      #expect(try await api.get(made.path).stock == 100)
    }
  }

  @Test func `a record that is not here, and one that is not people's`() async throws {
    try await withAPI(of: try nodeInMemory(Place.community)) { api in
      let missing = try await api.patch("/records/hazard/\(Self.id)", #"{"user": "甲", "fields": {}}"#, seen: "*")
      #expect(
        missing.text
          == document(
            "unknown-record", "No such record here", 404, "This node holds no hazard with the id \(Self.id)."))
      let alarm = try await api.post("/records/alarm", "{}")
      #expect(
        alarm.text
          == document(
            "not-for-clients", "Such records are not written by clients", 403,
            "alarm records are not written by clients. A node writes them by itself, of what it has noticed or counted.",
            #","record_type":"alarm","origin":"node""#))
    }
  }

  @Test func `what an office says to those below, said by one of them`() async throws {
    try await withAPI(of: try nodeInMemory(Place.township)) { api in
      let fields = #"{"title": "通知", "body": "检查", "issued_by": "甲"}"#
      let answer = try await api.post(
        "/records/directive", #"{"area": "\#(Place.city.code)", "user": "甲", "fields": \#(fields)}"#)
      #expect(
        answer.text
          == document(
            "not-at-or-above", "Such records are written at their area or above it", 403,
            "directive records of area 370200000000 are written by the node there or by one above it;"
              + " this node is at 370202001000.",
            #","record_type":"directive","own_area":"370202001000""#))
    }
  }
}
