// What somebody enters: one commit's worth of records, by one user at one moment at one node.
import Catalog
import Merge
package import Replica
import SeededNumbers

/// One commit that a scenario makes.
package struct Entry: Sendable {
  /// - Units: milliseconds since 1970.
  package let time: Int64
  package let user: String
  package let intents: [Intent]
  /// Whether the records are made by it, and not changed.
  package let isNew: Bool
}

/// Fills in the catalog's forms by the names of their fields.
struct Form {
  let catalog: Catalog

  func intent(_ type: String, _ record: RecordID, _ area: Area, _ edits: [(String, FieldEdit)]) -> Intent {
    guard let found = catalog.type(named: type) else { preconditionFailure("the catalog has no \(type)") }
    let fields = edits.map { name, edit in
      guard let field = found.field(named: name) else { preconditionFailure("\(type) has no \(name)") }
      return FieldChange(field.number, edit)
    }
    return Intent(type: type, record: record, area: area, seen: .empty, fields: fields)
  }

  /// A step taken at a moment.
  func step(_ kind: String, of type: String, _ record: RecordID, _ area: Area, at time: Int64, _ draw: inout Draw)
    -> Intent
  {
    intent(type, record, area, [("steps", step(kind, at: time, &draw))])
  }

  func step(_ kind: String, at time: Int64, _ draw: inout Draw) -> FieldEdit {
    let step = Step(
      id: StepID(Bytes16(high: draw.next(), low: draw.next())), kind: kind, round: 1,
      details: .sorted([("at", .int(time))]))
    return .steps([step])
  }

  func text(_ text: String) -> FieldEdit { .write(.text(text)) }
  func int(_ number: Int64) -> FieldEdit { .write(.int(number)) }

  /// A photograph by its SHA-256; the file itself travels by other ways.
  func photograph(at time: Int64, _ draw: inout Draw) -> FieldEdit {
    let hash = [Bytes16(high: draw.next(), low: draw.next()), Bytes16(high: draw.next(), low: draw.next())]
    let value = Value.sorted([("name", .text("IMG_\(time / 1_000 % 100_000).jpg")), ("taken_at", .int(time))])
    return .elements(add: [Value.Entry(hash.map(\.hex).joined(), value)], remove: [])
  }

  static func record(at time: Int64, _ draw: inout Draw) -> RecordID {
    RecordID(milliseconds: time, random: (draw.next(), draw.next()))
  }
}
