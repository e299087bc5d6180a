// The notice as office files: the workbook opens in LibreOffice with its figures, the PDF has its pages and its text.
import Foundation
import Office
import Reports
import TestSupport
import Testing

@Suite(.serialized) struct `Office files` {
  private static func has(_ program: String) -> Bool {
    ["/usr/bin", "/usr/local/bin"].contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
  }

  /// Runs a program to its end and hands back what it wrote.
  private static func run(_ program: String, _ arguments: [String], home: URL) throws -> String {
    let environment = ["PATH": "/usr/bin:/bin", "HOME": home.path, "LANG": "C.UTF-8"]
    let outcome = try Program.run(
      URL(filePath: "/usr/bin/env"), [program] + arguments, in: home, environment: environment, notes: .dropped)
    #expect(outcome.status == 0, "\(program)")
    return outcome.output
  }

  @Test(.enabled(if: has("soffice"), "libreoffice-calc-nogui is not installed; ops/test installs it"))
  func `the workbook opens in LibreOffice with every figure as a number`() async throws {
    let document = try await Qingdao.run.value.writer().document()
    let kept = try TemporaryFolder()
    defer { withExtendedLifetime(kept) {} }
    let folder = kept.url
    try Workbook.write(document, to: folder.appending(path: "notice.xlsx").path)
    // 44 comma, 34 quote, 76 UTF-8, all sheets.
    let filter = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    _ = try Self.run("soffice", ["--headless", "--convert-to", filter, "notice.xlsx"], home: folder)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".csv") }
      .sorted()
    #expect(files.count == document.tables.count)
    let texts = try files.map { try String(contentsOf: folder.appending(path: $0), encoding: .utf8) }
    let all = texts.joined()
    for line in ["检查生产经营单位,37266,家次", "排查隐患,35097,处", "整改隐患,31459,处"] {
      #expect(
        all.replacing("\"", with: "").replacing("37,266", with: "37266").replacing("35,097", with: "35097").replacing(
          "31,459", with: "31459"
        ).contains(line), "\(line)")
    }
    #expect(all.contains("镇街") && all.contains("合计"))
  }

  @Test(.enabled(if: has("weasyprint") && has("pdftotext"), "weasyprint is not installed; ops/test installs it"))
  func `the PDF has the head, the figures and room for the seal`() async throws {
    let document = try await Qingdao.run.value.writer().document()
    let kept = try TemporaryFolder()
    defer { withExtendedLifetime(kept) {} }
    let folder = kept.url
    try PDFFile.write(document, to: folder.appending(path: "notice.pdf").path)
    let text = try Self.run("pdftotext", ["-layout", "notice.pdf", "-"], home: folder).filter { !$0.isWhitespace }
    for words in ["青岛市安全生产委员会办公室", "青安办〔2014〕18号", "37266家", "上升47.4%", "（印章）", "抄送"] {
      #expect(text.contains(words), "\(words)")
    }
    let facts = try Self.run("pdffonts", ["notice.pdf"], home: folder)
    #expect(facts.contains("Noto"))
  }

  /// What a spreadsheet, a page or a Markdown reader would take for its own, wherever it begins so.
  @Test(.enabled(if: has("unzip"), "unzip is not installed"))
  func `a workbook holds text that somebody entered as text, never as a formula`() throws {
    let texts = [
      "=HYPERLINK(A1,B1)", "@SUM(A1)", "+1+1", "-1-1", "{=1}", "<img onerror=x>", "甲|乙\n=1", "\t=1", "http://a.example",
    ]
    let table = NoticeTable("=表", columns: ["=列"], rows: texts.map { [.text($0)] })
    let document = NoticeDocument(
      organisation: "甲", number: "1", title: "=题", addressees: "各单位：", blocks: [.table(table)], date: "今日", copies: "无")
    let kept = try TemporaryFolder()
    defer { withExtendedLifetime(kept) {} }
    let folder = kept.url
    try Workbook.write(document, to: folder.appending(path: "notice.xlsx").path)
    let sheet = try Self.run("unzip", ["-p", "notice.xlsx", "xl/worksheets/sheet1.xml"], home: folder)
    #expect(sheet.contains("<sheetData>") && !sheet.contains("<f") && !sheet.contains("<hyperlink"), "\(sheet)")
    let strings = try Self.run("unzip", ["-p", "notice.xlsx", "xl/sharedStrings.xml"], home: folder)
    for text in ["=HYPERLINK(A1,B1)", "@SUM(A1)", "+1+1", "&lt;img onerror=x&gt;", "=列"] {
      #expect(strings.contains(text), "\(text)")
    }
    let rows = MarkdownText.text(document).split(separator: "\n").filter { $0.hasPrefix("|") }
    #expect(rows.count == texts.count + 2, "a row stays one line")
    #expect(!HTMLPage.text(document).contains("<img onerror"))
  }

  @Test func `a page shows text that somebody entered as text`() {
    let table = NoticeTable("a<b", columns: ["<script>"], rows: [[.text("x|y & <i>")]])
    let document = NoticeDocument(
      organisation: "甲", number: "1", title: "题", addressees: "各单位：", blocks: [.table(table)], date: "今日", copies: "无")
    let page = HTMLPage.text(document)
    #expect(!page.contains("<script>") && page.contains("&lt;script&gt;") && page.contains("x|y &amp; &lt;i&gt;"))
    #expect(MarkdownText.text(document).contains("x\\|y & \\<i\\>"))
  }
}
