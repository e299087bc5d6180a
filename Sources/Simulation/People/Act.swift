// One thing somebody does, drawn from what the node shows and what its catalog allows.
import Catalog
import Merge
import Records
import Replica
import Store

/// What kind of thing somebody does.
package enum ActKind: String, CaseIterable, Sendable {
  /// Makes a record.
  case makes
  /// Edits fields.
  case edits
  /// Takes a step that the lifecycle permits, with what it needs.
  case steps
  /// Takes a step, whatever comes of it, as `?force=true` asks for.
  case forces
  /// Signs a directive.
  case signs
  /// Asks for what the rules of entry forbid.
  case oversteps
}

/// What somebody asks for.
struct Act: Sendable {
  let kind: ActKind
  let request: RecordRequest
  /// Whether it has no effect unless a person's device has signed it.
  var wantsSignature = false

  /// Draws what a person does next: nothing when there is nothing to do; now and then more than they may, before what they may.
  static func draw(
    by person: inout Person, at node: SimulatedNode, in store: StoreReader, now: Int64
  ) throws -> [Act] {
    var acts: [Act] = []
    if person.draw.chance(Overstep.permille) {
      let record = try anyRecord(at: node, in: store, &person.draw)
      let overstep = Overstep(record: record, person: person, node: node, now: now)
      acts += [overstep.draw(newType(for: node, &person.draw), &person.draw)].compactMap { $0 }
    }
    let isNew = person.draw.chance(450)
    if isNew, let type = newType(for: node, &person.draw) {
      return acts + [Act(kind: .makes, request: entry(of: type, at: node, now: now, &person.draw))]
    }
    guard let record = try anyRecord(at: node, in: store, &person.draw), mayChange(record, at: node) else {
      return acts
    }
    let next = person
    return acts + [change(to: record, by: next, at: node, now: now, &person.draw)]
  }

  private static let typesAtTerminal = ["hazard", "inspection", "supply"]

  /// A type of record that a person at the node may enter about the node's own area.
  private static func newType(for node: SimulatedNode, _ draw: inout Draw) -> RecordType? {
    let names =
      switch node.area.tier {
      case .country, .province: ["directive", "hazard", "supply", "directive"]
      case .city, .district: ["directive", "hazard", "supply", "directive", "rule_setting"]
      case .township: ["hazard", "inspection", "directive", "supply", "hazard"]
      case .community: ["hazard", "patrol", "inspection", "tip_off", "supply", "hazard", "enterprise"]
      case .terminal: typesAtTerminal
      }
    return node.entryCatalog.type(named: draw.pick(names))
  }

  static func entry(of type: RecordType, at node: SimulatedNode, now: Int64, _ draw: inout Draw) -> RecordRequest {
    let id = newRecord(now: now, &draw)
    let fields = type.fields.filter { field in
      if case .steps = field.kind { return false }
      return field.isRequired || type.isAskedForInstead(field) || draw.chance(250)
    }
    let edits = Edit.draw(fields, of: nil, type: type, &draw)
    return RecordRequest(type: type.name, record: id, area: node.area, seen: nil, input: EditInput(edits))
  }

  static func newRecord(now: Int64, _ draw: inout Draw) -> RecordID {
    let random = draw.bytes16()
    return RecordID(milliseconds: now, random: (random.high, random.low))
  }

  /// A record the node shows, of a type that may be changed there.
  private static func anyRecord(
    at node: SimulatedNode, in store: StoreReader, _ draw: inout Draw
  ) throws -> RecordView? {
    // Hazards are what several tiers work on at once.
    let names = [
      "hazard", "hazard", "hazard", "inspection", "supply", "directive", "patrol", "tip_off", "rule_setting",
    ]
    guard let type = node.entryCatalog.type(named: draw.pick(names)) else { return nil }
    var filter = RecordFilter(type: type.name)
    // Low numbers more often: few records that many work on.
    filter.after = Int64(min(draw.below(40), draw.below(40)))
    filter.count = 1
    if let record = try store.records(filter, type: type).records.first { return record }
    filter.after = 0
    return try store.records(filter, type: type).records.first
  }

  /// Records of other types about an enterprise are a hostile one's, and nobody else may change them. What an office has said to those
  /// below they leave as it is.
  private static func mayChange(_ record: RecordView, at node: SimulatedNode) -> Bool {
    guard record.type.writers.admits(node.area, about: record.area) else { return false }
    return record.area.tier != .terminal || record.area == node.area || typesAtTerminal.contains(record.type.name)
  }

  /// The receipts a node owes for the directives it shows.
  static func receipts(
    at node: SimulatedNode, in store: StoreReader, now: Int64, draw: inout Draw
  ) throws -> [Act] {
    guard let directive = node.entryCatalog.type(named: "directive") else { return [] }
    var filter = RecordFilter(type: "directive")
    filter.count = RecordFilter.countMax
    let directives = try store.records(filter, type: directive).records
    return directives.filter { $0.area != node.area && $0.area.contains(node.area) }.map { record in
      let edits: [(String, FieldEdit)] = [
        ("directive", .write(.text(record.id.description))),
        ("node", .write(.text(node.identity.node.description))),
      ]
      let request = RecordRequest(
        type: "receipt", record: newRecord(now: now, &draw), area: node.area, seen: nil, input: EditInput(edits))
      return Act(kind: .signs, request: request)
    }
  }
}

extension RecordType {
  /// Whether it is one of two fields of which one has to be given.
  fileprivate func isAskedForInstead(_ field: Field) -> Bool {
    checks.contains { check in
      if case .either(let first, _) = check { first == field.name } else { false }
    }
  }
}
