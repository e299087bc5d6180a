// One record's way through the nodes, drawn in text: a column for each node, time from top to bottom.
import Merge

/// Where a record's commits were made and where they arrived, with what befell the nodes meanwhile.
struct SequenceDiagram {
  let record: RecordID
  let lines: [String]

  static let nodesMax = 8
  static let rowsMax = 80

  /// Nil when the violation shows in no record that anybody has written.
  init?(_ world: World, _ violation: Violation) {
    guard let record = violation.record(in: world.trace) else { return nil }
    self.record = record
    let dots = world.trace.dots(of: record)
    guard !dots.isEmpty else { return nil }
    let numbers = Self.nodes(world, violation, dots)
    let rows = Self.rows(world.trace, numbers, dots)
    let heads = [
      ["when"] + numbers.map { "n\($0)" }, [""] + numbers.map { world.nodes[$0].area.tier.name },
      [""] + numbers.map { Columns.cut(world.nodes[$0].area.code, to: 16) },
    ]
    let left = rows.count - Self.rowsMax
    let shown = rows.suffix(Self.rowsMax)
    let legend = dots.enumerated().map { "c\($0 + 1) is \($1.feed) \($1.seq)" }
    lines =
      Columns.aligned(heads + shown) + (left > 0 ? ["the first \(Words.count(left, "row")) are left out"] : [])
      + ["● made here  ← arrived from  ✗ stopped  ▲ started  ! fault  ○ fault over"] + legend.prefix(Self.rowsMax)
  }

  /// The violating node, those where the record was written, those it came to; at most eight, in the order of numbers.
  private static func nodes(_ world: World, _ violation: Violation, _ dots: [Dot]) -> [Int] {
    var numbers = violation.node.map { [$0] } ?? []
    func add(_ line: Trace.Line) {
      guard let node = line.node, line.concerns(dots), !numbers.contains(node) else { return }
      numbers.append(node)
    }
    for line in world.trace.lines { if case .committed? = line.entry { add(line) } }
    for line in world.trace.lines { add(line) }
    return numbers.prefix(nodesMax).sorted()
  }

  /// A row for each thing that happened to the nodes from the record's first commit on.
  private static func rows(_ trace: Trace, _ numbers: [Int], _ dots: [Dot]) -> [[String]] {
    var rows: [[String]] = []
    for line in trace.lines {
      guard let node = line.node, let column = numbers.firstIndex(of: node) else { continue }
      guard !rows.isEmpty || line.concerns(dots), let mark = mark(line, dots) else { continue }
      var row = [Words.moment(line.time)] + numbers.map { _ in "│" }
      row[column + 1] = mark
      rows.append(row)
    }
    return rows
  }

  /// What stands in a node's column; nil for what has nothing to do with the record.
  private static func mark(_ line: Trace.Line, _ dots: [Dot]) -> String? {
    func name(_ dot: Dot) -> String? { dots.firstIndex(of: dot).map { "c\($0 + 1)" } }
    switch line.entry {
    case .committed(let dot, _)?: return name(dot).map { "● \($0)" }
    case .took(let taken, let other)?:
      let names = taken.compactMap(name)
      guard !names.isEmpty else { return nil }
      let more = names.count > 3 ? " +\(names.count - 3)" : ""
      return "\(names.prefix(3).joined(separator: " "))\(more) ← n\(other)"
    case .stopped?: return "✗"
    case .started?: return "▲"
    case .struck(let kind)?: return "! \(kind.rawValue)"
    case .mended(let kind)?: return "○ \(kind.rawValue)"
    case nil: return line.text.hasPrefix("VIOLATION") ? "VIOLATION" : nil
    }
  }
}
