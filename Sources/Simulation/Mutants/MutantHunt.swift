// Hunting mutants: how many seeds it takes until the simulator notices a planted bug.

/// Runs seeds one after another until a mutant is killed.
package struct MutantHunt: Sendable {
  package let mutant: Mutant

  package init(_ mutant: Mutant) { self.mutant = mutant }

  /// How a mutant was noticed.
  package struct Kill: Sendable {
    package let seed: UInt64
    package let violation: Violation
    /// How many seeds it took, this one among them.
    package let seeds: Int
  }

  /// Runs seeds from `first` on.
  ///
  /// Only what the mutant did counts: a run that ends badly without it as well says nothing about it.
  /// - Returns: nil when the mutant survives `seedsMax` seeds.
  package func run(from first: UInt64 = 1) -> Kill? {
    for count in 1...mutant.seedsMax {
      let settings = mutant.settings(seed: first + UInt64(count) - 1)
      let name = "\(mutant.rawValue)-\(first)"
      guard let violation = World(settings, name: name).run() else { continue }
      var control = settings
      control.mutant = nil
      guard World(control, name: name).run() == nil else { continue }
      return Kill(seed: settings.seed, violation: violation, seeds: count)
    }
    return nil
  }

  /// Where the hunts begin whose median is told.
  package static let starts: [UInt64] = [1, 1_001, 2_001, 3_001, 4_001]

  /// Hunts from every starting point.
  package func run(from starts: [UInt64]) -> Result { Result(mutant: mutant, kills: starts.map { run(from: $0) }) }

  package struct Result: Sendable {
    package let mutant: Mutant
    /// For each starting point; nil where the mutant survived.
    package let kills: [Kill?]

    /// The checkers that noticed it, each once, by name.
    package var killers: [String] { Set(kills.compactMap { $0?.violation.checker }).sorted() }

    /// How many seeds it takes in the middle one of the hunts; nil when most of them found nothing.
    package var medianSeeds: Int? {
      let seeds = kills.map { $0?.seeds ?? .max }.sorted()[kills.count / 2]
      return seeds == .max ? nil : seeds
    }

    package var isKilled: Bool { kills.allSatisfy { $0 != nil } }
  }
}
