// Lists and counts over HTTP: what may be asked, in which order the answers come, and what is refused.
import HTTPTypes
import Merge
import Node
import Server
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct ListTests {
  private static let found = 1_767_225_600_000

  /// Six hazards in two communities, of which one is major, two are of a unit, and two have a deadline.
  private static func fill(_ api: API) async throws {
    let unit = #""unit": "91370202MA3CMG5T4A""#
    let hazards: [(Area, String)] = [
      (Place.community, #""severity": 0, "deadline": 1772640000000"#),
      (Place.community, #""severity": 1, \#(unit), "campaign": "a,b""#),
      (Place.community, #""severity": 0, "campaign": "spring""#),
      (Place.otherCommunity, #""severity": 0, \#(unit), "deadline": 1772294400000"#),
      (Place.otherCommunity, #""severity": 0"#), (Place.township, #""severity": 0"#),
    ]
    for (number, (area, rest)) in hazards.enumerated() {
      let fields =
        #"{"category": "消防安全", "description": "隐患\#(number + 1)", "found_at": \#(found + number * 86_400_000), \#(rest)}"#
      let made = try await api.post(
        "/records/hazard", #"{"area": "\#(area.code)", "user": "张伟", "fields": \#(fields)}"#)
      #expect(made.status == .created, "\(made.text)")
    }
    let assigned = try await api.get("/records/hazard?limit=1")
    let id = try #require(assigned["records"]?.items[0]["id"]?.text)
    let add = #"{"user": "甲", "add": {"assignees": {"li.na": {"role": "整改"}}}}"#
    #expect(try await api.send(.patch, "/records/hazard/\(id)", add, headers: [.ifMatch: "*"]).status == .ok)
  }

  private static func path(_ query: [String]) -> String {
    "/records/hazard?"
      + (["limit=100"].filter { _ in !query.contains { $0.contains("limit") } } + query)
      .filter { !$0.isEmpty }.joined(separator: "&")
  }

  private func listed(_ api: API, _ query: String) async throws -> [String] {
    let answer = try await api.get(Self.path([query]))
    #expect(answer.status == .ok, "\(query): \(answer.text)")
    return (answer["records"]?.items ?? []).compactMap { record in
      record["fields"]?["description"]?.text.map { String($0.dropFirst(2)) }
    }
  }

  private static let questions: [(String, String)] = [
    ("", "123456"), ("severity=1", "2"), ("severity=0", "13456"), ("severity=0,1", "123456"), ("severity=1..", "2"),
    ("unit=91370202MA3CMG5T4A", "24"), ("unit=nobody", ""), ("empty=unit", "1356"), ("given=unit,campaign", "2"),
    ("campaign=spring", "3"), ("campaign=a%5C,b", "2"), ("campaign=a,b", ""), ("campaign=spring,a%5C,b", "23"),
    ("deadline=2026-03-05", "1"), ("deadline=2026-03-01", "4"), ("deadline=2026-03-01..2026-03-04", "4"),
    ("deadline=..1772640000000", "14"), ("deadline=2026-03-02..", "1"), ("found_at=2026-01-02..2026-01-03", "23"),
    ("assignees=li.na", "1"), ("assignees=wang,li.na", "1"), ("empty=assignees", "23456"), ("given=assignees", "1"),
    ("status=reported,ordered", "123456"), ("status=closed", ""), ("open=true", "123456"), ("open=false", ""),
    ("area=\(Place.otherCommunity.code)&severity=0", "45"),
    ("area=\(Place.community.code)&unit=91370202MA3CMG5T4A", "2"),
    ("conflicts=false&severity=1", "2"), ("conflicts=true", ""), ("sort=arrival", "123456"),
    ("sort=-arrival", "654321"),
    ("sort=created_at", "123456"), ("sort=changed_at&limit=4", "2345"), ("sort=deadline", "412356"),
    ("sort=-deadline", "146532"), ("sort=-found_at&empty=unit", "6531"), ("sort=unit&given=unit", "24"),
    ("sort=-severity&limit=1", "2"), ("overdue=true", "41"), ("overdue=true&severity=0&open=true", "41"),
    ("overdue=true&area=\(Place.otherCommunity.code)", "4"), ("overdue=true&empty=unit", "1"),
    ("overdue=true&sort=-deadline", "14"), ("overdue=true&status=closed", ""), ("overdue=true&severity=1", ""),
  ]

  @Test func `a list is what it is narrowed to, in the order that is asked for`() async throws {
    try await withAPI(of: try nodeInMemory(Place.township)) { (api) async throws in
      try await Self.fill(api)
      for (query, expected) in Self.questions {
        #expect(try await listed(api, query).joined() == expected, "\(query)")
      }
    }
  }

  @Test(arguments: [
    "", "sort=-changed_at", "sort=deadline", "sort=-deadline", "sort=-created_at", "sort=unit", "sort=-severity",
    "overdue=true", "overdue=true&open=true", "overdue=true&sort=-deadline",
  ])
  func `pages one after another are the list`(query: String) async throws {
    try await withAPI(of: try nodeInMemory(Place.township)) { (api) async throws in
      try await Self.fill(api)
      let whole = try await listed(api, query)
      for limit in [1, 2, 5] {
        var (found, after) = ([String](), "0")
        for _ in 0..<8 {
          let page = [query, "limit=\(limit)", "after=\(after)"].filter { !$0.isEmpty }.joined(separator: "&")
          found += try await listed(api, page)
          let next = try await api.get(Self.path([page]))["next"]
          if next == .null { break }
          after = try #require(next?.text ?? next?.int.map(String.init))
        }
        #expect(found == whole, "\(query), \(limit) at a time")
      }
    }
  }

  @Test(arguments: [
    ("colour=red", "known are"), ("place=x", "by which nothing is listed"), ("unit=", "empty=unit"),
    ("severity=2", "0 (一般隐患), 1 (重大隐患)"), ("severity=major", "severity"), ("deadline=tomorrow", "2026-03-01"),
    ("deadline=..", "deadline"), ("deadline=2026-03-02..2026-03-01", "comes before"), ("deadline=1.5", "deadline"),
    ("sort=place", "changed_at"), ("sort=assignees", "deadline"), ("sort=--deadline", "deadline"),
    ("empty=place", "unit"), ("given=nothing", "unit"), ("empty=unit,unit", "each once"),
    ("status=reported,", "each once"),
    ("status=reported,lost", "ordered"), ("severity=0&severity=1", "asked twice"),
    ("overdue=false", "'true', or not asked"), ("overdue=true&after=3", "next"),
    ("overdue=true&after=0.1.1.1", "next"),
    ("campaign=spring,", "empty=campaign"), ("deadline=2026-03-01,2026-03-02", "not several days"),
    ("after=%2B5", "next"), ("after=-0", "next"), ("after=007", "next"),
    ("after=p00", "next"), ("by=status", "known are"), ("severity=9223372036854775808", "severity"),
    ("category=%zz", "cannot be read"), ("category=%E4%BD", "cannot be read"), ("text=%ff", "cannot be read"),
    ("unit=%", "cannot be read"), ("category=%ED%A0%80", "cannot be read"),
    ("unit=" + Array(repeating: "a", count: 51).joined(separator: ","), "50"),
  ])
  func `what cannot be asked is refused, and told what can be`(query: String, words: String) async throws {
    try await withAPI(of: try nodeInMemory(Place.township)) { (api) async throws in
      let answer = try await api.get("/records/hazard?\(query)")
      #expect(answer.problem == "bad-request", "\(query): \(answer.text)")
      #expect(answer["detail"]?.text?.contains(words) == true, "\(query): \(answer.text)")
    }
  }

  @Test func `a place of one order is none in another, and a type without statuses has no open records`() async throws {
    try await withAPI(of: try nodeInMemory(Place.township)) { (api) async throws in
      try await Self.fill(api)
      let next = try #require(try await api.get("/records/hazard?sort=deadline&limit=1")["next"]?.text)
      for sort in ["sort=-deadline", "sort=severity", "sort=arrival"] {
        #expect(try await api.get(Self.path([sort, "after=\(next)"])).problem == "bad-request", "\(sort)")
      }
      for place in next.indices.dropFirst() {
        var mistyped = next
        mistyped.replaceSubrange(place...place, with: next[place] == "1" ? "2" : "1")
        #expect(try await api.get(Self.path(["sort=deadline", "after=\(mistyped)"])).problem == "bad-request")
      }
      #expect(try await api.get("/records/checkpoint?open=true").problem == "bad-request")
      #expect(try await api.get("/records/checkpoint?overdue=true").problem == "bad-request")
      #expect(try await api.get("/records/checkpoint?status=raised").problem == "bad-request")
      #expect(try await api.get("/records/checkpoint?sort=-changed_at").status == .ok)
      let beyond = try await api.get("/records/hazard?after=99999999")
      #expect(beyond["records"]?.items == [] && beyond["next"] == .null, "\(beyond.text)")
    }
  }

  @Test func `a place among what is overdue is one of its own list, and a mistyped one is none`() async throws {
    try await withAPI(of: try nodeInMemory(Place.township)) { (api) async throws in
      try await Self.fill(api)
      let next = try #require(try await api.get("/records/hazard?overdue=true&limit=1")["next"]?.text)
      for place in next.indices where next[place] != "." {
        var mistyped = next
        mistyped.replaceSubrange(place...place, with: next[place] == "1" ? "2" : "1")
        let answer = try await api.get(Self.path(["overdue=true", "after=\(mistyped)"]))
        #expect(answer.problem == "bad-request", "\(mistyped)")
      }
      for other in ["severity=0", "open=true", "empty=unit", "area=\(Place.otherCommunity.code)"] {
        #expect(
          try await api.get(Self.path(["overdue=true", other, "after=\(next)"])).problem == "bad-request", "\(other)")
      }
      let second = try await api.get(Self.path(["overdue=true", "limit=5", "after=\(next)"]))
      #expect(second["records"]?.items.count == 1, "\(second.text)")
    }
  }

  @Test func `what has changed since a moment comes in the order of change, and goes on in it`() async throws {
    try await withAPI(of: try nodeInMemory(Place.township)) { (api) async throws in
      try await Self.fill(api)
      let all = try await api.get("/records/hazard?changed_from=946656000000&limit=6")
      let times = (all["records"]?.items ?? []).compactMap { $0["changed_at"]?.int }
      #expect(times.count == 6 && times == times.sorted() && all["next"] == .null)
      let from = times[3]
      #expect(try await listed(api, "changed_from=\(from)").count == times.count { $0 >= from })
      let first = try await api.get("/records/hazard?changed_from=\(from)&limit=1")
      let next = try #require(first["next"]?.text)
      let second = try await api.get("/records/hazard?changed_from=\(from)&limit=1&after=\(next)")
      #expect(second["records"]?.items[0]["id"] != first["records"]?.items[0]["id"])
      #expect(try #require(second["records"]?.items[0]["changed_at"]?.int) >= from)
    }
  }

  // MARK: Counts

  private func groups(_ api: API, _ query: String) async throws -> [[String]] {
    let answer = try await api.get("/counts/hazard\(query.isEmpty ? "" : "?\(query)")")
    #expect(answer.status == .ok, "\(query): \(answer.text)")
    return (answer["counts"]?.items ?? []).map { counted in
      (counted["groups"]?.items ?? []).map { group in
        let value = group["value"] ?? .null
        return "\(value.text ?? value.int.map(String.init) ?? "-") \(group["count"]?.int ?? -1)"
      }
    }
  }

  @Test func `records are counted by what they show, the most first`() async throws {
    try await withAPI(of: try nodeInMemory(Place.township)) { (api) async throws in
      try await Self.fill(api)
      #expect(try await groups(api, "") == [["reported 6"]])
      #expect(try await groups(api, "by=severity,campaign") == [["0 5", "1 1"], ["- 4", "a,b 1", "spring 1"]])
      let areas = ["\(Place.community.code) 3", "\(Place.otherCommunity.code) 2", "\(Place.township.code) 1"]
      #expect(try await groups(api, "by=area") == [areas])
      #expect(try await groups(api, "by=area&severity=1") == [["\(Place.community.code) 1"]])
      #expect(try await groups(api, "by=status,severity&unit=91370202MA3CMG5T4A") == [["reported 2"], ["0 1", "1 1"]])
      #expect(try await groups(api, "by=severity&area=\(Place.otherCommunity.code)") == [["0 2"]])
      #expect(try await groups(api, "open=false") == [[]])
      let late = ["\(Place.community.code) 1", "\(Place.otherCommunity.code) 1"]
      #expect(try await groups(api, "overdue=true&by=severity,area") == [["0 2"], late])
      let titled = try await api.get("/counts/hazard?by=severity")
      #expect(titled["counts"]?.items[0]["groups"]?.items[1]["title"]?["zh"]?.text == "重大隐患")
    }
  }

  @Test(arguments: [
    "by=deadline", "by=unit", "by=place", "by=status,status", "by=", "sort=deadline", "limit=5", "colour=red",
    "by=status,area,category,severity,mode,listing,origin,sector,campaign",
  ])
  func `what cannot be counted is refused`(query: String) async throws {
    try await withAPI(of: try nodeInMemory(Place.township)) { (api) async throws in
      #expect(try await api.get("/counts/hazard?\(query)").problem == "bad-request")
      #expect(try await api.get("/counts/nothing").problem == "unknown-type")
    }
  }

  @Test func `lists and counts of an area of which the node holds nothing are refused`() async throws {
    try await withAPI(of: try nodeInMemory(Place.township)) { (api) async throws in
      let answer = try await api.get("/counts/hazard?area=\(Place.otherDistrict.code)")
      #expect(answer.problem == "bad-request" && answer["own_area"]?.text == Place.township.code)
    }
  }
}
