// What one run came to, in words.

/// A run that is over.
package struct Finished: Sendable {
  package let settings: Settings
  package let tally: Tally
  package let hash: UInt64
  package let violation: Violation?

  package init(_ world: World) {
    settings = world.settings
    tally = world.tally
    hash = world.trace.hash
    violation = world.violation
  }

  /// The result on one line, for a list of many.
  package var line: String {
    let verdict = violation.map { "VIOLATION \($0.checker)" } ?? "holds"
    return "seed \(settings.seed)  \(Words.hex(hash))  \(verdict)"
  }

  /// What happened, the verdict and the trace hash.
  package var words: String {
    let faults = tally.faults.sorted { $0.key < $1.key }.map { "\($0.key.rawValue) \($0.value)" }
    let verdict = violation.map { "VIOLATION \($0), \(Words.moment($0.time)) into the run" } ?? "no violation"
    return """
      \(Words.count(tally.commits, "commit")), \(Words.count(tally.rounds, "exchange")), \
      \(Words.count(tally.proofs, "proof")) of equality, \(Words.count(tally.bytes, "byte")), \
      \(Words.count(Int(tally.virtualMilliseconds / 3_600_000), "hour"))
      faults that took effect: \(faults.isEmpty ? "none" : faults.joined(separator: ", "))
      verdict: \(verdict)
      trace hash \(Words.hex(hash))
      """
  }
}
