// `gridward-simulate situation`: situations with a name.
import ArgumentParser
import Simulation

struct SituationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "situation",
    abstract: "Play a situation that has a name, or list them.",
    discussion: """
      A situation is a world whose every event is written down: who writes what, which link is cut, whose power fails; \
      and what must come of it.

        gridward-simulate situation list
        gridward-simulate situation basement-phone --trace
        gridward-simulate situation all
      """)

  @Argument(help: "The situation's name, `all`, or `list`.") var name: String

  @Flag(help: "Print one line for each event.") var trace = false

  private var chosen: [Situation] {
    name == "all" || name == "list" ? Situation.all : Situation.named(name).map { [$0] } ?? []
  }

  func validate() throws {
    if chosen.isEmpty {
      throw ValidationError(
        "There is no situation '\(name)'. There are: \(Situation.all.map(\.name).joined(separator: " "))")
    }
  }

  func run() throws {
    if name == "list" {
      for situation in chosen { print("\(situation.name)\n  \(situation.summary)\n") }
      return
    }
    let violations = chosen.filter { !play($0) }.count
    if violations > 0 { throw ExitCode(1) }
  }

  /// - Returns: whether everything was as expected.
  private func play(_ situation: Situation) -> Bool {
    print("situation \(situation.name)\n  \(situation.summary)")
    let world = situation.run { if trace { $0.printTrace() } }
    print(Finished(world).words)
    for line in Account.story(of: world) { print(line) }
    print("situation \(situation.name): \(world.violation == nil ? "as expected" : "NOT as expected")\n")
    return world.violation == nil
  }
}
