// A notice as parts of a document, whatever it is printed with: head, sentences, tables, signature.
package import Totals

/// What stands in one cell of a table.
package enum CellContent: Hashable, Sendable {
  case text(String)
  case number(Int64)
  /// Millionths: money in fen read in units of ten thousand yuan.
  case millionths(Int64)
  /// Thousandths: a rate.
  case permille(Int64)
  case colour(ScoreColour)
  case blank
}

/// A table with a title over it.
package struct NoticeTable: Sendable {
  package let title: String
  package let columns: [String]
  package let rows: [[CellContent]]
  /// The last row is the sum of those before it.
  package let hasTotal: Bool

  /// - Precondition: each row has a cell for each column.
  package init(_ title: String, columns: [String], rows: [[CellContent]], hasTotal: Bool = false) {
    precondition(rows.allSatisfy { $0.count == columns.count }, "a cell for each column")
    self.title = title
    self.columns = columns
    self.rows = rows
    self.hasTotal = hasTotal
  }
}

package enum NoticeBlock: Sendable {
  case heading(String)
  case paragraph(String)
  case table(NoticeTable)
}

/// A notice ready to be printed.
/// - Source: the order of the parts follows GB/T 9704-2012: issuing authority, document number, title, addressees, text,
///   signature and date under the seal, copies.
package struct NoticeDocument: Sendable {
  package let organisation: String
  package let number: String
  package let title: String
  package let addressees: String
  package let blocks: [NoticeBlock]
  package let date: String
  /// Tables that follow the signature.
  package let annexes: [NoticeTable]
  package let copies: String

  package init(
    organisation: String, number: String, title: String, addressees: String, blocks: [NoticeBlock], date: String,
    annexes: [NoticeTable] = [], copies: String
  ) {
    self.organisation = organisation
    self.number = number
    self.title = title
    self.addressees = addressees
    self.blocks = blocks
    self.date = date
    self.annexes = annexes
    self.copies = copies
  }

  package var tables: [NoticeTable] {
    blocks.compactMap { if case .table(let table) = $0 { table } else { nil } } + annexes
  }
}

extension CellContent {
  /// As it is read on paper.
  package var text: String {
    switch self {
    case .text(let text): text
    case .number(let number): String(number)
    case .millionths(let number): FigureFormat.millionths(number)
    case .permille(let permille): Ratio.percent(permille)
    case .colour(let colour): colour.title
    case .blank: ""
    }
  }

  package var isNumber: Bool {
    switch self {
    case .number, .millionths, .permille: true
    case .text, .colour, .blank: false
    }
  }
}
