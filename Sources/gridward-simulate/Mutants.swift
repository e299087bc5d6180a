// The command that plants bugs and shows that the simulator notices them.
import ArgumentParser
import Simulation

struct Mutants: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Plants bugs one after another and tells how many seeds it takes to notice each.")

  @Option(help: "Only the mutant of this name.") var only: String?
  @Flag(help: "Hunts from the first starting point alone.") var once = false

  func validate() throws {
    if let only, Mutant(rawValue: only) == nil {
      throw ValidationError("No mutant \(only). There are: \(Mutant.allCases.map(\.rawValue).joined(separator: ", ")).")
    }
  }

  func run() throws {
    Self.row("mutant", "killed by", "seeds", "bound")
    var survivors = 0
    for mutant in Mutant.allCases where only.map({ $0 == mutant.rawValue }) ?? true {
      let hunt = MutantHunt(mutant)
      let result = hunt.run(from: once ? [1] : MutantHunt.starts)
      if !result.isKilled { survivors += 1 }
      let seeds = result.medianSeeds.map(String.init) ?? "survives"
      Self.row(mutant.rawValue, result.killers.joined(separator: " "), seeds, "\(mutant.seedsMax)")
      if only != nil || once {
        for kill in result.kills { if let kill { print("  seed \(kill.seed): \(kill.violation)") } }
      }
    }
    if survivors > 0 { throw ExitCode.failure }
  }

  private static func row(_ columns: String...) {
    let widths = [26, 44, 9, 6]
    let cells = zip(columns, widths).map { $0 + String(repeating: " ", count: max(1, $1 - $0.count)) }
    print(cells.joined())
  }
}
