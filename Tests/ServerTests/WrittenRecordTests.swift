// The answer to a write is the record as a question then brings it, byte for byte, wherever it was read.
import HTTPTypes
import Merge
import Node
import TestSupport
import Testing

@Suite struct `The answer to a write` {
  /// Holds an answer to a write against what a question brings.
  private func expectSame(_ answer: Answer, _ path: String, at api: API) async throws {
    let read = try await api.get(path)
    #expect(read.status == .ok && answer.text == read.text)
    #expect(answer.tag == read.tag && answer.tag != nil)
    #expect(answer.headers[.contentType] == read.headers[.contentType])
  }

  @Test func `is the record as it stands, made, made again, edited, in conflict and settled`() async throws {
    let node = try nodeInMemory(Place.township)
    try await withAPI(of: node) { api in
      let id = "0198c000-0000-7000-8000-000000000017"
      let made = try await api.hazard(id: id)
      #expect(made.status == .created)
      try await expectSame(made, made.path, at: api)
      let again = try await api.hazard(id: id)
      #expect(again.status == .ok && again.text == made.text && again.headers[.location] == made.path)
      let ordered = #"{"user": "李娜", "fields": {"place": "二楼"}, "steps": [{"step": "ordered"}]}"#
      let edited = try await api.patch(made.path, ordered, seen: made.tag)
      #expect(edited["status"] != made["status"], "\(edited.text)")
      try await expectSame(edited, made.path, at: api)
      let late = try await api.patch(made.path, #"{"user": "王芳", "fields": {"place": "三楼"}}"#, seen: made.tag)
      #expect(late["concurrent"]?.items.count == 1, "\(late.text)")
      try await expectSame(late, made.path, at: api)
      let settled = try await api.post("\(made.path)/settle", #"{"user": "王芳", "fields": {"place": "三楼"}}"#)
      #expect(settled["concurrent"]?.items.isEmpty == true, "\(settled.text)")
      try await expectSame(settled, made.path, at: api)
    }
  }

  @Test func `says where a division has another record of what is one`() async throws {
    let node = try nodeInMemory(Place.community)
    try await withAPI(of: node) { api in
      var answers: [Answer] = []
      for name in ["青岛某厂", "青岛又一厂"] {
        let fields = #"{"name": "\#(name)", "credit_code": "91350100M000100Y43"}"#
        let body = #"{"area": "\#(Place.community.code)/91350100M000100Y43", "user": "甲", "fields": \#(fields)}"#
        let answer = try await api.post("/records/enterprise", body)
        try #require(answer.status == .created, "\(answer.text)")
        try await expectSame(answer, answer.path, at: api)
        answers.append(answer)
      }
      #expect(answers.map { $0["marks"]?.items.last?["code"]?.text } == [nil, "not-unique"])
    }
  }
}
