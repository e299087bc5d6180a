// `gridward record …`: the records of a running node.
import ArgumentParser
import Catalog
import Node
import Transport

struct RecordCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Create, read, edit and settle the records of a running node.",
    discussion: """
      Examples:
        gridward record create hazard --area 370202021001 category=消防安全 \\
                 description=楼道堆物 severity=一般隐患 found_at=now \\
                 evidence_before+=@before.jpg
        gridward record list hazard --area 370202021000 --status reported
        gridward record count hazard --open --by area,severity
        gridward record show hazard 01931c4e-…
        gridward record edit hazard 01931c4e-… place=三单元二楼
        gridward record step hazard 01931c4e-… rectified note=已清理
        gridward record list hazard --conflicts
        gridward record settle hazard 01931c4e-… description=楼道堆放杂物
        gridward record history hazard 01931c4e-…

      \(FieldInput.help)
      """,
    subcommands: [
      Create.self, Show.self, Edit.self, StepCommand.self, ListCommand.self, CountCommand.self, History.self,
      Settle.self,
    ])
}

/// The record a command is about.
struct RecordArguments: ParsableArguments {
  @Argument(help: "The record's type, such as hazard.")
  var type: String
  @Argument(help: "The record's id.")
  var id: String
  @Option(help: ArgumentHelp("Which one, where two areas have a record with this id.", valueName: "code"))
  var area: String?

  /// The record's path, or that of a part of it.
  /// - Parameter after: where a page of the part begins.
  func path(_ part: String = "", after: String? = nil) -> String {
    let query = [("area", area), ("after", after)].compactMap { name, value in
      value.map { "\(name)=\(NodeClient.encoded($0))" }
    }.joined(separator: "&")
    return "/records/\(NodeClient.encoded(type))/\(NodeClient.encoded(id))\(part)"
      + (query.isEmpty ? "" : "?\(query)")
  }
}

/// What every record command begins with: settings, catalog, client.
struct Desk {
  let settings: Settings
  let catalog: Catalog
  let client: NodeClient
  let isJSON: Bool

  init(_ options: ClientOptions, flags: [String: String?] = [:]) async throws {
    settings = try await options.settings(flags)
    catalog = try settings.catalog()
    client = try NodeClient(settings)
    isJSON = options.json
  }

  func type(_ name: String) -> RecordType? { catalog.type(named: name) }

  /// A node hands out no more than a thousand records in one answer.
  static func check(count: Int, hint: String) throws {
    guard (1...1_000).contains(count) else { throw Failure(.usage, "--count is \(count)", hint: hint) }
  }

  /// Who writes: from the settings, else the login name.
  var user: String { settings.user ?? Login.name }

  /// The time from which `now` and `+3d` among arguments are seen: the node's, which may know that this machine's clock is wrong.
  func now(for arguments: [String]) async throws -> Int64 {
    let isRelative = arguments.contains { argument in
      guard let sign = argument.firstIndex(of: "=") else { return false }
      let text = argument[argument.index(after: sign)...]
      return WrittenTime(text, now: 0) != WrittenTime(text, now: 1)
    }
    guard isRelative else { return Node.now }
    return try await client.get("/status").json["now"].int ?? Node.now
  }

  /// Prints the node's JSON, or what `words` makes of it.
  func show(_ answer: Answer, _ words: (JSON) -> String) {
    Terminal.line(isJSON ? String(decoding: answer.body, as: UTF8.self) : words(answer.json))
  }

  /// A change to a record, made as somebody who has seen it as it is now, or as it was at `tag`.
  func change(_ path: String, tag: String?, _ body: [String: JSON]) async throws -> Answer {
    var seen = tag
    if seen == nil { seen = try await client.get(path).tag }
    let body = body.merging(["user": .text(user)]) { given, _ in given }
    return try await client.send(.patch, path, body: .object(body), headers: [("If-Match", seen ?? "*")])
  }
}
