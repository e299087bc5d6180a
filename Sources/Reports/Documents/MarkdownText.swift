// A notice as Markdown.

package enum MarkdownText {
  package static func text(_ document: NoticeDocument) -> String {
    var lines = ["# \(escaped(document.title))", "", escaped(document.organisation)]
    if !document.number.isEmpty { lines += ["", escaped(document.number)] }
    lines += ["", escaped(document.addressees)]
    for block in document.blocks {
      switch block {
      case .heading(let text): lines += ["", "## \(escaped(text))"]
      case .paragraph(let text): lines += ["", escaped(text)]
      case .table(let table): lines += ["", "**\(escaped(table.title))**", ""] + rows(of: table)
      }
    }
    lines += ["", escaped(document.organisation), "", document.date, "", escaped(document.copies)]
    for (number, table) in document.annexes.enumerated() {
      lines += ["", "## 附件\(number + 1)　\(escaped(table.title))", ""] + rows(of: table)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func rows(of table: NoticeTable) -> [String] {
    let marks = table.columns.indices.map { column in
      table.rows.contains { $0[column].isNumber } ? "---:" : "---"
    }
    return [row(table.columns.map(escaped)), row(marks)] + table.rows.map { row($0.map { escaped($0.text) }) }
  }

  private static func row(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |" }

  /// Text that somebody entered, with what Markdown would take for its own set apart.
  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\", "|", "*", "_", "`", "[", "]", "<", ">", "#": result += "\\\(character)"
      case "\n", "\r", "\r\n": result += " "
      default: result.append(character)
      }
    }
    return result
  }
}
