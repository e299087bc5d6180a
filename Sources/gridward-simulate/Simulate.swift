// The command that runs simulated worlds.
import ArgumentParser

@main
struct Simulate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gridward-simulate",
    abstract: "Run whole trees of nodes in one process, on virtual time, with everything going wrong that can.",
    discussion: """
      A world follows from its seed: the tree, the people and what they write, the
      network, the disks, and every fault. Nodes run the shipped store, replica
      and sessions. First people work while faults strike; then the world is healed
      and everybody must come to agree. Checkers watch all the while.

        gridward-simulate --seed 7                one world
        gridward-simulate --seed 7 --trace        … one line for each event
        gridward-simulate --seeds 500             the worlds of seeds 1 to 500
        gridward-simulate --seed 7 --faults crash,powerLoss --nodes 5
        gridward-simulate --seeds 100 --faults default,-tinySizes
        gridward-simulate situation list          situations with a name
        gridward-simulate mutants                 plants bugs and says who notices
        gridward-simulate city                    one day of a full city
        gridward-simulate conform                 answers vectors line by line
        gridward-simulate report qingdao-half-year
                                                  a period that a report tells of

      The same seed and settings are the same run, byte for byte, on every machine;
      the trace hash shows it. A violation is told with the smallest settings that
      still show it, and the command that repeats it.

      EXIT CODES
           0  nothing that must not be
           1  a violation, or a case that differs
          64  the command line is wrong
      """,
    subcommands: [Run.self, SituationCommand.self, Mutants.self, City.self, Conform.self, ReportCommand.self],
    defaultSubcommand: Run.self)
}
