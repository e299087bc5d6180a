// The last lines of a trace that have to do with a violation.
import Merge

/// What happened lately to the violating node, to those it is linked with, and to the record that the violation shows in.
struct Timeline {
  /// Whose lines these are.
  let subject: String
  let lines: [String]

  static let linesMax = 60

  init(_ world: World, _ violation: Violation) {
    let record = violation.record(in: world.trace)
    let nodes = Self.neighbours(of: violation.node, in: world)
    let dots = record.map { world.trace.dots(of: $0) } ?? []
    let relevant = world.trace.lines.filter { line in
      line.node.map { nodes.isEmpty || nodes.contains($0) } ?? true || line.concerns(dots)
    }
    let left = relevant.count - Self.linesMax
    lines =
      (left > 0 ? ["… \(Words.count(left, "line")) before"] : []) + relevant.suffix(Self.linesMax).map(\.description)
    let names = nodes.isEmpty ? "all nodes" : nodes.sorted().map { "n\($0)" }.joined(separator: " ")
    subject = names + (record.map { " and record \($0)" } ?? "")
  }

  /// The node, its parent and its children.
  private static func neighbours(of number: Int?, in world: World) -> Set<Int> {
    guard let number else { return [] }
    var nodes: Set = [number]
    for node in world.nodes where node.parent == number { nodes.insert(node.number) }
    if let parent = world.nodes[number].parent { nodes.insert(parent) }
    return nodes
  }
}

extension Trace {
  /// The commits that changed a record.
  func dots(of record: RecordID) -> [Dot] {
    lines.compactMap { line in
      if case .committed(let dot, let records)? = line.entry, records.contains(record) { dot } else { nil }
    }
  }
}

extension Trace.Line {
  /// Whether one of the commits was made or arrived.
  func concerns(_ dots: [Dot]) -> Bool {
    switch entry {
    case .committed(let dot, _)?: dots.contains(dot)
    case .took(let taken, _)?: taken.contains { dots.contains($0) }
    default: false
    }
  }
}
