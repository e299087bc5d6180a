// The city's half-year: every figure of the report is in the city's notice, and the same read in four ways.
import Catalog
import Foundation
import GRDB
import Merge
import Office
import Reports
import Scenarios
import Store
import Testing
import Totals

/// One run for all tests: 291 nodes, from the same seed.
enum Qingdao {
  static let run = Task<Sent, any Error> {
    let run = QingdaoRun(.small, catalog: .builtIn)
    try await run.run()
    guard let period = Period(QingdaoFigures.period) else { throw CocoaError(.coderInvalidValue) }
    return Sent(
      city: run.city, districts: run.districts, notices: run.notices, half: try run.figures(of: period),
      nodeCount: run.nodeCount)
  }

  struct Sent: Sendable {
    let city: ScenarioNode
    let districts: [ScenarioNode]
    let notices: [NoticeFigures]
    let half: NoticeFigures
    let nodeCount: Int

    func writer() -> NoticeWriter {
      NoticeWriter(
        half, head: QingdaoRun.head(number: "青安办〔2014〕18号", date: Day(year: 2014, month: 7, day: 3)),
        catalog: .builtIn)
    }
  }
}

@Suite(.serialized) struct `The city's half-year` {
  @Test(arguments: [
    ("visits", QingdaoFigures.visits), ("hazards_found", QingdaoFigures.hazardsFound),
    ("hazards_rectified", QingdaoFigures.hazardsRectified), ("violations", QingdaoFigures.violations),
    ("city_listings", QingdaoFigures.cityListings), ("accidents", QingdaoFigures.accidents),
    ("accident_deaths", QingdaoFigures.deaths), ("closures", QingdaoFigures.closures),
    ("suspensions", QingdaoFigures.suspensions), ("supervision_visits", QingdaoFigures.supervisionVisits),
    ("diagnoses", QingdaoFigures.diagnoses), ("diagnosis_problems", QingdaoFigures.diagnosisProblems),
    ("publications", QingdaoFigures.publications),
  ])
  func `a figure of the report is the notice's, the districts' sum and plain SQL's`(name: String, figure: Int)
    async throws
  {
    let run = try await Qingdao.run.value
    let main = try #require(run.half.main(name))
    #expect(Int(main.figure) == figure)
    let period = run.half.period
    let areas = try run.city.store.read { reader in
      try TotalsReader(catalog: .builtIn, home: run.city.area, reader: reader).children(main.indicator, in: period)
    }
    let own = areas.first { $0.area == run.city.area.code }.map(main.indicator.figure) ?? 0
    // Each district's own store, counted there.
    var sum = own
    for district in run.districts {
      sum += try district.store.read { reader in
        let totals = TotalsReader(catalog: .builtIn, home: district.area, reader: reader)
        return main.indicator.figure(try totals.total(main.indicator, in: period))
      }
    }
    #expect(Int(sum) == figure)
    let column = main.indicator.sum == nil ? "sum(count)" : "sum(amount_high) * 4294967296 + sum(amount_low)"
    let sql = "SELECT \(column) FROM tally WHERE indicator = ? AND day BETWEEN '2014-01-01' AND '2014-06-30'"
    let read = try run.city.store.read { try Int.fetchOne($0.db, sql: sql, arguments: [name]) }
    #expect(read == figure)
  }

  @Test(arguments: [
    ("SELECT count(*) FROM inspection WHERE origin <> 'self' AND status <> 'withdrawn'", QingdaoFigures.visits),
    ("SELECT count(*) FROM hazard WHERE status <> 'withdrawn'", QingdaoFigures.hazardsFound),
    ("SELECT count(*) FROM hazard WHERE status IN ('rectified', 'passed', 'closed')", QingdaoFigures.hazardsRectified),
    ("SELECT count(*) FROM violation", QingdaoFigures.violations),
    ("SELECT count(*) FROM listing WHERE level = 3", QingdaoFigures.cityListings),
    ("SELECT count(*) FROM accident", QingdaoFigures.accidents),
    ("SELECT sum(dead) FROM accident", QingdaoFigures.deaths),
    ("SELECT sum(figure) FROM baseline WHERE indicator = 'accidents'", QingdaoFigures.accidentsBefore),
    ("SELECT sum(figure) FROM baseline WHERE indicator = 'accident_deaths'", QingdaoFigures.deathsBefore),
  ])
  func `the record tables say the same`(sql: String, figure: Int) async throws {
    let run = try await Qingdao.run.value
    #expect(try run.city.store.read { try Int.fetchOne($0.db, sql: sql) } == figure)
  }

  @Test func `accidents and deaths are up as the report says`() async throws {
    let run = try await Qingdao.run.value
    #expect(run.half.main("accidents")?.movement?.text == "上升47.4%")
    #expect(run.half.main("accident_deaths")?.movement?.text == "上升85.7%")
    let text = MarkdownText.text(run.writer().document())
    for phrase in [
      "检查生产经营单位37266家（次）", "排查隐患35097处", "整改隐患31459处", "打击非法违法生产经营行为17567起",
      "市级挂牌督办重大隐患267处", "发生各类生产安全事故168起（同比上升47.4%）", "死亡91人（同比上升85.7%）", "隐患整改率89.6%",
    ] { #expect(text.contains(phrase), "\(phrase)") }
  }

  @Test func `every month's totals agree with what the districts have stated`() async throws {
    let run = try await Qingdao.run.value
    for notice in run.notices {
      #expect(notice.agreements.count > 10)
      // The community that could not be reached has not been counted anywhere yet.
      for agreement in notice.agreements { #expect(agreement.holds, "\(notice.period) \(agreement.indicator)") }
    }
    #expect(run.half.agreements.flatMap(\.lines).allSatisfy { [.equal, .carried].contains($0.verdict) })
  }

  @Test func `patrols stop at the districts and their totals go on`() async throws {
    let run = try await Qingdao.run.value
    #expect(try run.city.store.read { try Int.fetchOne($0.db, sql: "SELECT count(*) FROM patrol") } == 0)
    let patrols = try #require(run.half.main("patrols"))
    var sum = 0
    for district in run.districts {
      sum += try district.store.read { try Int.fetchOne($0.db, sql: "SELECT count(*) FROM patrol") ?? 0 }
    }
    #expect(sum > 500 && Int(patrols.figure) == sum)
    guard case .rollUps(let records) = patrols.line.source else {
      Issue.record("it does not say from which roll-ups it comes")
      return
    }
    #expect(records.count == run.districts.count * QingdaoFigures.months)
  }

  @Test func `what a community enters late corrects the month before, and the notice issued keeps what it said`()
    async throws
  {
    let run = try await Qingdao.run.value
    let june = try #require(run.notices.last)
    let found = june.corrections.filter { $0.correction.indicator == "visits" }
    #expect(found.map(\.correction.period.description).allSatisfy { $0 == "2014-05" } && !found.isEmpty)
    let whole = try #require(found.first { $0.correction.area == run.city.area.code })
    let may = try #require(run.notices[4].main("visits"))
    #expect(whole.correction.was.count == may.figure && whole.correction.now.count > may.figure)
    #expect(whole.reason.contains("离线迟到"))
    let since = try #require(whole.since)
    #expect(Day(milliseconds: since) < Day(year: 2014, month: 6, day: 1))
    let issued = try run.city.store.read {
      try NoticeHistory.issued(for: run.city.area, catalog: .builtIn, in: $0)
    }
    #expect(issued.count == QingdaoFigures.months)
    let kept = issued[4].figures.first { $0.indicator == "visits" && $0.area == run.city.area.code }
    #expect(kept?.sum == whole.correction.was)
    #expect(run.notices[..<5].allSatisfy { $0.corrections.isEmpty })
    // What June's notice has corrected is not told again.
    let after = try run.city.store.read { reader in
      try NoticeReader(
        catalog: .builtIn, home: run.city.area, reader: reader, period: #require(Period("2014-07"))
      ).figures()
    }
    #expect(after.corrections.isEmpty)
  }

  @Test func `every step counts, since it is taken as people take it`() async throws {
    let district = try #require(try await Qingdao.run.value.districts.first)
    let type = try #require(Catalog.builtIn.type(named: "hazard"))
    var statuses: [String: Int] = [:]
    var filter = RecordFilter(type: type.name)
    filter.count = RecordFilter.countMax
    var next: Int64? = 0
    while let after = next {
      filter.after = after
      let page = try district.store.read { try $0.records(filter, type: type) }
      for standing in page.records.compactMap(\.standing) {
        statuses[standing.status, default: 0] += 1
        #expect(standing.effects.allSatisfy { $0.outcome == .effective }, "\(standing)")
      }
      next = page.next
    }
    for status in ["reported", "rectified", "passed", "closed"] { #expect(statuses[status] ?? 0 > 0, "\(status)") }
  }

  @Test func `rebuilding the city's store gives the same totals`() async throws {
    let run = try await Qingdao.run.value
    let district = try #require(run.districts.first)
    let before = try district.store.read { try $0.tallyCells() }
    try district.store.rebuild()
    #expect(try district.store.read { try $0.tallyCells() } == before)
    #expect(before.count > 1_000)
  }

  @Test func `townships are ranked, and stand in three colours`() async throws {
    let run = try await Qingdao.run.value
    #expect(run.half.ranking.count > 100)
    #expect(Set(run.half.ranking.map(\.colour)).count == 3)
    let page = Scoreboard.page(run.writer(), title: "公示")
    #expect(page.contains("37266") && page.contains("class=\"red\""))
    // Places by their names, though no store was told them.
    #expect(page.contains("市南区") && !page.contains("370202000000"))
  }
}
