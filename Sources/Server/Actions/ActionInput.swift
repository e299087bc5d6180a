// Signed actions as JSON: read into the very bytes that the device signed.
import Catalog
import Enrolment
import Merge
import Node
import Trust
import Wire

/// A body of `POST /actions` in JSON: `{passes?, actions}`.
///
/// An action is `{pass, number, at?, for?, area, class, changes, signature}`, a change
/// `{type, id, seen?, fields?, add?, remove?, increment?, steps?}`, with the names of the catalog. Nothing is made fit: what stands
/// there is encoded as protocol §16.3 says, and the signature is over those bytes.
struct ActionInput {
  let file: ActionFile

  private static let members: Set = ["pass", "number", "at", "for", "area", "class", "changes", "signature"]
  private static let changeMembers: Set = ["type", "id", "seen", "fields", "add", "remove", "increment", "steps"]

  /// - Throws: `Problem`, which names the place of the action that cannot be read.
  init(_ body: [UInt8], catalog: Catalog) throws {
    let value = try JSONReader.value(of: body)
    do { try Self.expect(value, ["passes", "actions"], "the body") } catch let fault as Fault {
      throw Problem(.invalidContent, "\(fault.words).")
    }
    let (actions, passes) = (try Self.items("actions", in: value), try Self.items("passes", in: value))
    guard !(actions.isEmpty && passes.isEmpty), actions.count <= ActionRoutes.actionsMax,
      passes.count <= ActionFile.passesMax
    else {
      throw Problem(
        .invalidContent,
        "'actions' has at most \(ActionRoutes.actionsMax) actions, 'passes' at most \(ActionFile.passesMax) passes, and one of the two something."
      )
    }
    file = ActionFile(
      passes: try passes.map { try Self.pass($0) },
      actions: try actions.enumerated().map { place, value in
        do { return try Self.action(value, catalog) } catch let fault as Fault {
          throw Problem(.invalidContent, "actions[\(place)]: \(fault.words)")
        }
      })
  }

  /// What is wrong with one action.
  private struct Fault: Error {
    let words: String
    init(_ words: String) { self.words = words }
  }

  /// A list of the body, which may be left out.
  private static func items(_ name: String, in value: Value) throws -> [Value] {
    switch value[name] {
    case nil, .null?: return []
    case .list(let items)?: return items
    default: throw Problem(.invalidContent, "'\(name)' is a list.")
    }
  }

  private static func expect(_ value: Value, _ members: Set<String>, _ what: String) throws {
    guard case .map(let entries) = value else { throw Fault("\(what) is an object") }
    if let other = entries.first(where: { !members.contains($0.key) }) {
      throw Fault("'\(other.key)' is not known in \(what)")
    }
  }

  private static func pass(_ value: Value) throws -> Statement {
    guard let bytes = value.text.flatMap({ [UInt8](hexadecimal: $0) }), let statement = try? Statement(encoded: bytes),
      case .pass = statement.content
    else { throw Problem(.invalidContent, "'passes' is a list of passes in hexadecimal, each signed by its issuer.") }
    return statement
  }

  private static func action(_ value: Value, _ catalog: Catalog) throws -> PortableAction {
    try expect(value, members, "an action")
    guard let pass = value["pass"]?.text.flatMap({ RecordID(hex: $0) }) else {
      throw Fault("'pass' is 32 hexadecimal digits")
    }
    guard let number = value["number"]?.int, number > 0 else { throw Fault("'number' is an integer from 1") }
    guard let area = value["area"]?.text.flatMap({ Area($0) }) else { throw Fault("'area' is no area") }
    guard let name = value["class"]?.text, name.utf8.count <= Limits.nameBytesMax else {
      throw Fault("'class' is the name of a class")
    }
    guard let signature = value["signature"]?.text.flatMap({ [UInt8](hexadecimal: $0) }),
      signature.count == DeviceKey.signatureBytes
    else { throw Fault("'signature' is \(2 * DeviceKey.signatureBytes) hexadecimal digits") }
    let time = try given(value["at"], "'at' is milliseconds since 1970") { $0.int }
    let account = try given(value["for"], "'for' is an account") { $0.text.flatMap { RecordID(hex: $0) } }
    let changes = try (value["changes"]?.list ?? []).map { try change($0, catalog) }
    guard !changes.isEmpty, Set(changes.map(\.record)).count == changes.count else {
      throw Fault("'changes' is a list of changes, each of another record")
    }
    let draft = ActionDraft(
      deviceTime: time, actingFor: account.map { AccountID($0.raw) }, area: area, class: name, changes: changes)
    guard draft.changes.count <= PortableAction.changesBytesMax else {
      throw Fault("'changes' are more than one action says")
    }
    return PortableAction(draft, pass: PassID(pass.raw), number: UInt64(number)) { _ in signature }
  }

  /// What may be left out, or null.
  private static func given<T>(_ value: Value?, _ fault: String, _ read: (Value) -> T?) throws -> T? {
    guard let value, value != .null else { return nil }
    guard let found = read(value) else { throw Fault(fault) }
    return found
  }

  private static func change(_ value: Value, _ catalog: Catalog) throws -> Change {
    try expect(value, changeMembers, "a change")
    guard let type = value["type"]?.text.flatMap({ catalog.type(named: $0) }) else {
      throw Fault("'type' is none that this node's catalog has; as CBOR (protocol §16.6) it is taken all the same")
    }
    guard let id = value["id"]?.text.flatMap({ RecordID(hex: $0) }) else { throw Fault("'id' is no UUID") }
    let seen = try given(value["seen"], "'seen' is a version, as an ETag names it") { SeenVector(text: $0.text ?? "-") }
    return Change(
      type: type.name, record: id, seen: seen ?? .empty, fields: try FieldInputs(value, of: type).changes)
  }

  /// What is done to the fields of one record.
  private struct FieldInputs {
    private let type: RecordType
    private var edits: [Int: FieldEdit] = [:]

    var changes: [FieldChange] { edits.sorted { $0.key < $1.key }.map { FieldChange($0.key, $0.value) } }

    init(_ value: Value, of type: RecordType) throws {
      self.type = type
      for entry in try entries(value, "fields") {
        try put(.write(entry.value), entry.key, "fields") { if case .register = $0.kind { true } else { false } }
      }
      let (added, removed) = (try entries(value, "add"), try entries(value, "remove"))
      for name in Set((added + removed).map(\.key)) {
        let add = added.first { $0.key == name }?.value ?? .map([])
        let keys = (removed.first { $0.key == name }?.value ?? .list([])).list.map(\.text)
        guard case .map(let elements) = add, !keys.contains(nil) else {
          throw Fault("'add' has an object of elements for each set, 'remove' a list of keys")
        }
        try put(.elements(add: elements, remove: keys.compactMap(\.self)), name, "add") {
          if case .set = $0.kind { true } else { false }
        }
      }
      for entry in try entries(value, "increment") {
        let parts = try entry.value.list.map { part in
          guard let id = part["id"]?.text.flatMap({ IncrementID(hex: $0) }), let by = part["by"]?.int else {
            throw Fault("'increment' has a list of {id, by} for each counter")
          }
          return Increment(id: id, amount: by)
        }
        try put(.increments(parts), entry.key, "increment") { if case .counter = $0.kind { true } else { false } }
      }
      try takeSteps(value["steps"]?.list ?? [])
    }

    private func entries(_ value: Value, _ name: String) throws -> [Value.Entry] {
      guard let section = value[name], section != .null else { return [] }
      guard case .map(let entries) = section else { throw Fault("'\(name)' is an object with a member for each field") }
      return entries
    }

    private mutating func put(_ edit: FieldEdit, _ name: String, _ section: String, _ fits: (Field) -> Bool) throws {
      guard let field = type.field(named: name), fits(field) else {
        throw Fault("\(type.name) has no field '\(name)' that stands in '\(section)'")
      }
      edits[field.number] = edit
    }

    private mutating func takeSteps(_ list: [Value]) throws {
      if list.isEmpty { return }
      guard let lifecycle = type.lifecycle else { throw Fault("\(type.name) has no steps") }
      let steps = try list.map { item in
        guard let id = item["id"]?.text.flatMap({ StepID(hex: $0) }), let kind = item["step"]?.text,
          let round = item["round"]?.int
        else { throw Fault("a step is {id, step, round, details?}") }
        return Step(id: id, kind: kind, round: round, details: item["details"] ?? .null)
      }
      edits[lifecycle.fieldNumber] = .steps(steps)
    }
  }
}

extension Value {
  fileprivate var list: [Value] { if case .list(let items) = self { items } else { [] } }
}
