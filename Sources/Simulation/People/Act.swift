// One thing somebody does, drawn from what the node shows and what the catalog allows.
import Catalog
import Merge
import Replica
import Store

enum Act {
  /// Draws what a person does next; nothing when there is nothing to do.
  static func draw(
    by person: inout Person, at node: SimulatedNode, in store: StoreReader, now: Int64
  ) throws -> [Intent] {
    let isNew = person.draw.chance(450)
    if isNew, let type = newType(for: node, &person.draw) {
      return [entry(of: type, at: node, now: now, &person.draw)]
    }
    guard let record = try anyRecord(at: node, in: store, &person.draw), mayChange(record, at: node) else { return [] }
    return [change(to: record, at: node, now: now, &person.draw)]
  }

  private static let typesAtTerminal = ["hazard", "inspection", "supply"]

  /// A type of record that a person at the node may enter about the node's own area.
  private static func newType(for node: SimulatedNode, _ draw: inout Draw) -> RecordType? {
    let names =
      switch node.area.tier {
      case .country, .province, .city, .district: ["directive", "hazard", "supply", "directive"]
      case .township: ["hazard", "inspection", "directive", "supply", "hazard"]
      case .community: ["hazard", "patrol", "inspection", "tip_off", "supply", "hazard", "enterprise"]
      case .terminal: typesAtTerminal
      }
    return node.catalog.type(named: draw.pick(names))
  }

  private static func entry(of type: RecordType, at node: SimulatedNode, now: Int64, _ draw: inout Draw) -> Intent {
    let random = draw.bytes16()
    let id = RecordID(milliseconds: now, random: (random.high, random.low))
    var fields = type.fields.filter { $0.isRequired || draw.chance(250) }
      .filter { if case .steps = $0.kind { false } else { true } }
      .map { FieldChange($0.number, Edit.draw($0, &draw)) }
    if fields.isEmpty, let first = type.fields.first { fields = [FieldChange(first.number, Edit.draw(first, &draw))] }
    return Intent(type: type.name, record: id, area: node.area, seen: .empty, fields: fields)
  }

  /// A record the node shows, of a type that may be changed there.
  private static func anyRecord(
    at node: SimulatedNode, in store: StoreReader, _ draw: inout Draw
  ) throws -> RecordView? {
    // Hazards are what several tiers work on at once.
    let names = ["hazard", "hazard", "hazard", "inspection", "supply", "directive", "patrol", "tip_off"]
    guard let type = node.catalog.type(named: draw.pick(names)) else { return nil }
    var filter = RecordFilter(type: type.name)
    // Low numbers more often: few records that many work on.
    filter.after = Int64(min(draw.below(40), draw.below(40)))
    filter.count = 1
    if let record = try store.records(filter, type: type).records.first { return record }
    filter.after = 0
    return try store.records(filter, type: type).records.first
  }

  /// Records of other types about an enterprise are a hostile one's, and nobody else may change them.
  private static func mayChange(_ record: RecordView, at node: SimulatedNode) -> Bool {
    record.area.tier != .terminal || record.area == node.area || typesAtTerminal.contains(record.type.name)
  }

  private static func change(to record: RecordView, at node: SimulatedNode, now: Int64, _ draw: inout Draw) -> Intent {
    var fields: [FieldChange] = []
    if let lifecycle = record.type.lifecycle, draw.chance(450) {
      fields.append(FieldChange(lifecycle.fieldNumber, .steps([step(of: lifecycle, record: record, &draw)])))
    }
    let editable = record.type.fields.filter { if case .steps = $0.kind { false } else { true } }
    if fields.isEmpty || draw.chance(200) {
      for _ in 0..<draw.within(1...2) {
        let field = draw.pick(editable)
        guard !fields.contains(where: { $0.field == field.number }) else { continue }
        fields.append(FieldChange(field.number, Edit.draw(field, &draw)))
      }
    }
    return Intent(
      type: record.type.name, record: record.id, area: record.area, seen: record.state.version, fields: fields)
  }

  private static func step(of lifecycle: Lifecycle, record: RecordView, _ draw: inout Draw) -> Step {
    // Mostly the step that comes next, sometimes any.
    let status = record.standing?.status ?? lifecycle.initial
    let place = lifecycle.steps.firstIndex { $0.status == status }.map { $0 + 1 } ?? 0
    let isNext = draw.chance(700) && place < lifecycle.steps.count
    let kind = isNext ? lifecycle.steps[place] : draw.pick(lifecycle.steps)
    let random = draw.bytes16()
    let details: Value = draw.chance(800) ? .sorted(kind.needsDetails.map { ($0, .text("因故")) }) : .null
    return Step(
      id: StepID(Bytes16(high: random.high, low: random.low)), kind: kind.name,
      round: record.standing?.round ?? 1, details: details)
  }

  /// The receipts a node owes for the directives it shows.
  static func receipts(
    at node: SimulatedNode, in store: StoreReader, now: Int64, draw: inout Draw
  ) throws -> [Intent] {
    guard let directive = node.catalog.type(named: "directive"), let receipt = node.catalog.type(named: "receipt"),
      let field = receipt.field(named: "directive"), let owner = receipt.field(named: "node")
    else { return [] }
    var filter = RecordFilter(type: "directive")
    filter.count = RecordFilter.countMax
    let directives = try store.records(filter, type: directive).records
    return directives.filter { $0.area != node.area && $0.area.contains(node.area) }.map { record in
      let random = draw.bytes16()
      return Intent(
        type: receipt.name, record: RecordID(milliseconds: now, random: (random.high, random.low)), area: node.area,
        seen: .empty,
        fields: [
          FieldChange(field.number, .write(.text(record.id.description))),
          FieldChange(owner.number, .write(.text(node.identity.node.description))),
        ])
    }
  }

  /// What an errand does, for the trace.
  static func summary(_ intents: [Intent]) -> String {
    intents.map { intent in
      let fields = intent.fields.map { field in
        if case .steps(let steps) = field.edit { steps.map(\.kind).joined(separator: "+") } else { "\(field.field)" }
      }
      return "\(intent.type) \(String(intent.record.description.suffix(12))) [\(fields.joined(separator: " "))]"
    }.joined(separator: ", ")
  }
}
