// A run's settings as a person reads them, and as the command that repeats the run.

extension Settings {
  /// The settings in words, on one line.
  package var words: String {
    var parts = [Words.count(nodes - absent.count, "node"), Words.count(hours, "hour"), "about \(acts) acts"]
    if let endMinutes { parts.append("all writing ends after \(endMinutes) min") }
    if !absent.isEmpty { parts.append("without " + absent.sorted().map { "n\($0)" }.joined(separator: " ")) }
    if let mutant { parts.append("planted bug \(mutant.rawValue)") }
    let kinds = faults.sorted().map(\.rawValue)
    let left = omitted.isEmpty ? "" : ", \(omitted.count) of them left out"
    return parts.joined(separator: ", ") + "; faults: \(kinds.isEmpty ? "none" : kinds.joined(separator: " "))\(left)"
  }

  /// The names of what hostile nodes do.
  package static var trickNames: [String] { Hostility.Trick.allCases.map(\.rawValue) }

  /// The command that repeats exactly this run.
  package var command: String {
    var parts = ["gridward-simulate --seed \(seed)"]
    let drawn = Settings(seed: seed)
    if nodes != drawn.nodes { parts.append("--nodes \(nodes)") }
    if hours != drawn.hours { parts.append("--hours \(hours)") }
    if acts != drawn.acts { parts.append("--acts \(acts)") }
    if faults != drawn.faults {
      parts.append("--faults \(faults.isEmpty ? "none" : faults.sorted().map(\.rawValue).joined(separator: ","))")
    }
    if let endMinutes { parts.append("--end-minutes \(endMinutes)") }
    if !absent.isEmpty { parts.append("--absent \(NumberList(absent))") }
    if !omitted.isEmpty { parts.append("--omit \(NumberList(omitted))") }
    for trick in tricks.sorted() { parts.append("--trick \(trick)") }
    if let mutant { parts.append("--mutant \(mutant.rawValue)") }
    return parts.joined(separator: " ")
  }
}

/// Numbers as a person gives them on a command line: `1,4-7,12`.
package struct NumberList: CustomStringConvertible, Sendable {
  package let numbers: Set<Int>

  package init(_ numbers: Set<Int>) { self.numbers = numbers }

  package init?(_ text: String) {
    var numbers: Set<Int> = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map { Int($0) }
      guard let first = ends[0], let last = ends[ends.count - 1], 0 <= first, first <= last, last < 1_000_000 else {
        return nil
      }
      numbers.formUnion(first...last)
    }
    self.numbers = numbers
  }

  package var description: String {
    var runs: [ClosedRange<Int>] = []
    for number in numbers.sorted() {
      if let last = runs.last, last.upperBound == number - 1 {
        runs[runs.count - 1] = last.lowerBound...number
      } else {
        runs.append(number...number)
      }
    }
    return runs.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: ",")
  }
}
