// The benchmark's Gridward side: fills stores, measures, and prints one JSON object for each measurement.
import ArgumentParser
import Foundation
import Merge
import Replica
import Store

@main
struct Bench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gridward-bench", abstract: "Measures Gridward over seeded records.",
    subcommands: [
      StagesCommand.self, LocalCommand.self, SyncCommand.self, MemoryCommand.self,
      TrustCommand.self, LostCursorCommand.self, FloodCommand.self, ParentCommand.self, ChildCommand.self,
      DeskCommand.self, PeopleCommand.self,
    ])
}

struct StagesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stages", abstract: "Shows where the time of a first sync goes, stage by stage.")

  @Option(help: "The records file.") var records: String
  @Option(help: "How many records.") var count = 100_000
  @Option(help: "Batches in one transaction.") var group = 16
  @Option(help: "A folder for the stores.") var folder: String

  func run() throws {
    let commits = try Records.load(records, count: count)
    let total = commits.reduce(0) { $0 + $1.intents.count }
    let parent = try Fixture.parent("\(folder)/parent.db", commits: commits)
    let child = try Fixture.store("\(folder)/child.db", number: 2_000, area: Fixture.district)
    let branch = Branch(parent: Fixture.city, child: Fixture.district)!
    try Stages(parent: parent, branch: branch, records: total, group: group).run(child: child)
  }
}

struct LocalCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "local", abstract: "Measures local commits.")

  @Option(help: "The records file.") var records: String
  @Option(help: "How many records in batches.") var count = 20_000
  @Option(help: "How many records one at a time.") var singles = 2_000
  @Option(help: "How many times each.") var turns = 3
  @Option(help: "A folder for the stores.") var folder: String

  func run() async throws {
    let commits = try Records.load(records, count: 100_000)
    let batches = try await Local.rate(commits, folder: folder, batch: 100, count: count, turns: turns)
    let singles = try await Local.rate(commits, folder: folder, batch: 1, count: singles, turns: turns)
    try printJSON(LocalFigures(batchesOf100PerSecond: batches, singlePerSecond: singles))
  }
}
