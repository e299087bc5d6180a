// Totals over HTTP: counted as records come in, read by period, area and sector, stated and checked.
import HTTPTypes
import Merge
import Node
import Reports
import Server
import Store
import TestSupport
import Testing
import Totals

@Suite struct `Totals over HTTP` {
  private func visit(_ api: API, in area: String, on day: String, sector: String = "mine") async throws {
    let moment = try #require(Day(day)).start + 36_000_000
    let body = """
      {"area": "\(area)", "user": "wang", "fields": {"origin": "patrol", "target": "一号库", "inspector": "wang",
       "started_at": \(moment), "sector": "\(sector)", "unit": "91370202MA3CMG5T4A"}}
      """
    let answer = try await api.post("/records/inspection", body)
    #expect(answer.status == .created, "\(answer.text)")
  }

  @Test func `what is entered is counted on its day, in its area and sector`() async throws {
    try await withAPI(of: try nodeInMemory(Place.township)) { (api) async throws in
      try await visit(api, in: "370202001001", on: "2026-03-02")
      try await visit(api, in: "370202001001", on: "2026-03-31", sector: "gas")
      try await visit(api, in: "370202001002", on: "2026-04-01")
      let month = try await api.get("/totals?period=2026-03&indicator=visits")
      #expect(month.status == .ok)
      let line = try #require(month["totals"]?.items.first)
      #expect(line["figure"]?.int == 2 && line["units"]?.int == 1 && line["unit"]?.text == "家次")
      let areas = try await api.get("/totals?period=2026&indicator=visits&by=area")
      #expect(areas["totals"]?.items.map { $0["area"]?.text } == ["370202001001", "370202001002"])
      #expect(areas["totals"]?.items.map { $0["count"]?.int } == [2, 1])
      let sectors = try await api.get("/totals?period=2026-H1&indicator=visits&by=sector")
      #expect(sectors["totals"]?.items.map { $0["sector"]?.text } == ["gas", "mine"])
      let week = try await api.get("/totals?period=2026-W14&indicator=visits&by=day&area=370202001001")
      #expect(week["totals"]?.items.map { $0["day"]?.text } == ["2026-03-31"])
    }
  }

  @Test func `groups that are called in longer words than an answer takes are refused, none is left out`() async throws
  {
    let node = try nodeInMemory(Place.township)
    try await withAPI(of: node) { (api) async throws in
      for sector in ["gas", "mine"] { try await visit(api, in: "370202001001", on: "2026-03-02", sector: sector) }
    }
    let asked = try TotalsQuery(
      period: "2026-03", area: nil, indicators: "visits", by: "sector", catalog: node.catalog)
    func lines(_ bytesMax: Int) throws -> Int? {
      try node.read { reader in
        let totals = TotalsReader(catalog: node.catalog, home: Place.township, reader: reader)
        return try asked.answer(totals, groupBytesMax: bytesMax)["totals"]?.items.count
      }
    }
    #expect(try lines(7) == 2)
    #expect(throws: TotalsQuestionFault.longGroups("sector")) { try lines(6) }
  }

  @Test(arguments: [
    ("/totals", "'period' is left out"), ("/totals?period=2026-13", "is no period"),
    ("/totals?period=2026&indicator=nothing", "no indicator"),
    ("/totals?period=2026&indicator=visits,", "no indicator"),
    ("/totals?period=2026&by=moon", "not split by"),
    ("/totals?period=2026&area=12", "is no area"), ("/totals?period=2026&area=110000000000", "outside"),
    ("/totals/check?period=2026", "only these are stated"),
  ])
  func `a question that cannot be answered says why`(path: String, words: String) async throws {
    try await withAPI(of: try nodeInMemory(Place.township)) { (api) async throws in
      let answer = try await api.get(path)
      #expect(answer.status == .badRequest)
      #expect(answer["detail"]?.text?.contains(words) == true, "\(answer.text)")
    }
  }

  @Test func `an enterprise has no totals, and whoever asks for them is told what to ask`() async throws {
    let works = "\(Place.community.code)/91370202MA3CMG5T4A"
    try await withAPI(of: try nodeInMemory(Place.community)) { (api) async throws in
      try await visit(api, in: works, on: "2026-03-02")
      for by in ["", "&by=area", "&by=sector", "&by=day"] {
        let refused = try await api.get("/totals?period=2026-03&indicator=visits&area=\(works)\(by)")
        #expect(refused.problem == "bad-request" && refused.text.contains("divisions"), "\(refused.text)")
        #expect(refused["detail"]?.text?.contains("/counts/TYPE?area=\(works)") == true, "\(refused.text)")
      }
      let counted = try await api.get("/totals?period=2026-03&indicator=visits&area=\(Place.community.code)")
      #expect(counted["totals"]?.items.first?["count"]?.int == 1, "\(counted.text)")
      let listed = try await api.get("/records/inspection?area=\(works)")
      #expect(listed["records"]?.items.count == 1, "\(listed.text)")
    }
    try await withAPI(of: try nodeInMemory(try #require(Area(works)))) { (api) async throws in
      #expect(try await api.get("/totals?period=2026-03").problem == "bad-request")
    }
  }

  @Test func `a roll-up is stated once, and again when something in its period changes`() async throws {
    let node = try nodeInMemory(Place.township)
    try await withAPI(of: node) { (api) async throws in
      try await visit(api, in: "370202001001", on: "2026-03-02")
      let first = try await api.post("/totals/roll-ups", "{}")
      let second = try await api.post("/totals/roll-ups", "{}")
      try await visit(api, in: "370202001002", on: "2026-03-02")
      let third = try await api.post("/totals/roll-ups", "{}")
      #expect([first, second, third].map { $0["stated"]?.int } == [3, 0, 3])
      let month = RollUps.record(of: Place.township, period: try #require(Period("2026-03")))
      let record = try await api.get("/records/roll_up/\(month)")
      let figures = record["fields"]?["figures"]?.items ?? []
      #expect(figures.first { $0["indicator"]?.text == "visits" }?["count"]?.int == 2)
      let history = try await api.get("/records/roll_up/\(month)/history")
      #expect(history["entries"]?.items.count == 2)
    }
  }

  @Test func `roll-ups that many ask for at the same moment are stated once`() async throws {
    let node = try nodeInMemory(Place.township)
    try await withAPI(of: node) { (api) async throws in
      try await visit(api, in: "370202001001", on: "2026-03-02")
      let before = try node.commitCount
      let stated = try await withThrowingTaskGroup(of: Int64.self) { group in
        for _ in 0..<8 { group.addTask { try await api.post("/totals/roll-ups", "{}")["stated"]?.int ?? -1 } }
        return try await group.reduce(0, +)
      }
      #expect(stated == 3)
      #expect(try node.commitCount == before + 3)
    }
  }

  @Test func `a question with a name that is not known, or twice, is not answered with more than was asked`()
    async throws
  {
    try await withAPI(of: try nodeInMemory(Place.township)) { (api) async throws in
      let made = try await api.hazard()
      for path in [
        "/totals?period=2026-03&aera=370203000000", "/totals?period=2026-03&period=2026-04",
        "/totals/check?period=2026-03&area=370202001001", "/records/hazard?aera=1", "/records/hazard?limit=1&limit=2",
        "\(made.path)?aera=1", "/deadlines?on=2026-03-01&on=2026-03-02", "/rules?on=2026-03-01",
        "\(made.path)/history?seen=1",
      ] {
        let answer = try await api.get(path)
        #expect(answer.problem == "bad-request", "\(path): \(answer.text)")
      }
      for body in ["xx", "[]", #"{"period": "2026-03"}"#] {
        #expect(try await api.post("/totals/roll-ups", body).status.code / 100 == 4, "\(body)")
      }
      #expect(try await api.post("/totals/roll-ups?endde=true", "{}").problem == "bad-request")
    }
  }

  @Test func `a period that has not ended is not stated by itself`() async throws {
    let node = try nodeInMemory(Place.township)
    try await withAPI(of: node) { (api) async throws in
      try await visit(api, in: "370202001001", on: "2026-03-02")
      var stated: [Int] = []
      for today in ["2026-03-02", "2026-03-03", "2026-03-09", "2026-04-01"] {
        let day = try #require(Day(today))
        stated.append(try await node.stateRollUps(today: day))
      }
      #expect(stated == [0, 1, 1, 1])
      let changed = try node.read { try $0.changedDays() }
      #expect(changed == [])
    }
  }

  @Test func `what can be counted is listed`() async throws {
    try await withAPI(of: try nodeInMemory(Place.township)) { (api) async throws in
      let names = try await api.get("/totals/indicators").json.items.map { $0["name"]?.text ?? "" }
      #expect(names.contains("visits") && names.contains("penalty_amount"))
    }
  }
}
