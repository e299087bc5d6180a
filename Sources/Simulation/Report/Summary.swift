// What many runs came to, together.

/// The sum of finished runs.
package struct Summary: Sendable {
  private var runs = 0
  private var nodes = 0
  private var tally = Tally()
  /// Violations by checker.
  private var violated: [String: Int] = [:]
  /// The command that repeats each violation, with what was violated.
  private var commands: [(command: String, violation: String)] = []

  package init() {}

  package mutating func add(_ result: Finished) {
    runs += 1
    nodes += result.settings.nodes - result.settings.absent.count
    tally.add(result.tally)
    guard let violation = result.violation else { return }
    violated[violation.checker, default: 0] += 1
    commands.append((result.settings.command, violation.description))
  }

  package var violations: Int { commands.count }
  package var count: Int { runs }

  /// The summary for a person.
  package var text: String {
    var lines = Columns.aligned(
      [
        ["seeds", Words.grouped(runs)], ["nodes", Words.grouped(nodes)], ["simulated", simulated],
        ["commits", Words.grouped(tally.commits)], ["exchanges", Words.grouped(tally.rounds)],
        ["proofs of equality", Words.grouped(tally.proofs)], ["bytes sent", Words.grouped(tally.bytes)],
        ["events", Words.grouped(tally.events)],
      ].map { ["  " + $0[0], $0[1]] }, right: [1])
    lines += ["", "what people asked for"] + actTable
    lines += ["", "faults that took effect"] + faultTable
    lines += ["", violations == 0 ? "no violation" : Words.count(violations, "violation")]
    for checker in violated.keys.sorted() { lines.append("  \(checker): \(violated[checker, default: 0])") }
    for (command, violation) in commands.prefix(Self.commandsMax) { lines += ["  \(violation)", "    \(command)"] }
    if violations > Self.commandsMax { lines.append("  … and \(violations - Self.commandsMax) more") }
    return lines.joined(separator: "\n")
  }

  private static let commandsMax = 50

  /// The virtual time of all runs, with one decimal.
  private var simulated: String {
    let tenths = tally.virtualMilliseconds * 10 / (365 * 86_400_000)
    if tenths >= 10 { return "\(tenths / 10).\(tenths % 10) years" }
    return Words.count(Int(tally.virtualMilliseconds / 3_600_000), "hour")
  }

  /// What people asked for, and why they were refused.
  private var actTable: [String] {
    let rows = ActKind.allCases.map { kind in
      let answers = tally.acts[kind, default: ActTally()]
      let counts = [answers.done, answers.repeated, answers.refused].map(Words.grouped)
      return ["  " + kind.rawValue] + zip(counts, ["done", "done before", "refused"]).flatMap { [$0, $1] }
    }
    let reasons = tally.refusals.sorted { $0.key < $1.key }.map { "\($0.key) \(Words.grouped($0.value))" }
    return Columns.aligned(rows, right: [1, 3, 5]) + ["  refused for: " + reasons.joined(separator: ", ")]
  }

  /// Kinds in three columns, each with how often it took effect.
  private var faultTable: [String] {
    let kinds = FaultKind.allCases.sorted()
    let height = (kinds.count + 2) / 3
    let rows = (0..<height).map { row in
      stride(from: row, to: kinds.count, by: height).flatMap { place in
        ["  " + kinds[place].rawValue, Words.grouped(tally.faults[kinds[place], default: 0])]
      }
    }
    return Columns.aligned(rows, right: [1, 3, 5])
  }
}
