// Deadlines through the API: what stands to be done in pages, by area, and what was done.
import HTTPTypes
import Hummingbird
import Merge
import Node
import Server
import TestSupport
import Testing

@Suite struct DeadlineTests {
  private static let day: Int64 = 86_400_000
  /// 2026-01-01.
  private static let start: Int64 = 1_767_225_600_000

  /// Enters hazards that are due on successive days, two in each of two communities.
  private func enterHazards(_ api: API) async throws -> [String] {
    var ids: [String] = []
    for number in 0..<4 {
      let area = [Place.community, Place.otherCommunity][number % 2]
      let fields =
        #"{"category": "消防安全", "description": "堵塞", "severity": 0, "found_at": \#(Self.start), "deadline": \#(Self.start + Int64(number + 1) * Self.day)}"#
      let made = try await api.post(
        "/records/hazard", #"{"area": "\#(area.code)", "user": "甲", "fields": \#(fields)}"#)
      #expect(made.status == .created, "\(made.text)")
      ids.append(made["id"]?.text ?? "")
    }
    return ids
  }

  private func ids(_ answer: Answer) -> [String] {
    (answer["deadlines"]?.items ?? []).compactMap { $0["id"]?.text }
  }

  @Test func `what is overdue comes in pages, in the order in which it was due`() async throws {
    try await withAPI(of: try nodeInMemory(Place.city)) { api in
      let made = try await enterHazards(api)
      let question = "/deadlines?state=overdue&type=hazard&on=2026-01-04"
      let all = try await api.get(question)
      #expect(ids(all) == Array(made.prefix(3)), "the last is due on the day after")
      #expect(all["count"]?.int == 3 && all["is_count_exact"] == .bool(true) && all["next"] == .null)
      var (found, after, pages) = ([String](), "0", 0)
      repeat {
        let page = try await api.get("\(question)&limit=1&after=\(after)")
        #expect(page["count"]?.int == 3 && ids(page).count == 1, "\(page.text)")
        found += ids(page)
        pages += 1
        after = page["next"]?.text ?? ""
      } while !after.isEmpty && pages < 9
      #expect(found == ids(all))
      let standing = try await api.get("/deadlines?on=2026-01-04")
      #expect(ids(standing) == made, "without a state all that stands to be done")
      #expect(standing["deadlines"]?.items.last?["state"]?.text == "open")
    }
  }

  /// Whatever way it is asked, a deadline is overdue as soon as its time is over and no sooner.
  @Test func `what is due later today is open, on every route, and proposed for nothing`() async throws {
    try await withAPI(of: try nodeInMemory(Place.city)) { api in
      let now = Node.now
      var hazards: [Answer] = []
      for due in [now + 1_800_000, now - 60_000] {
        let fields =
          #"{"category": "消防安全", "description": "\#(due)", "severity": 1, "found_at": \#(Self.start), "deadline": \#(due)}"#
        hazards.append(
          try await api.post(
            "/records/hazard", #"{"area": "\#(Place.community.code)", "user": "甲", "fields": \#(fields)}"#))
      }
      #expect(hazards.allSatisfy { $0.status == .created })
      let past = [hazards[1]["id"]?.text ?? ""]
      for (hazard, state) in zip(hazards, ["open", "overdue"]) {
        let own = try await api.get("\(hazard.path)/deadlines")
        #expect(own["deadlines"]?.items.first?["state"]?.text == state, "\(own.text)")
      }
      // Which day it is need not be said.
      for on in ["", "&on=\(Day(milliseconds: now))"] {
        let overdue = try await api.get("/deadlines?state=overdue\(on)")
        #expect(ids(overdue) == past && overdue["count"]?.int == 1, "\(overdue.text)")
        let open = try await api.get("/deadlines?state=open\(on)")
        #expect(ids(open) == [hazards[0]["id"]?.text ?? ""] && open["count"]?.int == 1, "\(open.text)")
        let proposed = try await api.get("/proposals?rule=deadline_overdue\(on)")["proposals"]?.items ?? []
        #expect(proposed.compactMap { $0["grounds"]?.items.first?["id"]?.text } == past)
      }
      let listed = try await api.get("/records/hazard?overdue=true")["records"]?.items.compactMap { $0["id"]?.text }
      #expect(listed == past)
      let counts = try await api.get("/counts/hazard?overdue=true")["counts"]?.items.first?["groups"]?.items
      #expect(counts?.compactMap { $0["count"]?.int } == [1])
      let tomorrow = Day(milliseconds: now).adding(days: 1)
      #expect(try await api.get("/deadlines?state=overdue&on=\(tomorrow)")["count"]?.int == 2, "by its end")
    }
  }

  @Test func `a place is one of its own question, by type, state and area`() async throws {
    try await withAPI(of: try nodeInMemory(Place.city)) { api in
      _ = try await enterHazards(api)
      let first = try await api.get("/deadlines?state=overdue&type=hazard&on=2026-03-01&limit=1")
      let next = try #require(first["next"]?.text)
      let later = try await api.get("/deadlines?state=overdue&type=hazard&on=2026-03-02&limit=1&after=\(next)")
      #expect(later.status == .ok && ids(later).count == 1, "another day and another length are no other question")
      for other in ["state=overdue", "state=open&type=hazard", "type=hazard", "state=met&type=hazard", "type=accident"]
      {
        let answer = try await api.get("/deadlines?\(other)&on=2026-03-01&after=\(next)")
        #expect(answer.problem == "bad-request", "\(other): \(answer.text)")
      }
      let area = "&area=\(Place.community.code)"
      for place in next.indices where next[place] != "." {
        var mistyped = next
        mistyped.replaceSubrange(place...place, with: next[place] == "1" ? "2" : "1")
        let question = "/deadlines?state=overdue&type=hazard&on=2026-03-02&limit=1&after=\(mistyped)"
        #expect(try await api.get(question).problem == "bad-request", "\(mistyped)")
      }
      let answer = try await api.get("/deadlines?state=overdue&type=hazard&on=2026-03-01\(area)&after=\(next)")
      #expect(answer.problem == "bad-request", "\(answer.text)")
    }
  }

  @Test func `an area has its own, and one beside the node's is refused`() async throws {
    try await withAPI(of: try nodeInMemory(Place.city)) { api in
      let made = try await enterHazards(api)
      let own = try await api.get("/deadlines?on=2026-03-01&area=\(Place.otherCommunity.code)")
      #expect(ids(own) == [made[1], made[3]] && own["count"]?.int == 2)
      #expect(
        try await ids(api.get("/deadlines?on=2026-03-01&area=370000000000")) == made, "as far as it is the node's")
      let other = try await api.get("/deadlines?area=370300000000")
      #expect(other.problem == "bad-request" && other["own_area"]?.text == Place.city.code)
    }
  }

  @Test func `what was done is no longer to be done, and is found by its name`() async throws {
    try await withAPI(of: try nodeInMemory(Place.city)) { api in
      let fields =
        #"{"title": "事故", "occurred_at": \#(Self.start), "place": "东院", "dead": 0, "seriously_injured": 0, "loss_fen": 0, "grade": 1, "known_at": \#(Self.start)}"#
      let made = try await api.post(
        "/records/accident", #"{"area": "\#(Place.community.code)", "user": "甲", "fields": \#(fields)}"#)
      #expect(made.status == .created, "\(made.text)")
      let before = try await api.get("/deadlines?type=accident&on=2026-02-01")
      #expect(before["deadlines"]?.items.compactMap { $0["deadline"]?.text } == ["unit"], "\(before.text)")
      let edited = try await api.send(
        .patch, made.path, #"{"user": "甲", "fields": {"reported_at": \#(Self.start + 7_200_000)}}"#,
        headers: [.ifMatch: "*"])
      #expect(edited.status == .ok, "\(edited.text)")
      let after = try await api.get("/deadlines?type=accident&on=2026-02-01")
      #expect(after["deadlines"]?.items.compactMap { $0["deadline"]?.text } == ["forwarded"], "the next one has begun")
      let late = try await api.get("/deadlines?type=accident&state=late")
      #expect(late["deadlines"]?.items.compactMap { $0["deadline"]?.text } == ["unit"] && late["count"]?.int == 1)
      #expect(try await api.get("/deadlines?type=accident&state=met")["count"]?.int == 0)
      let part = try await api.get("/deadlines?state=late&limit=1")
      #expect(part["deadlines"]?.items.count == 1 && part["count"] == .null, "of a part nobody knows: \(part.text)")
      let next = try #require(part["next"]?.text)
      #expect(try await api.get("/deadlines?state=late&after=\(next)").status == .ok)
      #expect(try await api.get("/deadlines?state=late&type=accident&after=\(next)").problem == "bad-request")
    }
  }

  @Test(arguments: ["after=1.2", "after=7.1.1.1.1.1", "state=late&after=99.0", "state=late&after=0.-1", "limit=1001"])
  func `a place that no page gave, and a page too long, are refused`(query: String) async throws {
    try await withAPI(of: try nodeInMemory(Place.city)) { api in
      let answer = try await api.get("/deadlines?\(query)")
      #expect(answer.problem == "bad-request", "\(answer.text)")
    }
  }
}
