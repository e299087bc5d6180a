// What a scenario enters, as requests to a node's records API.
import Catalog
import Merge
import Replica
import Scenarios
import Wire

/// One write of one record.
struct EntryRequest: Sendable {
  let path: String
  let isNew: Bool
  /// JSON.
  let body: [UInt8]

  init(_ intent: Intent, of entry: Entry, catalog: Catalog) {
    let isNew = entry.isNew
    var fields: [(String, Value)] = []
    var added: [(String, Value)] = []
    var counted: [(String, Value)] = []
    var steps: [Value] = []
    for change in intent.fields {
      guard let field = catalog.type(named: intent.type)?.field(numbered: change.field) else { continue }
      switch change.edit {
      case .write(let value): fields.append((field.name, value))
      case .elements(let elements, _): added.append((field.name, .map(elements)))
      case .increment(let amount): fields.append((field.name, .int(amount)))
      case .increments(let increments): counted.append((field.name, .list(increments.map(Self.value))))
      case .steps(let taken): steps += taken.map(Self.value)
      }
    }
    var body: [(String, Value)] = [("user", .text(entry.user)), ("device_time", .int(entry.time))]
    if !steps.isEmpty { body.append(("steps", .list(steps))) }
    if !counted.isEmpty { body.append(("increment", .sorted(counted))) }
    if isNew {
      body += [("area", .text(intent.area.code)), ("id", .text(intent.record.description))]
      fields += added
    } else if !added.isEmpty {
      body.append(("add", .sorted(added)))
    }
    if !fields.isEmpty { body.append(("fields", .sorted(fields))) }
    self.body = Array(JSONText.string(.sorted(body)).utf8)
    self.isNew = isNew
    path = isNew ? "/records/\(intent.type)" : "/records/\(intent.type)/\(intent.record)"
  }

  private static func value(_ increment: Increment) -> Value {
    .sorted([("by", .int(increment.amount)), ("id", .text(increment.id.description))])
  }

  private static func value(_ step: Step) -> Value {
    .sorted([
      ("step", .text(step.kind)), ("round", .int(step.round)), ("id", .text(step.id.description)),
      ("details", step.details),
    ])
  }

  /// The requests of one node's entries, in their order.
  static func requests(_ entries: [Entry], catalog: Catalog) -> [EntryRequest] {
    entries.flatMap { entry in
      entry.intents.map { EntryRequest($0, of: entry, catalog: catalog) }
    }
  }
}
