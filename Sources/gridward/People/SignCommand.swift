// `gridward device sign`: what `gridward record` enters, signed by a person's device and handed in later.
import ArgumentParser
import Catalog
import Merge
import Node
import Records
import Store
import Trust

struct SignCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sign", abstract: "Sign a new record, an edit or a step, as the store shows the record now.",
    discussion: """
        gridward device sign create hazard --area 370202021001 category=消防安全 description=楼道堆物 severity=0 found_at=now \\
          --device zhang.device --store home/node.db
        gridward device sign edit hazard 0198c000-0000-7000-8000-000000000017 place=三楼 --device zhang.device --store home/node.db
        gridward device sign step hazard 0198c000-0000-7000-8000-000000000017 passed --device zhang.device --store home/node.db

      A node may be running over the store. Nothing is written to it: the action stands in the device's journal, under a \
      number that is used for nothing else.
      """,
    subcommands: [Create.self, Edit.self, StepCommand.self])

  struct Create: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Sign a new record.", discussion: FieldInput.help)

    @Argument(help: "The record's type, such as hazard.") var type: String
    @Option(help: ArgumentHelp("The area it belongs to.", valueName: "code")) var area: String
    @Argument(help: "Fields, as name=value.") var fields: [String] = []
    @OptionGroup var options: SigningOptions

    func run() async throws {
      let signer = try await ActionSigner(options)
      let (type, area, id) = (try signer.type(type), try Named.area(area), Node.newRecordID())
      let parts = try FieldInput(fields, type: type, isNew: true, now: signer.now).parts
      let action = try signer.creation(of: id, type, at: area, EditInput(parts))
      signer.tell(action, "\(type.name) \(id)")
    }
  }

  struct Edit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Sign an edit.", discussion: FieldInput.help)

    @OptionGroup var record: RecordArguments
    @Argument(help: "Fields, as name=value.") var fields: [String]
    @OptionGroup var options: SigningOptions

    func run() async throws {
      let signer = try await ActionSigner(options)
      let type = try signer.type(record.type)
      let input = try FieldInput(fields, type: type, now: signer.now)
      let edit = try EditInput(input.parts(countingUnder: IncrementID(Node.random16())))
      let action = try signer.change(try record.place(type), edit)
      signer.tell(action, "\(record.type) \(record.id) changed")
    }
  }

  struct StepCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "step", abstract: "Sign a step of a record's lifecycle.",
      discussion:
        "  gridward device sign step hazard 0198c000-0000-7000-8000-000000000017 rectified note=已清理 --device zhang.device"
    )

    @OptionGroup var record: RecordArguments
    @Argument(help: "The step, such as rectified.") var step: String
    @Argument(help: "Details, as name=value.") var details: [String] = []
    @OptionGroup var options: SigningOptions

    func run() async throws {
      let signer = try await ActionSigner(options)
      let edit = try EditInput.step(step, details, now: signer.now)
      let action = try signer.change(try record.place(try signer.type(record.type)), edit)
      signer.tell(action, "\(record.type) \(record.id) \(step)")
    }
  }
}

extension RecordArguments {
  func place(_ type: RecordType) throws -> RecordPlace {
    RecordPlace(
      type: type, id: try Named.record(id, type.name), area: try area.map { try Named.area($0) })
  }
}

extension ActionSigner {
  /// Signs a change of a record by somebody who has seen it as the store holds it.
  /// - Parameter seen: what had been seen, where that is another version than the one that the store holds.
  func change(
    _ place: RecordPlace, _ input: EditInput, seen: Seen = .whatIsHeld, isForced: Bool = false
  ) throws -> PortableAction {
    let edits = try RecordEdits(input, type: place.type, isNew: false)
    return try sign(at: try record(place).area, isForced: isForced) { context in
      [EditPlan(place, seen: seen, edits, deviceTime: now, context: context)]
    }
  }

  /// Signs a new record.
  func creation(
    of id: RecordID, _ type: RecordType, at area: Area, _ input: EditInput, isForced: Bool = false
  ) throws -> PortableAction {
    let edits = try RecordEdits(input, type: type, isNew: true)
    return try sign(at: area, isForced: isForced) { context in
      [CreatePlan(RecordPlace(type: type, id: id, area: area), in: area, edits, context: context)]
    }
  }
}

extension EditInput {
  /// A step with its details as the command line has them.
  static func step(_ kind: String, _ details: [String], now: Int64) throws -> EditInput {
    let timed = try details.map { detail in
      guard detail.hasPrefix("at=") else { return detail }
      return "at=\(try ValueInput.time(String(detail.dropFirst(3)), name: "at", now: now))"
    }
    let said = try EditInput(try FieldInput(timed, type: nil, now: now).parts).fields
    var input = EditInput()
    input.steps = [StepInput(kind: kind, details: said.isEmpty ? .null : .map(said), id: Node.newStepID())]
    return input
  }
}
