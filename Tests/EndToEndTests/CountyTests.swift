// The county's year at real processes: entered over HTTP, brought together by the nodes' own links, read by command and SQL.
import Foundation
import TestSupport
import Testing

@Suite struct CountyTests {
  @Test func `a county of real nodes comes to the figures of its report`() throws {
    let folder = try TemporaryFolder()
    let run = try Tool.run(
      ["report", "zhengxiangbai-2023", "--processes", "county", "--out", "notices", "--format", "md,xlsx"],
      of: Tool.simulator, in: folder.url)
    #expect(run.status == 0, "\(run.notes)")
    let text = String(decoding: try folder.bytes(of: "notices/notice-zhengxiangbai-2023.md"), as: UTF8.self)
    for phrase in [
      "检查生产经营单位1498家（次）", "排查隐患1163处", "整改隐患1163处", "整改率100.0%", "行政处罚24户次", "罚款19.52万元",
      "出动检查组 | 522", "第三方评估发现问题 | 378", "第三方评估问题已整改 | 336", "第三方评估问题正在整改 | 42",
    ] { #expect(text.contains(phrase), "\(phrase)") }
    let workbook = try folder.bytes(of: "notices/notice-zhengxiangbai-2023.xlsx")
    #expect(workbook.starts(with: Data("PK".utf8)))
    // The nodes have ended; their files say the same.
    let store = "county/152529000000.db"
    let shown = try folder.run(
      "totals", "show", "--store", store, "--period", "2023", "--indicator", "visits", "--json")
    #expect(shown.output.contains("\"figure\":1498"))
    let check = try folder.run("totals", "check", "--store", store, "--period", "2023-06")
    #expect(check.status == 0, "\(check.notes)")
    let verified = try folder.run("verify", "--store", store)
    #expect(verified.status == 0, "\(verified.output)")
    let issued = try folder.run(
      "notice", "make", "--store", store, "--period", "2023-06", "--format", "md", "--issue", "--number", "一号")
    #expect(issued.status == 0 && issued.output.contains("Issued as notice"), "\(issued.notes)")
    let board = try folder.run("notice", "scoreboard", "--store", store, "--period", "2023", "--out", "board.html")
    #expect(board.status == 0)
    let page = String(decoding: try folder.bytes(of: "board.html"), as: UTF8.self)
    #expect(page.contains("1498"))
  }
}
