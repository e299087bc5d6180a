// Text in columns for a person at a terminal, Chinese aligned.

/// Rows whose cells stand below one another.
package enum Columns {
  /// Pads each cell to its column; two spaces between columns, none at the end of a line.
  /// - Parameter right: the columns whose cells end below one another, as numbers do.
  package static func aligned(_ rows: [[String]], right: Set<Int> = []) -> [String] {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.map { $0.indices.contains(column) ? width(of: $0[column]) : 0 }.max() ?? 0
    }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        let space = String(repeating: " ", count: widths[column] - width(of: cell))
        return right.contains(column) ? space + cell : cell + space
      }
      return trimmed(cells.joined(separator: "  "))
    }
  }

  /// The text followed by spaces up to `width` columns.
  static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - self.width(of: text)))
  }

  /// The beginning of the text that fits `width` columns.
  static func cut(_ text: String, to width: Int) -> String {
    guard self.width(of: text) > width else { return text }
    var kept = ""
    var used = 1
    for character in text {
      used += self.width(of: String(character))
      if used > width { break }
      kept.append(character)
    }
    return kept + "…"
  }

  static func trimmed(_ line: String) -> String { String(line.reversed().drop { $0 == " " }.reversed()) }

  /// How many columns of a terminal a text takes: a Chinese character takes two.
  static func width(of text: String) -> Int {
    text.unicodeScalars.reduce(0) { width, scalar in width + (isWide(scalar) ? 2 : 1) }
  }

  /// - Source: Unicode Standard Annex 11, classes W and F, in the blocks that the simulator's texts use.
  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF01...0xFF60,
      0xFFE0...0xFFE6, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}

/// Numbers and moments in words.
package enum Words {
  package static func count(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(grouped(number)) \(number == 1 ? noun : plural ?? noun + "s")"
  }

  /// A number with its digits in groups of three.
  package static func grouped(_ number: Int) -> String {
    let digits = Array(String(number.magnitude))
    var text = ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return number < 0 ? "-" + text : text
  }

  /// Milliseconds since the run began as hours, minutes and seconds, the way the trace has them.
  static func moment(_ time: Int64) -> String {
    let parts = [time / 3_600_000, time / 60_000 % 60, time / 1_000 % 60]
    let fraction = String(time % 1_000)
    let clock = parts.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    return "\(clock).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)"
  }

  package static func hex(_ hash: UInt64) -> String {
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
