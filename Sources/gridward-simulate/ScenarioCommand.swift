// `gridward-simulate scenario`: situations with a name.
import ArgumentParser
import Simulation

struct ScenarioCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scenario",
    abstract: "Play a situation that has a name, or list them.",
    discussion: """
      A scenario is a world whose every event is written down: who writes what, which link is cut, whose power fails; \
      and what must come of it.

        gridward-simulate scenario list
        gridward-simulate scenario basement-phone --trace
        gridward-simulate scenario all
      """)

  @Argument(help: "The scenario's name, `all`, or `list`.") var name: String

  @Flag(help: "Print one line for each event.") var trace = false

  private var chosen: [Scenario] {
    name == "all" || name == "list" ? Scenario.all : Scenario.named(name).map { [$0] } ?? []
  }

  func validate() throws {
    if chosen.isEmpty {
      throw ValidationError(
        "There is no scenario '\(name)'. There are: \(Scenario.all.map(\.name).joined(separator: " "))")
    }
  }

  func run() throws {
    if name == "list" {
      for scenario in chosen { print("\(scenario.name)\n  \(scenario.summary)\n") }
      return
    }
    let violations = chosen.filter { !play($0) }.count
    if violations > 0 { throw ExitCode(1) }
  }

  /// - Returns: whether everything was as expected.
  private func play(_ scenario: Scenario) -> Bool {
    print("scenario \(scenario.name)\n  \(scenario.summary)")
    let world = scenario.run { if trace { $0.printTrace() } }
    print(Finished(world).words)
    for line in Account.story(of: world) { print(line) }
    print("scenario \(scenario.name): \(world.violation == nil ? "as expected" : "NOT as expected")\n")
    return world.violation == nil
  }
}
