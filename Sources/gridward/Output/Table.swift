// A table for a person: columns as wide as they must be, Chinese text aligned.

/// Rows under a heading.
struct Table {
  private let headings: [String]
  private var rows: [[String]] = []
  /// No column grows beyond this many places.
  private let widthMax: Int

  init(_ headings: [String], widthMax: Int = 48) {
    self.headings = headings
    self.widthMax = widthMax
  }

  var isEmpty: Bool { rows.isEmpty }

  mutating func add(_ row: [String]) {
    precondition(row.count == headings.count, "a row has a cell for each heading")
    rows.append(row.map { DisplayWidth.cut(Terminal.harmless($0), to: widthMax) })
  }

  /// The table without trailing spaces.
  var text: String {
    let widths = headings.indices.map { column in
      ([headings] + rows).map { DisplayWidth.of($0[column]) }.max() ?? 0
    }
    let rule = widths.map { String(repeating: "─", count: $0) }
    return ([headings, rule] + rows).map { Self.line($0, widths) }.joined(separator: "\n")
  }

  private static func line(_ cells: [String], _ widths: [Int]) -> String {
    let line = zip(cells, widths).map { DisplayWidth.padded($0, to: $1) }.joined(separator: "  ")
    return String(line.reversed().drop { $0 == " " }.reversed())
  }

  /// Names with their values below one another.
  static func pairs(_ pairs: [(String, String)]) -> String {
    let width = pairs.map { DisplayWidth.of($0.0) }.max() ?? 0
    return pairs.map { "\(DisplayWidth.padded($0, to: width))  \(Terminal.harmless($1))" }.joined(separator: "\n")
  }
}
