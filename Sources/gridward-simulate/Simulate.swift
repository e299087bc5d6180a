// The command that runs simulated worlds.
import ArgumentParser
import Simulation

@main
struct Simulate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gridward-simulate", abstract: "Runs whole trees of nodes in one process, from a seed.",
    subcommands: [City.self])

  @Option(help: "The seed of a single run.") var seed: UInt64 = 1
  @Option(help: "How many seeds.") var seeds: UInt64 = 1
  @Flag(help: "Prints one line for each event.") var trace = false

  func run() throws {
    for seed in seed..<(seed + seeds) {
      let settings = Settings(seed: seed)
      let world = World(settings)
      if trace { world.printTrace() }
      if let violation = world.run() {
        print("seed \(seed): \(settings.nodes) nodes, \(settings.hours) hours, \(settings.faults.sorted().map(\.rawValue).joined(separator: " "))")
        print("VIOLATION \(violation)")
      }
      if seeds == 1 { print(world.tally, String(world.trace.hash, radix: 16)) }
    }
  }
}
