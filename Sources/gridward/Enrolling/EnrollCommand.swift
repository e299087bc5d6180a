// `gridward enroll`: becoming a member of the city, and letting others in below.
import ArgumentParser

struct EnrollCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "enroll",
    abstract: "Join the city below an office with its token; at an office, give tokens out and decide.",
    discussion: """
      At the office:
        gridward enroll token --area 370202021001 --store town/node.db   # prints the token, and as QR code
        gridward enroll list --store town/node.db
        gridward enroll approve 3f2a --store town/node.db                # after comparing the digits
        gridward revoke 0123456789abcdef0123456789abcdef --reason '手机被盗' --store town/node.db

      At the new node:
        gridward enroll GW1-… --parent https://10.2.0.1:8470 --store home/node.db
        gridward serve --store home/node.db

      Without a network the same goes by files:
        gridward enroll request home.application --area 370202021001 --store home/node.db
        gridward enroll admit home.application --output home.bundle --store town/node.db
        gridward enroll install home.bundle --store home/node.db
      """,
    groupedSubcommands: [
      CommandGroup(name: "At a new node:", subcommands: [Join.self, RequestFile.self, InstallFile.self]),
      CommandGroup(
        name: "At an office:",
        subcommands: [
          TokenCommand.self, ListCommand.self, Approve.self, Refuse.self, Quota.self, AdmitFile.self,
        ]),
    ], defaultSubcommand: Join.self)
}
