// `gridward record create`, `edit`, `step` and `settle`: what people write.
import ArgumentParser
import Catalog
import Merge
import Node
import Transport

extension RecordCommand {
  struct Create: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Enter a new record.", discussion: FieldInput.help)

    @Argument(help: "The record's type, such as hazard.")
    var type: String
    @Option(help: ArgumentHelp("The area it belongs to.", valueName: "code"))
    var area: String
    @Option(help: ArgumentHelp("Its id, a UUIDv7: run again, it is entered once.", valueName: "uuid"))
    var id: String?
    @Argument(help: "Fields, as name=value.")
    var fields: [String] = []
    @OptionGroup var writerOptions: WriterOptions
    @OptionGroup var options: ClientOptions

    func run() async throws {
      let desk = try await Desk(options, flags: writerOptions.flags)
      var body = try await FieldInput(fields, type: desk.type(type), isNew: true, now: desk.now(for: fields)).parts
      body["area"] = .text(area)
      body["id"] = id.map { .text($0) }
      body["user"] = .text(desk.user)
      let answer = try await desk.client.send(.post, "/records/\(NodeClient.encoded(type))", body: .object(body))
      desk.show(answer) { "Entered \(type) \($0["id"].shown)" }
    }
  }

  struct Edit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Change fields of a record.",
      discussion: """
        It counts as made by somebody who has seen the record as the node has it now; with --seen as it was when that \
        version was read.

        What is added to a counter counts once under its id. The command draws one; after an answer that did not come, run \
        it again with the id it tells.

        \(FieldInput.help)
        """)

    @OptionGroup var record: RecordArguments
    @Argument(help: "Fields, as name=value.")
    var fields: [String]
    @Option(help: ArgumentHelp("The version (ETag) that was seen.", valueName: "tag"))
    var seen: String?
    @Option(help: ArgumentHelp("The id under which additions to counters count once.", valueName: "32 hex digits"))
    var id: String?
    @OptionGroup var writerOptions: WriterOptions
    @OptionGroup var options: ClientOptions

    func run() async throws {
      let desk = try await Desk(options, flags: writerOptions.flags)
      let input = try await FieldInput(fields, type: desk.type(record.type), now: desk.now(for: fields))
      let count = try incrementID()
      do {
        let answer = try await desk.change(record.path(), tag: seen, input.parts(countingUnder: count))
        desk.show(answer) { _ in "Changed \(record.type) \(record.id)" }
      } catch let failure as Failure where !input.increment.isEmpty && [.unreachable, .busy].contains(failure.status) {
        throw Failure(
          failure.status, failure.message,
          hint: "Run it again with `--id \(count)`: it counts once, whether or not it was heard.")
      }
    }

    private func incrementID() throws -> IncrementID {
      guard let id else { return IncrementID(Node.random16()) }
      guard let given = IncrementID(hex: id) else {
        throw Failure(.usage, "`\(id)` is no id", hint: "It has 32 hexadecimal digits.")
      }
      return given
    }
  }

  struct StepCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "step", abstract: "Take a step of the record's lifecycle.",
      discussion: """
        A hazard goes ordered → rectified → passed → closed; failed and reopened begin another round.
          gridward record step hazard 01931c4e-… rectified note=已清理
        """)

    @OptionGroup var record: RecordArguments
    @Argument(help: "The step, such as rectified.")
    var step: String
    @Argument(help: "Details, as name=value, such as reason=误报; at=2026-03-01T08:30 says when it was.")
    var details: [String] = []
    @OptionGroup var writerOptions: WriterOptions
    @OptionGroup var options: ClientOptions

    func run() async throws {
      let desk = try await Desk(options, flags: writerOptions.flags)
      try check(desk.type(record.type))
      let now = try await desk.now(for: details)
      let timed = try details.map { detail in
        guard detail.hasPrefix("at=") else { return detail }
        return "at=\(try ValueInput.time(String(detail.dropFirst(3)), name: "at", now: now))"
      }
      let details = try FieldInput(timed, type: nil, now: now).parts["fields"] ?? .null
      let fact = JSON.object(
        ["step": .text(step), "id": .text(Node.newStepID().description), "details": details].filter { !$0.value.isNull }
      )
      let answer = try await desk.change(record.path(), tag: nil, ["steps": .list([fact])])
      desk.show(answer) { json in
        "\(record.type) \(record.id) is now \(RecordWords(json: json, type: desk.type(record.type)).status)"
      }
    }

    private func check(_ type: RecordType?) throws {
      guard let lifecycle = type?.lifecycle, lifecycle.steps.first(where: { $0.name == step }) == nil else { return }
      let known = lifecycle.steps.map { "\($0.name) (\($0.title.zh))" }.joined(separator: ", ")
      throw Failure(.usage, "\(record.type) has no step `\(step)`", hint: "It has \(known).")
    }
  }

  struct Settle: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Settle concurrent values: what is given stands, the others are done with.",
      discussion: "  gridward record settle hazard 01931c4e-… description=楼道堆放杂物")

    @OptionGroup var record: RecordArguments
    @Argument(help: "The fields to settle, as name=value.")
    var fields: [String]
    @OptionGroup var writerOptions: WriterOptions
    @OptionGroup var options: ClientOptions

    func run() async throws {
      let desk = try await Desk(options, flags: writerOptions.flags)
      var body = try await FieldInput(fields, type: desk.type(record.type), now: desk.now(for: fields)).parts
      body["user"] = .text(desk.user)
      let answer = try await desk.client.send(.post, record.path("/settle"), body: .object(body))
      desk.show(answer) { _ in "Settled \(record.type) \(record.id)" }
    }
  }
}
