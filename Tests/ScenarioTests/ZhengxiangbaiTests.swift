// The county's year: every figure of the report is in the county's notice.
import Catalog
import Foundation
import GRDB
import Merge
import Reports
import Scenarios
import Store
import Testing
import Totals

@Suite struct `The county's year` {
  private static let run = Result<ZhengxiangbaiRun, any Error> { try ZhengxiangbaiRun(seed: 1, catalog: .builtIn) }

  @Test func `every figure of the report is the notice's`() throws {
    let run = try Self.run.get()
    let figures = try run.figures(of: #require(Period(ZhengxiangbaiFigures.period)))
    for (name, figure) in [
      ("outings", ZhengxiangbaiFigures.outings), ("visits", ZhengxiangbaiFigures.visits),
      ("hazards_found", ZhengxiangbaiFigures.hazards), ("hazards_rectified", ZhengxiangbaiFigures.hazards),
      ("diagnosed_hazards", ZhengxiangbaiFigures.diagnosed),
      ("diagnosed_rectified", ZhengxiangbaiFigures.diagnosedRectified),
      ("diagnosed_pending", ZhengxiangbaiFigures.diagnosedPending), ("penalties", ZhengxiangbaiFigures.penalties),
      ("penalty_amount", ZhengxiangbaiFigures.fineSum),
    ] { #expect(figures.main(name).map { Int($0.figure) } == figure, "\(name)") }
    let writer = NoticeWriter(figures, head: ZhengxiangbaiRun.head, catalog: .builtIn)
    let text = MarkdownText.text(writer.document())
    for phrase in ["1498家（次）", "排查隐患1163处", "整改率100.0%", "行政处罚24户次", "罚款19.52万元", "出动检查组 | 522"] {
      #expect(text.contains(phrase), "\(phrase)")
    }
    // By agency's sector: 6.3, 12.72 and 0.5 in ten thousand yuan.
    for amount in ["6.3", "12.72", "0.5"] { #expect(text.contains(" \(amount) "), "\(amount)") }
    #expect(figures.agreements.allSatisfy { $0.holds })
  }

  @Test func `a month that rectifies what was found before it says why its rates are what they are`() throws {
    let run = try Self.run.get()
    func text(of period: String) throws -> String {
      let figures = try run.figures(of: #require(Period(period)))
      let writer = NoticeWriter(figures, head: ZhengxiangbaiRun.head, catalog: .builtIn)
      return MarkdownText.text(writer.document()) + Scoreboard.page(writer, title: "公示")
    }
    let note = "可超过100%"
    #expect(try text(of: "2023-06").components(separatedBy: note).count == 3)
    #expect(try !text(of: ZhengxiangbaiFigures.period).contains(note))
  }

  @Test func `the outings of an evening are counted once however many units were visited`() throws {
    let run = try Self.run.get()
    let counts = try run.county.store.read { reader in
      try Row.fetchOne(reader.db, sql: "SELECT count(*) AS visits, count(DISTINCT outing) AS outings FROM inspection")
    }
    #expect(counts?["visits"] == ZhengxiangbaiFigures.visits)
    #expect(counts?["outings"] == ZhengxiangbaiFigures.outings)
  }
}
