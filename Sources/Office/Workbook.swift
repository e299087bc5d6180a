// A notice's tables as a spreadsheet, by libxlsxwriter: a sheet for each table, figures as numbers that can be added up.
import CXLSXWriter
import Foundation
package import Reports
import Totals

/// Why a file could not be made.
package struct OfficeError: Error, CustomStringConvertible, Sendable {
  package enum Code: String, Sendable {
    /// The file cannot be written.
    case notWritten = "not-written"
    /// A program that makes such files is not on this machine.
    case missingProgram = "missing-program"
    /// The program ended without making the file.
    case programFailed = "program-failed"
    /// A form was asked for that there is none of.
    case unknownForm = "unknown-form"
  }

  package let code: Code
  package let message: String
  /// What the operator can do.
  package let hint: String

  package var description: String { hint.isEmpty ? message : "\(message); \(hint)" }
}

package enum Workbook {
  /// Writes the tables of a notice.
  /// - Throws: `notWritten`, with no file left behind.
  package static func write(_ document: NoticeDocument, to path: String) throws(OfficeError) {
    guard let book = workbook_new(path) else {
      throw OfficeError(code: .notWritten, message: "no memory for \(path)", hint: "")
    }
    var formats = Formats(book)
    var used: [String] = []
    for table in document.tables {
      let name = sheetName(table.title, after: used)
      used.append(name)
      guard let sheet = workbook_add_worksheet(book, name) else { continue }
      write(table, of: document, to: sheet, &formats)
    }
    if used.isEmpty { _ = workbook_add_worksheet(book, nil) }
    let error = workbook_close(book)
    guard error == LXW_NO_ERROR else {
      try? FileManager.default.removeItem(atPath: path)
      throw OfficeError(
        code: .notWritten, message: "\(path) cannot be written: \(String(cString: lxw_strerror(error)))",
        hint: "Check the folder and the space on its disk.")
    }
  }

  /// At most 31 characters, none of those Excel refuses, each name once.
  private static func sheetName(_ title: String, after used: [String]) -> String {
    let clean = String(title.map { "[]:*?/\\'".contains($0) ? "·" : $0 }.prefix(28))
    if !used.contains(clean), !clean.isEmpty { return clean }
    return "\(clean) \(used.count + 1)"
  }

  private static func write(
    _ table: NoticeTable, of document: NoticeDocument, to sheet: UnsafeMutablePointer<lxw_worksheet>,
    _ formats: inout Formats
  ) {
    let last = UInt16(max(0, table.columns.count - 1))
    let title = "\(document.title)　\(table.title)"
    if last > 0 {
      worksheet_merge_range(sheet, 0, 0, 0, last, title, formats.title)
    } else {
      worksheet_write_string(sheet, 0, 0, title, formats.title)
    }
    worksheet_set_row(sheet, 0, 28, nil)
    for (column, name) in table.columns.enumerated() {
      worksheet_write_string(sheet, 1, UInt16(column), name, formats.head)
      worksheet_set_column(sheet, UInt16(column), UInt16(column), width(of: column, in: table), nil)
    }
    for (row, cells) in table.rows.enumerated() {
      let isTotal = table.hasTotal && row == table.rows.count - 1
      for (column, cell) in cells.enumerated() {
        write(cell, row: UInt32(row + 2), column: UInt16(column), to: sheet, formats, isTotal: isTotal)
      }
    }
    worksheet_freeze_panes(sheet, 2, 1)
    worksheet_repeat_rows(sheet, 0, 1)
    worksheet_set_paper(sheet, 9)
    worksheet_set_landscape(sheet)
    worksheet_fit_to_pages(sheet, 1, 0)
  }

  private static func write(
    _ cell: CellContent, row: UInt32, column: UInt16, to sheet: UnsafeMutablePointer<lxw_worksheet>,
    _ formats: Formats, isTotal: Bool
  ) {
    switch cell {
    case .number(let number):
      worksheet_write_number(sheet, row, column, Double(number), isTotal ? formats.boldNumber : formats.number)
    case .millionths(let number):
      worksheet_write_number(sheet, row, column, Double(number) / 1_000_000, formats.decimal)
    case .permille(let permille):
      worksheet_write_number(sheet, row, column, Double(permille) / 1_000, formats.percent)
    case .colour(let colour): worksheet_write_string(sheet, row, column, colour.title, formats.colours[colour])
    case .text(let text): worksheet_write_string(sheet, row, column, text, isTotal ? formats.bold : formats.text)
    case .blank: worksheet_write_blank(sheet, row, column, formats.text)
    }
  }

  /// Wide enough for the longest cell, a Chinese character taking two places, within reason.
  private static func width(of column: Int, in table: NoticeTable) -> Double {
    let texts = [table.columns[column]] + table.rows.prefix(200).map { $0[column].text }
    let widest = texts.map { text in text.unicodeScalars.reduce(0) { $0 + ($1.value < 0x2E80 ? 1 : 2) } }.max() ?? 0
    return Double(min(max(widest + 2, 8), 44))
  }
}

/// The formats of one workbook, which owns them.
private struct Formats {
  typealias Format = UnsafeMutablePointer<lxw_format>

  let title: Format?
  let head: Format?
  let text: Format?
  let bold: Format?
  let number: Format?
  let boldNumber: Format?
  let decimal: Format?
  let percent: Format?
  let colours: [ScoreColour: Format]

  init(_ book: UnsafeMutablePointer<lxw_workbook>) {
    func make(_ change: (Format) -> Void) -> Format? {
      guard let format = workbook_add_format(book) else { return nil }
      format_set_border(format, UInt8(LXW_BORDER_THIN.rawValue))
      format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
      change(format)
      return format
    }
    title = make { format in
      format_set_bold(format)
      format_set_font_size(format, 14)
      format_set_align(format, UInt8(LXW_ALIGN_CENTER.rawValue))
    }
    head = make { format in
      format_set_bold(format)
      format_set_text_wrap(format)
      format_set_align(format, UInt8(LXW_ALIGN_CENTER.rawValue))
      format_set_bg_color(format, 0xF3F0EA)
    }
    text = make { _ in }
    bold = make { format_set_bold($0) }
    number = make { format_set_num_format($0, "#,##0") }
    boldNumber = make { format in
      format_set_bold(format)
      format_set_num_format(format, "#,##0")
    }
    decimal = make { format_set_num_format($0, "#,##0.00####") }
    percent = make { format_set_num_format($0, "0.0%") }
    let fills: [(ScoreColour, UInt32)] = [(.red, 0xE5484D), (.yellow, 0xFFD84D), (.blue, 0x4A8FE7)]
    var colours: [ScoreColour: Format] = [:]
    for (colour, fill) in fills {
      colours[colour] = make { format in
        format_set_bg_color(format, fill)
        format_set_align(format, UInt8(LXW_ALIGN_CENTER.rawValue))
      }
    }
    self.colours = colours
  }
}
