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
  let body: JSON

  init(_ intent: Intent, of entry: Entry, catalog: Catalog) {
    let isNew = entry.isNew
    var fields: [String: JSON] = [:]
    var added: [String: JSON] = [:]
    var counted: [String: JSON] = [:]
    var steps: [JSON] = []
    for change in intent.fields {
      guard let field = catalog.type(named: intent.type)?.field(numbered: change.field) else { continue }
      switch change.edit {
      case .write(let value): fields[field.name] = Self.json(value)
      case .elements(let elements, _): added[field.name] = Self.json(.map(elements))
      case .increment(let amount): fields[field.name] = .int(amount)
      case .increments(let increments): counted[field.name] = .list(increments.map(Self.json))
      case .steps(let taken): steps += taken.map(Self.json)
      }
    }
    var body: [String: JSON] = ["user": .text(entry.user), "device_time": .int(entry.time)]
    if !steps.isEmpty { body["steps"] = .list(steps) }
    if !counted.isEmpty { body["increment"] = .object(counted) }
    if isNew {
      body["area"] = .text(intent.area.code)
      body["id"] = .text(intent.record.description)
      fields.merge(added) { given, _ in given }
    } else if !added.isEmpty {
      body["add"] = .object(added)
    }
    if !fields.isEmpty { body["fields"] = .object(fields) }
    self.body = .object(body)
    self.isNew = isNew
    path = isNew ? "/records/\(intent.type)" : "/records/\(intent.type)/\(intent.record)"
  }

  private static func json(_ value: Value) -> JSON { JSON(parsing: JSONText.string(value).utf8) ?? .null }

  private static func json(_ increment: Increment) -> JSON {
    .object(["by": .int(increment.amount), "id": .text(increment.id.description)])
  }

  private static func json(_ step: Step) -> JSON {
    .object([
      "step": .text(step.kind), "round": .int(step.round), "id": .text(step.id.description),
      "details": json(step.details),
    ])
  }

  /// The requests of one node's entries, in their order.
  static func requests(_ entries: [Entry], catalog: Catalog) -> [EntryRequest] {
    entries.flatMap { entry in
      entry.intents.map { EntryRequest($0, of: entry, catalog: catalog) }
    }
  }
}
