// `gridward actions`: what devices have signed, handed in from a file, and what became of it.
import ArgumentParser
import Enrolment
import Foundation
import Merge
import Node
import Trust
import Wire

struct ActionsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "actions",
    abstract: "Signed actions: handing them in from a file, and what became of them.",
    discussion: """
        gridward actions import zhang.actions --store home/node.db
        gridward actions show 0123456789abcdef0123456789abcdef --server http://127.0.0.1:8371

      Any node that holds the areas concerned takes them, whoever carries the file: actions prove themselves. One that \
      cannot be entered is held with its reason, and stops none behind it.
      """,
    subcommands: [Import.self, Show.self])

  struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take in a file that a device has written.",
      discussion: "  gridward actions import zhang.actions --store home/node.db")

    @Argument(help: "The file.") var file: String
    @OptionGroup var store: StoreOptions
    @Option(help: ArgumentHelp("The node that runs over --store, where one does.", valueName: "url"))
    var server: String?

    func run() async throws {
      let settings = try await store.settings(["server": server])
      let bytes = try PeopleFile.bytes(file, max: ActionFile.bytesMax)
      let content: ActionFile
      do { content = try ActionFile(encoded: bytes) } catch {
        throw Failure(.refused, "\(file) is no file of actions: expected \(error.detail)", hint: "Have it copied anew.")
      }
      try ActionDelivery.tell(
        await ActionDelivery(passes: content.passes, actions: content.actions).deliver(settings))
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show what a node knows of a device's actions.",
      discussion: "  gridward actions show 0123456789abcdef0123456789abcdef --after 120")

    @Argument(help: "The device's id.") var device: String
    @Option(help: "Numbers behind this one.") var after: UInt64 = 0
    @Option(help: "How many, 1 to 1000.") var count = 100
    @OptionGroup var options: ClientOptions

    func run() async throws {
      try Desk.check(count: count, hint: "From 1 to 1000.")
      let desk = try await Desk(options)
      let device = try Named.device(device)
      let answer = try await desk.client.get(
        "/actions/\(device)", query: [("after", String(after)), ("limit", String(count))])
      desk.show(answer) { json in
        var table = Table(["number", "status", "verdict or reason", "commit"], widthMax: 60)
        for action in json["actions"].list {
          let commit = action["feed"].isNull ? "" : "\(action["feed"].shown.prefix(8))/\(action["seq"].shown)"
          table.add([
            action["number"].shown, action["status"].shown, action["verdict"].text ?? action["reason"].shown, commit,
          ])
        }
        return table.isEmpty ? "Nothing of that device is known here." : table.text
      }
    }
  }
}

extension DeviceCommand {
  struct Send: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Hand in what the device has signed at a running node.",
      discussion: """
          gridward device send --device zhang.device --server http://127.0.0.1:8371
          gridward device send --from 12 --device zhang.device

        Handed in again an action counts once.
        """)

    @OptionGroup var device: DeviceOptions
    @Option(help: "The first number.") var from: UInt64 = 1
    @OptionGroup var options: ClientOptions

    func run() async throws {
      let settings = try await options.settings()
      let actions = try device.folder.actions().filter { $0.signature.number >= from }
      let delivery = ActionDelivery(passes: try device.folder.passes(under: actions), actions: actions)
      try ActionDelivery.tell(await delivery.deliver(to: NodeClient(settings)))
    }
  }
}

extension PeopleFile {
  /// The bytes of a file.
  static func bytes(_ path: String, max: Int) throws -> [UInt8] {
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw Failure(.notFound, "there is no file \(path)")
    }
    defer { try? file.close() }
    let bytes = Array(try file.read(upToCount: max + 1) ?? Data())
    guard bytes.count <= max else { throw Failure(.refused, "\(path) is larger than \(max >> 20) MiB") }
    return bytes
  }
}
