// Signing at the command line: what is asked for is checked against a store as it stands, and becomes an action of a device.
import ArgumentParser
import Catalog
import Enrolment
import Foundation
import Merge
import Node
import Records
import Replica
import Server
import Store
import Trust

/// By which device, under which pass and against which store something is signed.
struct SigningOptions: ParsableArguments {
  @OptionGroup var options: DeviceOptions
  @OptionGroup var store: StoreOptions
  @Option(help: ArgumentHelp("The pass, where several posts may act there: how its id begins.", valueName: "hex"))
  var pass: String?
  @Option(help: ArgumentHelp("The account that the person stands in for.", valueName: "uuid"))
  var actingFor: String?
}

/// Makes actions of a device.
struct ActionSigner {
  let catalog: Catalog
  /// By this machine's clock: beside an action it is information.
  let now = Node.now
  private let settings: Settings
  let device: DeviceFolder
  private let pass: String?
  private let actingFor: String?

  init(_ options: SigningOptions) async throws {
    var settings = try await options.store.settings()
    (settings.pass, settings.actingFor) = (options.pass, options.actingFor)
    try self.init(settings, device: options.options.folder)
  }

  init(_ settings: Settings, device: DeviceFolder) throws {
    (self.settings, self.device) = (settings, device)
    catalog = try settings.catalog()
    (pass, actingFor) = (settings.pass, settings.actingFor)
  }

  func type(_ name: String) throws -> RecordType {
    guard let type = catalog.type(named: name) else {
      throw Failure(.usage, "the catalog has no record type `\(name)`", hint: "A running node lists them at /catalog.")
    }
    return type
  }

  /// The record that is meant, as the store holds it.
  func record(_ place: RecordPlace) throws -> RecordView {
    try OpenStore.looking(settings) { reader, _ in try place.record(in: reader) }
  }

  /// Signs what plans come to: all about one area, in one class, as one action.
  /// - Parameters:
  ///   - area: where it is done; the pass has to be good there.
  ///   - isForced: whether even a step without effect is wanted.
  func sign(
    at area: Area, isForced: Bool = false, _ plans: (EntryContext) throws -> [any WritePlan]
  ) throws -> PortableAction {
    let held = try HeldPass.chosen(of: device, pass, for: area, now: now)
    let actingFor = try actingFor.map { try Named.account($0) }
    let intents = try OpenStore.looking(settings) { reader, _ in
      let context = EntryContext(
        user: held.pass.account.description, catalog: catalog, home: held.pass.area, now: now, isForced: isForced,
        actor: try held.actor(for: actingFor, in: reader), newStepID: Node.newStepID)
      return try plans(context).flatMap { try $0.intents(in: reader) }
    }
    guard let first = intents.first, let type = catalog.type(named: first.type) else {
      throw Failure(.refused, "all of it has been done before", hint: "Nothing was signed.")
    }
    let changes = intents.map { Change(type: $0.type, record: $0.record, seen: $0.seen, fields: $0.fields) }
    let draft = ActionDraft(
      deviceTime: now, actingFor: actingFor, area: first.area,
      class: type.class.name, changes: changes)
    guard draft.changes.count <= PortableAction.changesBytesMax else {
      throw Failure(.refused, "that is more than one action may say", hint: "Sign it in several.")
    }
    return try device.sign(draft, pass: held.id)
  }

  func tell(_ action: PortableAction, _ what: String) {
    Terminal.line("Signed as action \(action.signature.number): \(what)")
    Terminal.line("Next: gridward device actions --output FILE --device \(device.url.relativePath)")
  }
}

extension EditInput {
  /// What `FieldInput` makes of arguments.
  init(_ parts: [String: JSON]) throws {
    self.init()
    fields = try Self.entries(parts["fields"])
    add = try Self.entries(parts["add"])
    remove = try Self.entries(parts["remove"])
    increment = try Self.entries(parts["increment"]).map { entry in
      let id = entry.value["id"]?.text.flatMap { IncrementID(hex: $0) }
      return CountInput(field: entry.key, parts: [.init(by: entry.value["by"] ?? entry.value, id: id)])
    }
    steps = try (parts["steps"]?.list ?? []).map { step in
      let details = try Self.entries(step["details"])
      return StepInput(
        kind: step["step"].shown, round: step["round"].int, details: details.isEmpty ? .null : .map(details),
        id: step["id"].text.flatMap { StepID(hex: $0) } ?? Node.newStepID())
    }
  }

  private static func entries(_ json: JSON?) throws -> [Value.Entry] {
    guard let json, case .map(let entries) = try JSONReader.value(of: Array(json.string.utf8)) else { return [] }
    return entries
  }
}
