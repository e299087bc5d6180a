// The command line: everything a person can ask of Gridward, top down.
import ArgumentParser
import Glibc

@main
struct Gridward: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gridward",
    abstract: "The sync server of a city's work-safety grid, one binary for every tier.",
    discussion: Help.overview,
    version: Help.version,
    groupedSubcommands: [
      CommandGroup(
        name: "A node:", subcommands: [Init.self, Serve.self, Sync.self, StatusCommand.self, ClockCommand.self]),
      CommandGroup(name: "Its place in the city:", subcommands: [EnrollCommand.self, RootCommand.self]),
      CommandGroup(
        name: "Its records:",
        subcommands: [
          RecordCommand.self, DirectiveCommand.self, ProposalsCommand.self, CodesCommand.self, PlacesCommand.self,
        ]),
      CommandGroup(
        name: "Its people:",
        subcommands: [
          PostCommand.self, InviteCommand.self, PassCommand.self, WithdrawCommand.self, DeviceCommand.self,
          ActionsCommand.self,
        ]),
      CommandGroup(
        name: "What it has counted:", subcommands: [TotalsCommand.self, NoticeCommand.self]),
      CommandGroup(name: "Without a network:", subcommands: [Export.self, Import.self]),
      CommandGroup(
        name: "As evidence:", subcommands: [AlarmsCommand.self, ProofCommand.self, VerifyProofCommand.self]),
      CommandGroup(
        name: "Its store:",
        subcommands: [Verify.self, Rebuild.self, SalvageCommand.self, BackupCommand.self, RestoreCommand.self]),
      CommandGroup(
        name: "Those below it:",
        subcommands: [GrantCommand.self, MoveCommand.self, RevokeCommand.self, RetireCommand.self, RedactCommand.self]),
    ])

  static func main() async {
    // Whatever is written is its owner's alone: stores, keys, exported files.
    umask(0o077)
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand { try await command.run() } else { try command.run() }
      ExitStatus.done.end()
    } catch {
      Failure(error)?.end()
      exit(withError: error)
    }
  }
}
