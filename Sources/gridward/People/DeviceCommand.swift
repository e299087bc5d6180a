// `gridward device`: a key of a person or a program, in a folder of this machine.
import ArgumentParser
import Enrolment
import Foundation
import Merge
import Node
import Trust

struct DeviceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "device",
    abstract: "A device that is no phone: its key, its passes, and what it signs.",
    discussion: """
      At the person's machine, which needs no network:
        gridward device make --device zhang.device
        gridward device request zhang.request --device zhang.device

      At the office, which compares the six digits:
        gridward pass issue zhang.request --post 0198c000-0000-7000-8000-000000000001 --output zhang.pass --store town/node.db

      Back at the person's machine:
        gridward device install zhang.pass --device zhang.device
        gridward device sign step hazard 0198c000-0000-7000-8000-000000000017 passed --device zhang.device --store home/node.db
        gridward device actions --output zhang.actions --device zhang.device

      A device's folder is never copied and never put back from a backup: its numbers would be used twice. The folder is the \
      person: whoever can read it signs in their name. Lost, it is withdrawn (gridward withdraw).
      """,
    subcommands: [Make.self, Show.self, RequestPass.self, Install.self, SignCommand.self, Actions.self, Send.self])

  struct Make: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a device: a key, and an account unless one is named.",
      discussion: "  gridward device make --device zhang.device")

    @OptionGroup var options: DeviceOptions
    @Option(help: ArgumentHelp("The account it acts for, where the person has one already.", valueName: "uuid"))
    var account: String?
    @Option(help: ArgumentHelp("The office's invitation, which names the account.", valueName: "text"))
    var invitation: String?

    func run() async throws {
      let invited = try invitation.map { try Named.invitation($0).account }
      let named = try account.map { try Named.account($0) }
      if let invited, let named, invited != named {
        throw Failure(.usage, "the invitation is for account \(invited)", hint: "Leave --account out.")
      }
      let account = invited ?? named ?? AccountID(Node.random16())
      try options.folder.make(account: account)
      Terminal.line("Made device \(try options.folder.key().deviceKey.device) of account \(account)")
      Terminal.line("Next: gridward device request FILE --device \(options.device)")
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show a device: its id, its account, its passes, and its next number.",
      discussion: "  gridward device show --device zhang.device")

    @OptionGroup var options: DeviceOptions

    func run() async throws {
      let device = options.folder
      let key = try device.key().deviceKey
      Terminal.line(
        Table.pairs([
          ("device", key.device.description), ("account", try device.account().description), ("digits", key.digits),
          ("next number", String(try device.nextNumber())),
        ]))
      var table = Table(["pass", "role", "area", "agency", "post", "last day"], widthMax: 40)
      for held in try HeldPass.all(of: device) {
        let pass = held.pass
        table.add([
          held.id.description, pass.role, pass.area.code, pass.agency ?? "", pass.post.description,
          Words.day(seconds: pass.notAfter / 1_000),
        ])
      }
      Terminal.line(table.isEmpty ? "\nNo pass yet." : "\n\(table.text)")
    }
  }

  struct RequestPass: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "request", abstract: "Write the request for a pass to a file, and tell the digits to compare.",
      discussion: "  gridward device request zhang.request --device zhang.device")

    @OptionGroup var options: DeviceOptions
    @Argument(help: "The file to write.") var file: String
    @Option(help: ArgumentHelp("The office's invitation.", valueName: "text")) var invitation: String?

    func run() async throws {
      let request = try options.folder.request()
      let invitation = try invitation.map { try Named.invitation($0) }
      if let invitation, invitation.account.description != request.account {
        throw Failure(
          .refused, "the invitation is for account \(invitation.account), the device acts for \(request.account)",
          hint: "gridward device make --invitation makes a device for it.")
      }
      try DocumentFile.write(invitation.map { request.invited(by: $0) } ?? request, to: file)
      Terminal.line("Wrote \(file)")
      Terminal.line("  the digits that the office types in: \(try options.folder.key().deviceKey.digits)")
    }
  }

  struct Install: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Keep a pass that an office wrote to a file.",
      discussion: "  gridward device install zhang.pass --device zhang.device")

    @OptionGroup var options: DeviceOptions
    @Argument(help: "The file of the pass.") var file: String

    func run() async throws {
      let pass = try options.folder.install(try PeopleFile.pass(file))
      Terminal.line("Certified as \(pass.role) at \(pass.area.code) until \(Words.day(seconds: pass.notAfter / 1_000))")
    }
  }

  struct Actions: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List what the device has signed, or write it to a file that any node of the branch may be handed.",
      discussion: """
          gridward device actions --device zhang.device
          gridward device actions --from 12 --output zhang.actions --device zhang.device

        Handed in again an action counts once. The journal keeps all of them.
        """)

    @OptionGroup var options: DeviceOptions
    @Option(help: "The first number.") var from: UInt64 = 1
    @Option(help: ArgumentHelp("The file to write.", valueName: "file")) var output: String?

    func run() async throws {
      let actions = try options.folder.actions().filter { $0.signature.number >= from }
      if let output { return try write(actions, to: output) }
      var table = Table(["number", Words.heading("signed"), "area", "class", "pass", "digest"], widthMax: 40)
      for action in actions {
        table.add([
          String(action.signature.number), action.draft.deviceTime.map { Words.time($0) } ?? "", action.draft.area.code,
          action.draft.class, String(action.signature.pass.description.prefix(8)),
          action.content.digest.first16.hex,
        ])
      }
      Terminal.line(table.isEmpty ? "Nothing signed." : table.text)
    }

    private func write(_ actions: [PortableAction], to path: String) throws {
      guard actions.count <= ActionFile.actionsMax else {
        throw Failure(.usage, "\(actions.count) actions", hint: "A file takes \(ActionFile.actionsMax): give --from.")
      }
      let passes = try options.folder.passes(under: actions)
      guard passes.count <= ActionFile.passesMax else { throw Failure(.usage, "\(passes.count) passes are too many") }
      let bytes = ActionFile(passes: passes, actions: actions).encoded
      guard bytes.count <= ActionFile.bytesMax else {
        throw Failure(.usage, "\(Words.bytes(bytes.count)) are more than a file takes", hint: "Give --from.")
      }
      try SecretFile.write(bytes, to: URL(filePath: path))
      Terminal.line("Wrote \(Words.count(actions.count, "action")) to \(path)")
    }
  }
}
