// Steps through the API: the open round by default, and a clear word when one would count for nothing.
import HTTPTypes
import Merge
import Node
import Server
import TestSupport
import Testing

@Suite struct StepTests {
  private func step(_ kind: String, user: String, more: String = "") -> String {
    #"{"user": "\#(user)", "steps": [{"step": "\#(kind)"\#(more)}]}"#
  }

  @Test func `a step taken moves the status and belongs to the open round`() async throws {
    try await withAPI(of: try nodeInMemory(Place.township)) { api in
      let made = try await api.hazard()
      let ordered = try await api.patch(made.path, step("ordered", user: "甲"), seen: "*")
      #expect(ordered["status"]?.text == "ordered")
      _ = try await api.patch(made.path, step("rectified", user: "乙"), seen: "*")
      let failed = try await api.patch(made.path, step("failed", user: "甲"), seen: "*")
      #expect(failed["status"]?.text == "failed")
      #expect(failed["open_round"]?.int == 2)
      let again = try await api.patch(made.path, step("rectified", user: "乙"), seen: "*")
      #expect(again["status"]?.text == "rectified" && again["round"]?.int == 2)
    }
  }

  @Test func `a step that would count for nothing is refused with the reason`() async throws {
    try await withAPI(of: try nodeInMemory(Place.community)) { api in
      let made = try await api.hazard()
      let early = try await api.patch(made.path, step("passed", user: "甲"), seen: "*")
      #expect(early.status == .conflict)
      #expect(early.problem == "step-without-effect")
      #expect(early["reason"]?.text == "missingPredecessor")
      let closing = try await api.patch(made.path, step("closed", user: "甲"), seen: "*")
      #expect(closing["reason"]?.text == "noAuthority")
      let unknown = try await api.patch(made.path, step("vanished", user: "甲"), seen: "*")
      #expect(unknown["reason"]?.text == "unknownStep")
      let later = try await api.patch(made.path, step("rectified", user: "甲", more: #", "round": 3"#), seen: "*")
      #expect(later["reason"]?.text == "roundNotOpen")
      #expect(try await api.get(made.path).tag == made.tag)
    }
  }

  @Test func `a forced step is written and shown as without effect`() async throws {
    try await withAPI(of: try nodeInMemory(Place.community)) { api in
      let made = try await api.hazard()
      let forced = try await api.patch("\(made.path)?force=true", step("passed", user: "甲"), seen: "*")
      #expect(forced.status == .ok)
      #expect(forced["status"]?.text == "reported")
      #expect(forced["fields"]?["steps"]?.items.first?["no_effect"]?.text == "missingPredecessor")
    }
  }

  @Test func `a step with its evidence in the same edit counts`() async throws {
    try await withAPI(of: try nodeInMemory(Place.township)) { api in
      let made = try await api.hazard()
      let both = #"{"user": "甲", "steps": [{"step": "rectified"}]}"#
      _ = try await api.patch(made.path, both, seen: "*")
      let steps = #""steps": [{"step": "passed"}, {"step": "closed"}]"#
      let bare = try await api.patch(made.path, #"{"user": "乙", \#(steps)}"#, seen: "*")
      #expect(bare["reason"]?.text == "missingEvidence")
      let evidence = #""add": {"evidence_before": {"a1": {"name": "前"}}, "evidence_after": {"b2": {"name": "后"}}}"#
      let whole = try await api.patch(made.path, #"{"user": "乙", \#(evidence), \#(steps)}"#, seen: "*")
      #expect(whole["status"]?.text == "closed")
    }
  }

  @Test func `a step sent twice under one id is taken once`() async throws {
    let node = try nodeInMemory(Place.township)
    try await withAPI(of: node) { api in
      let made = try await api.hazard()
      let body = step("ordered", user: "甲", more: #", "id": "\#(Node.newStepID())""#)
      let first = try await api.patch(made.path, body, seen: "*")
      let second = try await api.patch(made.path, body, seen: "*")
      #expect(second.status == .ok)
      #expect(second.tag == first.tag)
    }
    #expect(try node.commitCount == 2)
  }
}
