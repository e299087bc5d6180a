// Rules through the API: proposed, confirmed by entering what is proposed, and then no longer proposed.
import HTTPTypes
import Hummingbird
import Merge
import Node
import Server
import TestSupport
import Testing
import Wire

@Suite struct ProposalTests {
  private func accident(_ on: Int64, dead: Int) -> String {
    let fields =
      #"{"title": "事故", "occurred_at": \#(on), "place": "东院", "dead": \#(dead), "seriously_injured": 0, "loss_fen": 0, "grade": 1, "unit": "91350100M000100Y43", "enterprise": "青岛某厂"}"#
    return #"{"area": "\#(Place.community.code)", "user": "甲", "fields": \#(fields)}"#
  }

  /// A proposal as the body that enters it.
  private func body(_ proposal: Value) -> String {
    let parts: [(String, Value)] = [
      ("area", proposal["area"] ?? .null), ("id", proposal["id"] ?? .null), ("user", .text("市安委办")),
      ("fields", proposal["fields"] ?? .null),
    ]
    return JSONText.string(.sorted(parts))
  }

  @Test func `every kind of proposal can be entered as it is proposed, and is then proposed no more`() async throws {
    let start: Int64 = 1_767_225_600_000  // 2026-01-01
    let day: Int64 = 86_400_000
    try await withAPI(of: try nodeInMemory(Place.city)) { api in
      for (number, dead) in [(0, 1), (20, 1)] {
        let made = try await api.post("/records/accident", accident(start + Int64(number) * day, dead: dead))
        #expect(made.status == .created, "\(made.text)")
      }
      let hazard =
        #"{"category": "消防安全", "description": "结构失稳", "severity": 1, "found_at": \#(start), "deadline": \#(start + 10 * day)}"#
      let major = try await api.post(
        "/records/hazard", #"{"area": "\#(Place.community.code)", "user": "甲", "fields": \#(hazard)}"#)
      #expect(major.status == .created)
      let first = try await api.get("/proposals?on=2026-02-01")
      let proposals = first["proposals"]?.items ?? []
      let types = Set(proposals.compactMap { $0["type"]?.text })
      #expect(types == ["warning_notice", "blacklist_entry", "training", "listing", "supervision_task"])
      for proposal in proposals {
        let entered = try await api.post("/records/\(proposal["type"]?.text ?? "")", body(proposal))
        #expect(entered.status == .created, "\(proposal["rule"]?.text ?? ""): \(entered.text)")
        let again = try await api.post("/records/\(proposal["type"]?.text ?? "")", body(proposal))
        #expect(again.status == .ok, "the same proposal is entered once")
      }
      #expect(try await api.get("/proposals?on=2026-02-01")["count"]?.int == 0)
      #expect(try await api.get("/proposals?on=2026-02-02")["count"]?.int == 0, "nor on another day")
    }
  }

  @Test func `proposals come in pages, each rule after the other`() async throws {
    let start: Int64 = 1_767_225_600_000
    try await withAPI(of: try nodeInMemory(Place.city)) { api in
      for number in 0..<5 {
        let fields =
          #"{"category": "消防安全", "description": "结构失稳\#(number)", "severity": 1, "found_at": \#(start), "deadline": \#(start + Int64(number + 1) * 86_400_000)}"#
        let made = try await api.post(
          "/records/hazard", #"{"area": "\#(Place.community.code)", "user": "甲", "fields": \#(fields)}"#)
        #expect(made.status == .created, "\(made.text)")
      }
      let question = "/proposals?on=2026-02-01"
      let whole = try await api.get(question)
      let all = (whole["proposals"]?.items ?? []).compactMap { $0["id"]?.text }
      #expect(all.count >= 10 && whole["next"] == .null && whole["is_count_exact"] == .bool(true), "\(whole.text)")
      var (found, after, pages) = ([String](), "0", 0)
      repeat {
        let page = try await api.get("\(question)&limit=3&after=\(after)")
        let ids = (page["proposals"]?.items ?? []).compactMap { $0["id"]?.text }
        #expect(page.status == .ok && ids.count <= 3 && page["count"] == .null, "of a part nobody knows: \(page.text)")
        found += ids
        pages += 1
        after = page["next"]?.text ?? ""
      } while !after.isEmpty && pages < 100
      #expect(Set(found) == Set(all) && found.count == all.count, "each once")
      let next = try #require(try await api.get("\(question)&limit=3")["next"]?.text)
      let other = try await api.get("\(question)&rule=order_defied&after=\(next)")
      #expect(other.problem == "bad-request", "a place is one of its own question: \(other.text)")
    }
  }

  @Test func `a setting in the store changes a window, and the rules say so`() async throws {
    try await withAPI(of: try nodeInMemory(Place.city)) { api in
      let fields = #"{"rule": "accidents_in_short_time", "parameter": "window", "value": 10}"#
      let made = try await api.post(
        "/records/rule_setting", #"{"area": "\#(Place.city.code)", "user": "甲", "fields": \#(fields)}"#)
      #expect(made.status == .created, "\(made.text)")
      let rules = try await api.get("/rules")["rules"]?.items ?? []
      let rule = rules.first { $0["name"]?.text == "accidents_in_short_time" }
      let window = rule?["parameters"]?.items.first { $0["name"]?.text == "window" }
      #expect(window?["value"]?.int == 10 && window?["shipped"]?.int == 60)
      #expect(rule?["source"]?.text == "60天内连续发生2起一般事故")
    }
  }

  @Test(arguments: ["on=tomorrow", "rule=nothing", "colour=red", "after=1.2", "after=99.0.0", "limit=0"])
  func `a question that cannot be understood is refused`(query: String) async throws {
    try await withAPI(of: try nodeInMemory(Place.city)) { api in
      let answer = try await api.get("/proposals?\(query)")
      #expect(answer.problem == "bad-request")
    }
  }
}
