// A notice as one HTML page that prints as an official document: red head, tables, room for the seal.
import Totals

package enum HTMLPage {
  package static func text(_ document: NoticeDocument) -> String {
    var body: [String] = []
    body.append(
      "<header><p class=\"organisation\" style=\"font-size: \(headPoints(document.organisation))pt\">\(escaped(document.organisation))</p>"
    )
    body.append("<p class=\"number\">\(escaped(document.number))</p></header>")
    body.append("<h1>\(escaped(document.title))</h1>")
    body.append("<p class=\"addressees\">\(escaped(document.addressees))</p>")
    for block in document.blocks {
      switch block {
      case .heading(let text): body.append("<h2>\(escaped(text))</h2>")
      case .paragraph(let text): body.append("<p>\(escaped(text))</p>")
      case .table(let table): body.append(html(table))
      }
    }
    body.append(
      """
      <div class="signature"><p>\(escaped(document.organisation))</p><p>\(escaped(document.date))</p>\
      <p class="seal">（印章）</p></div>
      <footer><p>\(escaped(document.copies))</p></footer>
      """)
    for (number, table) in document.annexes.enumerated() {
      body.append("<section class=\"annex\"><p class=\"annex\">附件\(number + 1)</p>\n\(html(table))</section>")
    }
    return page(title: document.title, style: NoticeStyle.text, body: body.joined(separator: "\n"))
  }

  /// The largest size at which the issuing authority stands on one line of 160 mm.
  private static func headPoints(_ organisation: String) -> Int { max(18, min(44, 425 / max(1, organisation.count))) }

  static func page(title: String, style: String, body: String) -> String {
    """
    <!DOCTYPE html>
    <html lang="zh-CN">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(escaped(title))</title>
    <style>
    \(style)
    </style>
    </head>
    <body>
    \(body)
    </body>
    </html>

    """
  }

  static func html(_ table: NoticeTable) -> String {
    let head = table.columns.map { "<th>\(escaped($0))</th>" }.joined()
    let rows = table.rows.enumerated().map { index, row in
      let isTotal = table.hasTotal && index == table.rows.count - 1
      return "<tr\(isTotal ? " class=\"total\"" : "")>\(row.map(cell).joined())</tr>"
    }
    let isShort = rows.count <= 8
    // A sum does not stand alone on the next page.
    let end = isShort ? 0 : 3
    let groups = [("", rows.dropLast(end)), (" class=\"end\"", rows.suffix(end))].filter { !$0.1.isEmpty }
    let bodies = groups.map { "<tbody\($0.0)>\n\($0.1.joined(separator: "\n"))\n</tbody>" }
    return """
      <table class="columns\(table.columns.count)\(isShort ? " short" : "")"><caption>\(escaped(table.title))</caption>
      <thead><tr>\(head)</tr></thead>
      \(bodies.joined(separator: "\n"))</table>
      """
  }

  private static func cell(_ content: CellContent) -> String {
    switch content {
    case .colour(let colour): "<td class=\"\(colour.rawValue)\">\(colour.title)</td>"
    case _ where content.isNumber: "<td class=\"figure\">\(content.text)</td>"
    default: "<td>\(escaped(content.text))</td>"
    }
  }

  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.append(character)
      }
    }
    return result
  }
}

/// How a notice looks on paper and on a screen.
/// - Source: GB/T 9704-2012: A4, margins of 37, 26, 35 and 28 mm, the head in red over a red line, the text in 仿宋 of 16 pt,
///   headings in 黑体. Tables are set smaller so that they fit.
enum NoticeStyle {
  static let text = """
    @page { size: A4; margin: 30mm 24mm 28mm 26mm;
      @bottom-center { content: "— " counter(page) " —"; font: 12pt "Noto Serif CJK SC", serif; } }
    @page :first { margin-top: 37mm; }
    body { font: 15pt/1.75 "FangSong", "STFangsong", "Noto Serif CJK SC", "Source Han Serif SC", "SimSun", serif;
      max-width: 52em; margin: 0 auto; color: #000; }
    header { text-align: center; border-bottom: 2.5pt solid #d7000f; margin-bottom: 14mm; }
    .organisation { color: #d7000f; font: bold 34pt/1.3 "Noto Serif CJK SC", "SimSun", serif; letter-spacing: .06em;
      margin: 0 0 8mm; }
    header p { text-align: center; white-space: nowrap; }
    .number { margin: 0 0 3mm; }
    h1 { font: bold 21pt/1.5 "Noto Serif CJK SC", "SimSun", serif; text-align: center; margin: 0 6% 9mm; }
    h2 { font: bold 15pt/1.75 "Noto Sans CJK SC", "SimHei", sans-serif; margin: 5mm 0 1mm; text-indent: 2em;
      break-after: avoid; }
    p { margin: 0; text-indent: 2em; text-align: justify; }
    .organisation, .number, .addressees { text-indent: 0; }
    table { border-collapse: collapse; width: 100%; margin: 4mm 0 6mm; font: 10.5pt/1.4 "Noto Serif CJK SC", serif; }
    caption { font: bold 12pt/1.8 "Noto Sans CJK SC", sans-serif; text-align: center; break-after: avoid; }
    th, td { border: .6pt solid #333; padding: 1.2mm 1.6mm; text-align: center; vertical-align: middle; }
    th { font-family: "Noto Sans CJK SC", sans-serif; font-weight: bold; background: #f3f0ea; }
    td.figure { text-align: right; font-variant-numeric: tabular-nums; }
    th:first-child, td:first-child { white-space: nowrap; }
    section.annex { break-before: page; }
    p.annex { font: bold 15pt/1.75 "Noto Sans CJK SC", "SimHei", sans-serif; text-indent: 0; }
    thead { display: table-header-group; }
    tr { break-inside: avoid; }
    table.short, tbody.end { break-inside: avoid; }
    tr.total td { font-weight: bold; background: #faf7f0; }
    table.columns9, table.columns10, table.columns11, table.columns12 { font-size: 8.5pt; }
    table.columns9 td, table.columns9 th, table.columns10 td, table.columns10 th, table.columns11 td,
    table.columns11 th, table.columns12 td, table.columns12 th { padding: 1mm .8mm; }
    td.red { background: #e5484d; color: #fff; } td.yellow { background: #ffd84d; } td.blue { background: #4a8fe7;
      color: #fff; }
    .signature { margin: 10mm 0 0 45%; text-align: center; break-inside: avoid; break-before: avoid; min-height: 42mm; }
    .signature p { text-indent: 0; text-align: center; }
    .seal { color: #d7000f; opacity: .35; margin-top: 2mm; }
    footer { border-top: .8pt solid #000; border-bottom: .8pt solid #000; margin-top: 8mm; padding: 1.5mm 0;
      font-size: 12pt; break-inside: avoid; break-before: avoid; }
    footer p { text-indent: 1em; }
    @media screen { body { padding: 2rem 1.2rem 6rem; } }
    """
}
