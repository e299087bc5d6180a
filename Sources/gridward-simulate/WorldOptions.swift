// The flags that say what a world is like.
import ArgumentParser
import Simulation

/// What the person sets otherwise than the seed does.
struct WorldOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Nodes at the start.", discussion: "The seed draws 10 to 40.", valueName: "n"))
  var nodes: Int?

  @Option(help: ArgumentHelp("How many virtual hours people work and faults strike.", valueName: "h"))
  var hours: Int?

  @Option(help: ArgumentHelp("The same in days.", valueName: "d"))
  var days: Int?

  @Option(help: ArgumentHelp("About how many things people do in the whole run.", valueName: "n"))
  var acts: Int?

  @Option(
    help: ArgumentHelp(
      "Kinds of fault: default, all, none, or names.",
      discussion: """
        With `default` and `all` the seed draws which of them occur; a name makes its kind occur \
        for certain, a name after a minus sign never. Names: \
        \(FaultKind.allCases.sorted().map(\.rawValue).joined(separator: " ")). Not in `default`, since what they \
        leave behind a person must clear up: \(FaultKind.besides.sorted().map(\.rawValue).joined(separator: " ")).
        """, valueName: "list"),
    transform: Self.choice)
  var faults = FaultChoice()

  @Option(help: ArgumentHelp("A planted bug that a checker must find.", valueName: "name"))
  var mutant: Mutant?

  @Option(help: ArgumentHelp("The only trick hostile nodes use; docs/simulator.md lists them.", valueName: "name"))
  var trick: String?

  @Option(
    help: ArgumentHelp("End the work after so many virtual minutes; the plan stays that of all hours.", valueName: "m"))
  var endMinutes: Int?

  @Option(help: ArgumentHelp("Nodes that are never there, such as 4,7-9.", valueName: "list"), transform: Self.list)
  var absent = NumberList([])

  @Option(help: ArgumentHelp("Faults of the plan to leave out, by number.", valueName: "list"), transform: Self.list)
  var omit = NumberList([])

  func validate() throws {
    if let nodes, !(2...100_000).contains(nodes) { throw ValidationError("--nodes is at least 2.") }
    if hours != nil, days != nil { throw ValidationError("Give --hours or --days, not both.") }
    if let hours = hours ?? days, !(1...1_000_000).contains(hours) {
      throw ValidationError("A run lasts at least 1 hour.")
    }
    if let trick, !Settings.trickNames.contains(trick) {
      throw ValidationError("'\(trick)' is no trick. Tricks: \(Settings.trickNames.joined(separator: " "))")
    }
    if let acts, acts < 1 { throw ValidationError("--acts is at least 1.") }
    if let endMinutes, endMinutes < 0 { throw ValidationError("--end-minutes is not negative.") }
    if absent.numbers.contains(0) { throw ValidationError("n0 is the root of the tree and cannot be absent.") }
  }

  /// What a seed stands for with these flags.
  func settings(seed: UInt64) -> Settings {
    var settings = faults.settings(seed: seed)
    if let nodes { settings.nodes = nodes }
    if let hours = hours ?? days.map({ $0 * 24 }) { settings.hours = hours }
    if let acts { settings.acts = acts }
    settings.mutant = mutant
    if let trick { settings.tricks = [trick] }
    settings.endMinutes = endMinutes
    settings.absent = absent.numbers
    settings.omitted = omit.numbers
    return settings
  }

  @Sendable private static func choice(_ text: String) throws -> FaultChoice {
    do { return try FaultChoice(text) } catch let error as FaultChoice.Unknown {
      let names = FaultKind.allCases.sorted().map(\.rawValue).joined(separator: " ")
      throw ValidationError("'\(error.word)' is no kind of fault. Kinds: \(names)")
    }
  }

  @Sendable private static func list(_ text: String) throws -> NumberList {
    guard let list = NumberList(text) else { throw ValidationError("'\(text)' is no list such as 4,7-9.") }
    return list
  }
}

extension Mutant: ExpressibleByArgument {}
