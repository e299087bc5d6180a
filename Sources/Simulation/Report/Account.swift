// What a person is told about a violation: what, where, when, the way to see it again, and what led to it.
import Merge

/// The account of one violation.
package struct Account {
  private let first: World
  private let smallest: World
  private let runs: Int

  /// - Parameter shrinkingRuns: how many further runs may be spent on finding smaller settings.
  package init(of world: World, shrinkingRuns: Int, run: @escaping (Settings) -> World) {
    first = world
    (smallest, runs) = Shrinker.smallest(of: world, runsMax: shrinkingRuns, run: run)
  }

  package var text: String {
    guard let violation = smallest.violation, let original = first.violation else { return "" }
    var lines = [
      "VIOLATION \(original)", "  \(Words.moment(original.time)) into the run of seed \(first.settings.seed)",
    ]
    lines += ["  \(first.settings.words)", "  \(first.settings.command)"]
    if runs > 0 {
      lines += ["", "the smallest settings found in \(Words.count(runs, "run"))"]
      lines += ["  \(smallest.settings.words)", "  \(smallest.settings.command)"]
      lines += ["  \(violation), \(Words.moment(violation.time)) into the run"]
    }
    return (lines + [""] + Self.story(of: smallest)).joined(separator: "\n")
  }

  /// What led to a world's violation, and the way of the record it shows in.
  package static func story(of world: World) -> [String] {
    guard let violation = world.violation else { return [] }
    let timeline = Timeline(world, violation)
    var lines = ["what led to it: \(timeline.subject)"] + timeline.lines.map { "  \($0)" }
    if let diagram = SequenceDiagram(world, violation) {
      lines += ["", "record \(diagram.record)"] + diagram.lines.map { "  \($0)" }
    }
    return lines
  }
}

extension Violation {
  /// The record it shows in: the one it names, or one that the commit it names has changed.
  func record(in trace: Trace) -> RecordID? {
    if let record { return record }
    guard let dot else { return nil }
    for line in trace.lines {
      if case .committed(dot, let records)? = line.entry { return records.first }
    }
    return nil
  }
}
