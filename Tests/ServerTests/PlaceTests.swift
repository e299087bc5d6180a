// Names of places: a city of another province is named by data alone, in lists, totals, status and notices.
import Catalog
import HTTPTypes
import Merge
import Node
import Replica
import Reports
import Server
import Store
import Testing
import Totals
import Wire

@Suite struct `Names of places` {
  private static let city = Area("510100000000")!
  private static let list = """
    区划代码,名称
    5101,成都市
    510104,锦江区
    510104017,锦官驿街道
    510104017001,水井坊社区
    510105,青羊区
    510105001,草市街街道
    510105001001,宁夏街社区
    """

  /// Enters the tables of a list.
  private static func enter(_ list: String, asOf day: String, at api: API) async throws -> [Answer] {
    let places = try PlaceList(text: Array(list.utf8))
    let issues = try places.tables(asOf: try #require(Day(day)), source: "民政部", at: Self.city)
    var answers: [Answer] = []
    for issue in issues {
      let body = Value.sorted([
        ("area", .text(issue.area.code)), ("user", .text("市安委办")),
        ("fields", .sorted(issue.table.fields.map { ($0.name, $0.value) })),
      ])
      let answer = try await api.post("/records/\(CodeTable.recordType)", JSONText.string(body))
      try #require(answer.status == .created, "\(answer.text)")
      answers.append(answer)
    }
    return answers
  }

  private static func visit(in community: String, at api: API) async throws -> Answer {
    let moment = try #require(Day("2026-03-02")).start + 36_000_000
    let body = """
      {"area": "\(community)", "user": "wang", "fields": {"origin": "patrol", "target": "一号库", "inspector": "wang",
       "started_at": \(moment), "sector": "mine"}}
      """
    let answer = try await api.post("/records/inspection", body)
    try #require(answer.status == .created, "\(answer.text)")
    return answer
  }

  private static func notice(of node: Node) throws -> String {
    let figures = try node.read { reader in
      try NoticeReader(
        catalog: node.catalog, home: node.identity.area, reader: reader, period: try #require(Period("2026-03"))
      ).figures()
    }
    let head = NoticeHead(organisation: "甲", number: "一号", date: Day(year: 2026, month: 4, day: 1))
    let writer = NoticeWriter(figures, head: head, catalog: node.catalog)
    return MarkdownText.text(writer.document()) + Scoreboard.page(writer, title: "公示")
  }

  @Test func `a city of another province is named by data alone`() async throws {
    let node = try nodeInMemory(Self.city)
    try await withAPI(of: node) { (api) async throws in
      for place in ["510104017001", "510105001001"] { _ = try await Self.visit(in: place, at: api) }
      for path in ["/records/inspection", "/totals?period=2026-03&by=area", "/status", "/deadlines"] {
        #expect(try await api.get(path)["places"] == nil, "\(path)")
      }
      #expect(try Self.notice(of: node).contains("| 510104000000 |"))

      _ = try await Self.enter(Self.list, asOf: "2025-12-31", at: api)
      let list = try await api.get("/records/inspection")
      #expect(
        list["places"] == .sorted([("510104017001", .text("水井坊社区")), ("510105001001", .text("宁夏街社区"))]))
      let total = try await api.get("/totals?period=2026-03&indicator=visits&by=area")
      #expect(
        total["places"]
          == .sorted([
            ("510100000000", .text("成都市")), ("510104000000", .text("锦江区")), ("510105000000", .text("青羊区")),
          ]))
      #expect(try await api.get("/totals/check?period=2026-03")["places"]?["510100000000"]?.text == "成都市")
      #expect(try await api.get("/status")["places"] == .sorted([("510100000000", .text("成都市"))]))
      let notice = try Self.notice(of: node)
      for words in ["2026年3月成都市", "| 锦江区 |", "| 青羊区 |", "| 锦官驿街道 |"] { #expect(notice.contains(words), "\(words)") }
      for code in ["510100000000", "510104000000", "510105000000", "510104017000"] { #expect(!notice.contains(code)) }
    }
  }

  @Test func `one record is read with the name of its place, an enterprise's being that of its community`()
    async throws
  {
    let node = try nodeInMemory(Self.city)
    try await withAPI(of: node) { (api) async throws in
      _ = try await Self.enter(Self.list, asOf: "2025-12-31", at: api)
      let made = try await Self.visit(in: "510104017001/91510104MA3CMG5T4N", at: api)
      #expect(made["places"] == .sorted([("510104017001", .text("水井坊社区"))]), "\(made.text)")
      let edited = try await api.patch(made.path, #"{"user": "wang", "fields": {"target": "二号库"}}"#, seen: made.tag)
      #expect(edited["places"] == made["places"], "\(edited.text)")
      let read = try await api.get(made.path)
      #expect(read["places"] == .sorted([("510104017001", .text("水井坊社区"))]), "\(read.text)")
      // What was done to it was done at the city.
      let history = try await api.get("\(made.path)/history")
      #expect(history["places"] == .sorted([("510100000000", .text("成都市"))]), "\(history.text)")
    }
  }

  @Test func `a record whose place has been named since is sent again, and may be edited from what was seen`()
    async throws
  {
    let node = try nodeInMemory(Self.city)
    try await withAPI(of: node) { (api) async throws in
      let made = try await Self.visit(in: "510104017001", at: api)
      let seen = try #require(made.tag)
      let glued = String(seen.dropLast()) + String(seen.dropFirst())
      for tag in ["\"/x\"", "\(seen.dropLast(2))\"", glued, "\(seen), \(seen)", "\(seen), \"x\"", "\"x\", \(seen)"] {
        let edited = try await api.patch(made.path, #"{"user": "wang", "fields": {"target": "三号库"}}"#, seen: tag)
        #expect(edited.problem == "bad-request", "\(tag): \(edited.text)")
      }
      #expect(try await api.get(made.path, headers: [.ifNoneMatch: seen]).status == .notModified)
      _ = try await Self.enter(Self.list, asOf: "2025-12-31", at: api)
      let named = try await api.get(made.path, headers: [.ifNoneMatch: seen])
      #expect(named.status == .ok && named["places"] != nil && named.tag != seen, "\(named.text)")
      #expect(named["version"] == made["version"])
      let edited = try await api.patch(made.path, #"{"user": "wang", "fields": {"target": "二号库"}}"#, seen: seen)
      #expect(edited.status == .ok && edited["concurrent"]?.items.isEmpty == true, "\(edited.text)")
    }
  }

  @Test func `after a reform the later name counts, and a place that is no more keeps the one it had`() async throws {
    let node = try nodeInMemory(Self.city)
    try await withAPI(of: node) { (api) async throws in
      for place in ["510104017001", "510105001001"] { _ = try await Self.visit(in: place, at: api) }
      // The later one is entered first: what counts is whose divisions they are.
      let later = try await Self.enter("code,name\n510104017001,水井坊新社区\n", asOf: "2026-06-30", at: api)
      _ = try await Self.enter(Self.list, asOf: "2025-12-31", at: api)
      func names() async throws -> [String?] {
        let places = try await api.get("/records/inspection")["places"]
        return ["510104017001", "510105001001"].map { places?[$0]?.text }
      }
      #expect(try await names() == ["水井坊新社区", "宁夏街社区"])
      let withdrawal = #"{"user": "市安委办", "steps": [{"step": "withdrawn", "details": {"reason": "误"}}]}"#
      let withdrawn = try await api.patch(try #require(later.first).path, withdrawal, seen: "*")
      #expect(withdrawn.status == .ok, "\(withdrawn.text)")
      #expect(try await names() == ["水井坊社区", "宁夏街社区"])
    }
  }

  @Test func `the answer to an entry names its place as the tables then do, whatever was answered before`() async throws
  {
    let node = try nodeInMemory(Self.city)
    try await withAPI(of: node) { (api) async throws in
      func named() async throws -> String? {
        try await Self.visit(in: "510104017001", at: api)["places"]?["510104017001"]?.text
      }
      #expect(try await named() == nil)
      _ = try await Self.enter(Self.list, asOf: "2025-12-31", at: api)
      #expect(try await named() == "水井坊社区")
      let later = try await Self.enter("code,name\n510104017001,水井坊新社区\n", asOf: "2026-06-30", at: api)
      #expect(try await named() == "水井坊新社区")
      let withdrawal = #"{"user": "市安委办", "steps": [{"step": "withdrawn", "details": {"reason": "误"}}]}"#
      let withdrawn = try await api.patch(try #require(later.first).path, withdrawal, seen: "*")
      #expect(withdrawn.status == .ok, "\(withdrawn.text)")
      #expect(try await named() == "水井坊社区")
    }
  }

  /// A table of places that nobody's list became: entered for an area, whatever it names.
  private static func issue(
    for area: String, asOf day: String, _ names: [String: String], at api: API
  ) async throws {
    let entries = Value.sorted(names.map { ($0.key, .sorted([("zh", .text($0.value))])) })
    let fields = Value.sorted([
      ("name", .text(CodeTable.places)), ("version", .text(day)), ("name_zh", .text("行政区划")), ("entries", entries),
    ])
    let body = Value.sorted([("area", .text(area)), ("user", .text("某区")), ("fields", fields)])
    let answer = try await api.post("/records/\(CodeTable.recordType)", JSONText.string(body))
    try #require(answer.status == .created, "\(answer.text)")
  }

  @Test func `a place has one name whatever is asked with it, and nobody names what is not inside its own area`()
    async throws
  {
    let node = try nodeInMemory(Self.city)
    let all = ["510100000000", "510104000000", "510104017000", "510104017001", "510105000000", "510105001001"]
    try await withAPI(of: node) { (api) async throws in
      func shown(_ codes: [String]) throws -> [String?] {
        let places = try node.read { try PlaceNames(of: codes, in: $0, catalog: node.catalog) }
        return codes.map { places[$0] }
      }
      // A district that names itself is called so until the city has a name for it.
      try await Self.issue(for: "510104000000", asOf: "2024-12-31", ["510104000000": "锦江"], at: api)
      #expect(try shown(["510104000000"]) == ["锦江"])
      _ = try await Self.enter(Self.list, asOf: "2025-12-31", at: api)
      let before = try shown(all)
      #expect(before == ["成都市", "锦江区", "锦官驿街道", "水井坊社区", "青羊区", "宁夏街社区"])
      let others = ["510100000000": "甲", "510104000000": "乙", "510105000000": "丙", "510105001001": "丁"]
      try await Self.issue(for: "510104000000", asOf: "2026-12-31", others, at: api)
      #expect(try shown(all) == before)
      for (index, code) in all.enumerated() { #expect(try shown([code]) == [before[index]]) }
    }
  }

  @Test func `another table's codes are no names of places, nor of sectors`() async throws {
    let node = try nodeInMemory(Self.city)
    try await withAPI(of: node) { (api) async throws in
      _ = try await Self.visit(in: "510104017001", at: api)
      let fields = """
        {"name": "other", "version": "1", "name_zh": "别的", "entries": {"510104017001": {"zh": "别的"}, "mine": {"zh": "别的"}}}
        """
      let other = try await api.post(
        "/records/code_table", #"{"area": "510100000000", "user": "wang", "fields": \#(fields)}"#)
      #expect(other.status == .created, "\(other.text)")
      #expect(try await api.get("/records/inspection")["places"] == nil)
      #expect(!(try Self.notice(of: node)).contains("别的"))
    }
  }
}
