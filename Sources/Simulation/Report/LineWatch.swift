// A checker made of a condition on the trace: shows what shrinking and reports do with a violation that is known beforehand.
import Merge
import Replica

extension World {
  /// A world that nothing watches but a condition: `checker` is violated at the first line that meets it.
  package convenience init(
    _ settings: Settings, name: String, violating checker: String, at isViolation: @escaping (Trace.Line) -> Bool
  ) {
    self.init(settings, name: name, checkers: [LineWatch(checker: checker, isViolation: isViolation)])
  }
}

/// Looks at each line of the trace once.
private struct LineWatch: Checker {
  private let checker: String
  private let isViolation: (Trace.Line) -> Bool
  private var seen = 0

  init(checker: String, isViolation: @escaping (Trace.Line) -> Bool) {
    self.checker = checker
    self.isViolation = isViolation
  }

  init() { self.init(checker: Self.name) { _ in false } }

  mutating func committed(_: [Committed], errand _: Errand, at _: SimulatedNode, in world: World) { look(world) }
  mutating func took(_: Ingested, at _: SimulatedNode, from _: SimulatedNode, in world: World) { look(world) }
  mutating func started(_: SimulatedNode, in world: World) { look(world) }
  mutating func checkpoint(_ world: World) { look(world) }

  private mutating func look(_ world: World) {
    while seen < world.trace.lines.count, world.violation == nil {
      let line = world.trace.lines[seen]
      seen += 1
      guard isViolation(line) else { continue }
      var record: RecordID?
      if case .committed(_, let records)? = line.entry { record = records.first }
      world.violate(checker, node: line.node, line.text, record: record)
    }
  }
}
