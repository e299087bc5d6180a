// The command that runs simulated worlds.
import ArgumentParser
import Simulation

@main
struct Simulate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gridward-simulate", abstract: "Runs whole trees of nodes in one process, from a seed.")

  @Option(help: "The seed of a single run.") var seed: UInt64 = 1
  @Flag(help: "Prints one line for each event.") var trace = false

  func run() throws {
    let settings = Settings(seed: seed)
    print("seed \(seed): \(settings.nodes) nodes, \(settings.hours) hours, \(settings.faults.sorted().map(\.rawValue).joined(separator: " "))")
    let world = World(settings)
    if trace { world.printTrace() }
    let violation = world.run()
    print("\(world.tally)")
    print("trace \(String(world.trace.hash, radix: 16))")
    if let violation { print("VIOLATION \(violation)"); throw ExitCode(1) }
  }
}
