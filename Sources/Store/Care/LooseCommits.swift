// Commits on the pages of a damaged file that no tree leads to any more.
import CPageGuard
import Wire

/// A row of a page that looks like a commit. Whether it is one, its hash says.
package struct LooseCommit {
  /// By its number in the damaged file.
  let feed: Int64
  let source: Int64
  let hash: [UInt8]
  let body: [UInt8]

  /// Those of the table of commits and of the stranded ones.
  private static let forms: [Form] = [(7, 1..<5, 5, 6, 1, 3), (7, 0..<3, 3, 5, 0, 2)]

  package static let payloadMax = Limits.commitBytesMax + 4_096

  private typealias Form = (columns: Int, integers: Range<Int>, hash: Int, body: Int, feed: Int, source: Int)

  private static func form(of shape: RowShape) -> Form? {
    forms.first { form in
      guard shape.columns.count == form.columns, case .blob = shape.columns[form.body] else { return false }
      return shape.columns[form.hash] == .blob(32) && form.integers.allSatisfy { shape.columns[$0] == .integer }
    }
  }

  /// Reads what may be a commit in a cell; looks at other pages only where the row has the form of one.
  package init?(_ cell: LeafPage.Cell, on leaf: LeafPage, page: (UInt32) -> [UInt8]?) {
    guard let shape = RowShape(leaf.local(of: cell), payloadBytes: cell.payloadBytes), let form = Self.form(of: shape),
      let payload = leaf.payload(of: cell, page: page), let feed = shape.integer(form.feed, in: payload),
      let source = shape.integer(form.source, in: payload), let hash = shape.blob(form.hash, in: payload),
      let body = shape.blob(form.body, in: payload)
    else { return nil }
    (self.feed, self.source, self.hash, self.body) = (feed, source, hash, body)
  }

  /// Goes through all pages of the file in their order, once; a page and a row at a time are in memory.
  static func forEach(in pages: FilePages, _ take: (LooseCommit) throws -> Void) rethrows {
    let reserve = pages.page(1)?[20] == 0 ? 0 : Int(PAGE_GUARD_RESERVE)
    try pages.forEachNumber { number in
      guard let bytes = pages.page(number) else { return }
      let leaf = LeafPage(bytes, usable: FilePages.bytes - reserve, payloadMax: payloadMax)
      for cell in leaf.cells(number: number) {
        if let commit = LooseCommit(cell, on: leaf, page: pages.page) { try take(commit) }
      }
    }
  }
}
