// What somebody asks of a node about one record, as a request to its API says it.
import Catalog
import Merge
import Records
import Replica
import Store

/// Making a record or editing one: names and values as people say them, so that the catalog of the node that is asked decides
/// what they mean.
struct RecordRequest: Hashable, Sendable {
  let type: String
  let record: RecordID
  let area: Area
  /// What its writer had seen of the record; nil for a record that is to be made.
  let seen: Seen?
  let input: EditInput
  /// Whether even a step without effect is wanted.
  var isForced = false

  /// What the request comes to, by the rules of entry: the plan that the same request over HTTP becomes.
  /// - Parameters:
  ///   - deviceTime: the device's own clock in milliseconds, when it is not the node's.
  ///   - store: the store of the node that is asked.
  ///   - now: that node's clock in milliseconds.
  /// - Throws: `EntryRefusal` for what no store needs to be asked about; `CommitRefusal.unknownType`.
  func plan(by user: String, deviceTime: Int64?, catalog: Catalog, store: Store, now: Int64) throws -> any WritePlan {
    guard let type = catalog.type(named: type) else { throw CommitRefusal.unknownType(type) }
    let home = store.identity.area
    let gate = OriginGate(type, home: home, catalog: store.catalog)
    let context = EntryContext(user: user, catalog: catalog, home: home, now: now, isForced: isForced) {
      preconditionFailure("a step of an edit of what is held brings its id")
    }
    guard let seen else {
      try gate.checkCreate()
      let edits = try RecordEdits(input, type: type, isNew: true)
      let id = try gate.checkCreate(edits, id: record)
      if gate.isOfFigures { try store.read { try gate.checkFigures(edits, area: area, in: $0) } }
      return CreatePlan(RecordPlace(type: type, id: id ?? record, area: area), in: area, edits, context: context)
    }
    try gate.checkEdit(input)
    let edits = try RecordEdits(input, type: type, isNew: false)
    let place = RecordPlace(type: type, id: record, area: area)
    return EditPlan(place, seen: seen, edits, deviceTime: deviceTime, context: context)
  }
}

extension RecordRequest: CustomStringConvertible {
  /// The record, and what is to be done to it, for the trace.
  var description: String {
    var parts = (input.fields + input.add).map(\.key) + input.remove.map { "-\($0.key)" }
    parts += input.increment.map(\.field) + input.steps.map(\.kind)
    return "\(type) \(String(record.description.suffix(12))) [\(parts.joined(separator: " "))]"
  }
}

extension EditInput {
  /// Edits of fields by their names, each in the section in which a request says it.
  init(_ edits: [(String, FieldEdit)]) {
    self.init()
    for (name, edit) in edits {
      switch edit {
      case .write(let value): fields.append(Value.Entry(name, value))
      case .elements(let added, let removed):
        if !added.isEmpty { add.append(Value.Entry(name, .map(added))) }
        if !removed.isEmpty { remove.append(Value.Entry(name, .list(removed.map { .text($0) }))) }
      case .increment(let amount): fields.append(Value.Entry(name, .int(amount)))
      case .increments(let increments):
        let parts = increments.map { CountInput.Part(by: .int($0.amount), id: $0.id) }
        increment.append(CountInput(field: name, parts: parts))
      case .steps(let taken):
        steps += taken.map { StepInput(kind: $0.kind, round: $0.round, details: $0.details, id: $0.id) }
      }
    }
  }
}

extension EntryRefusal {
  /// Why something was refused, in a word or two: as many as there are reasons, but for the fields named.
  var reason: String {
    switch self {
    case .invalidFields(let faults): faults.map(\.code).joined(separator: "+")
    case .stepWithoutEffect(_, let reason, _): reason.rawValue
    case .madeWithOtherContent: "madeWithOtherContent"
    case .madeElsewhere: "madeElsewhere"
    case .countedOtherwise: "countedOtherwise"
    case .unknownRecord: "unknownRecord"
    case .versionChanged: "versionChanged"
    case .ambiguousRecord: "ambiguousRecord"
    case .notOfPeople(_, _, let rule): "\(rule)"
    case .notAtOrAbove: "notAtOrAbove"
    case .notStatementID: "notStatementID"
    }
  }

  /// What a person is told, for the trace.
  var words: String {
    switch self {
    case .invalidFields(let faults): faults.map { "\($0.field) \($0.code)" }.joined(separator: ", ")
    case .stepWithoutEffect(let step, let reason, _): "\(step.kind) \(reason.rawValue)"
    default: reason
    }
  }
}
