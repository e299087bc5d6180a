// What a hostile node writes in its own feeds: well-formed, signed, and not true.
import Catalog
import Merge
import Replica
import Store
import Wire

extension Hostility {
  /// What a hostile node sees around it.
  struct Surroundings {
    let catalog: Catalog
    let area: Area
    /// The areas of the nodes below it that are no terminals.
    let below: [Area]
    /// The areas of the nodes above it.
    let above: [Area]
    let nodes: [NodeID]
    let feeds: [FeedID]
    /// Records about areas above it that only those above it write.
    let said: [RecordView]
  }

  /// What it writes now, about its own area, one below it or one above; nothing for most tricks.
  mutating func intents(_ around: Surroundings) -> [Intent] {
    guard draw.chance(200) else { return [] }
    let place = around.below.isEmpty || draw.chance(400) ? around.area : draw.pick(around.below)
    switch trick {
    case .speaksForNodes: return [word(around.catalog, place, around.nodes)].compactMap { $0 }
    case .speaksFromBelow: return [fromBelow(around)].compactMap { $0 }
    case .exaggerates: return [extreme(around.catalog, place)].compactMap { $0 }
    case .foresees: return [foreseeing(around.catalog, place, around.feeds)].compactMap { $0 }
    default: return []
    }
  }

  /// Something new in the name of an area above, or a withdrawal of what has been said from there, with or without another title.
  private mutating func fromBelow(_ around: Surroundings) -> Intent? {
    if !around.said.isEmpty, draw.chance(600) { return withdrawal(of: draw.pick(around.said)) }
    guard !around.above.isEmpty else { return nil }
    let values: [String: Value] = [
      "title": .text("全市停工"), "body": .text("即日起"), "issued_by": .text("市安委会"), "rule": .text("n1"),
      "parameter": .text("n1"), "value": .int(0),
    ]
    let type = draw.pick(["directive", "rule_setting"])
    let record = RecordID(Bytes16(high: draw.next(), low: draw.next()))
    return intent(type, record, draw.pick(around.above), values, around.catalog)
  }

  private mutating func withdrawal(of record: RecordView) -> Intent? {
    guard let lifecycle = record.type.lifecycle else { return nil }
    let step = Step(
      id: StepID(Bytes16(high: draw.next(), low: draw.next())), kind: "withdrawn",
      round: record.standing?.openRound ?? 1, details: .sorted([("reason", .text("误"))]))
    var fields = [FieldChange(lifecycle.fieldNumber, .steps([step]))]
    if draw.chance(500), let title = record.type.field(named: "title") {
      fields.append(FieldChange(title.number, .write(.text("作废"))))
    }
    return Intent(
      type: record.type.name, record: record.id, area: record.area, seen: record.state.version,
      fields: fields.sorted { $0.field < $1.field })
  }

  /// A record that only a node writes, in its own name.
  private mutating func word(_ catalog: Catalog, _ area: Area, _ nodes: [NodeID]) -> Intent? {
    let type = draw.pick(["roll_up", "checkpoint", "alarm", "notice", "grant"])
    let about = nodes.isEmpty ? NodeID(.zero) : draw.pick(nodes)
    let record = type == "checkpoint" ? Checkpoint.record(of: about) : RecordID(Bytes16(high: draw.next(), low: 1))
    let (statement, root) = ([UInt8](repeating: 7, count: 40), [UInt8](repeating: 0, count: 32))
    let values: [String: Value] = [
      "period": .text("2026-01"), "stated_at": .int(1), "issued_at": .int(1), "title": .text("x"),
      "issued_by": .text("x"), "figures": .list([.sorted([("indicator", .text("visits")), ("count", .int(.max))])]),
      "node": .text(about.description), "number": .int(.max / 2), "at": .int(0), "heads": .int(.min),
      "root": .bytes(root),
      "waiting": .bytes([0x80]), "kind": .text("no-effect"), "noticed_at": .int(.min), "statement": .bytes(statement),
    ]
    return intent(type, record, area, values, catalog)
  }

  /// Every integer at one end of what it can be, in a step too.
  private mutating func extreme(_ catalog: Catalog, _ area: Area) -> Intent? {
    let name = draw.pick(["hazard", "inspection", "directive"])
    guard let type = catalog.type(named: name) else { return nil }
    let end: Int64 = draw.chance(500) ? .max : .min
    var fields = type.fields.compactMap { field -> FieldChange? in
      guard field.value == .integer, case .register = field.kind else { return nil }
      return FieldChange(field.number, .write(.int(end)))
    }
    if let lifecycle = type.lifecycle, let first = lifecycle.steps.first {
      let step = Step(
        id: StepID(Bytes16(high: draw.next(), low: draw.next())), kind: first.name, round: draw.chance(500) ? 1 : .max,
        details: .sorted([("at", .int(end))]))
      fields.append(FieldChange(lifecycle.fieldNumber, .steps([step])))
    }
    return Intent(
      type: name, record: RecordID(Bytes16(high: draw.next(), low: draw.next())), area: area, seen: .empty,
      fields: fields.sorted { $0.field < $1.field })
  }

  /// An edit that says it has seen all that will ever be written.
  private mutating func foreseeing(_ catalog: Catalog, _ area: Area, _ feeds: [FeedID]) -> Intent? {
    let seen = SeenVector(feeds.prefix(Limits.seenFeedsMax).map { Dot(feed: $0, seq: UInt64(Int64.max) - 1) })
    guard let place = catalog.type(named: "hazard")?.field(named: "place") else { return nil }
    return Intent(
      type: "hazard", record: RecordID(Bytes16(high: draw.next(), low: draw.next())), area: area, seen: seen,
      fields: [FieldChange(place.number, .write(.text("预知")))])
  }

  private func intent(
    _ name: String, _ record: RecordID, _ area: Area, _ values: [String: Value], _ catalog: Catalog
  ) -> Intent? {
    guard let type = catalog.type(named: name) else { return nil }
    let fields = type.fields.compactMap { field -> FieldChange? in
      guard case .register = field.kind, let value = values[field.name] else { return nil }
      return FieldChange(field.number, .write(value))
    }
    return Intent(type: name, record: record, area: area, seen: .empty, fields: fields)
  }
}
