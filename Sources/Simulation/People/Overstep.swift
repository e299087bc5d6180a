// What the rules of entry forbid, asked for on purpose: each is refused and leaves nothing.
import Catalog
import Merge
import Records
import Store

/// Somebody who is about to ask for what they may not have.
struct Overstep {
  /// A record that the node shows.
  let record: RecordView?
  let person: Person
  let node: SimulatedNode
  let now: Int64

  /// In how many of a thousand acts somebody oversteps before.
  static let permille = 50

  private enum Kind: CaseIterable {
    /// A record without a field that it must have.
    case leavesOut
    /// A code that the catalog does not have, a value of another kind.
    case strangeCode, wrongKind
    /// A longitude without the rest of the point.
    case halfPoint
    /// A field emptied that must have something in it.
    case empties
    /// A step that would count for nothing.
    case ineffective
    /// An edit of a record that nobody has.
    case nowhere
    /// A record under another's id.
    case madeOtherwise
    /// What only a node says.
    case nodesWord
    /// What an office says to those below, about an area above.
    case fromBelow
  }

  /// - Parameter type: a type whose records may be made at the node.
  /// - Returns: nil when what was drawn cannot be asked for here.
  func draw(_ type: RecordType?, _ draw: inout Draw) -> Act? {
    let kind = draw.pick(Kind.allCases)
    let request: RecordRequest? =
      switch kind {
      case .leavesOut, .strangeCode, .wrongKind, .halfPoint, .nowhere, .madeOtherwise:
        type.flatMap { making(kind, $0, &draw) }
      case .empties: record.flatMap { emptying($0, &draw) }
      case .ineffective: record.flatMap { stepping($0, &draw) }
      case .nodesWord:
        RecordRequest(
          type: "alarm", record: Act.newRecord(now: now, &draw), area: node.area, seen: nil,
          input: EditInput([("kind", .write(.text("fork")))]))
      case .fromBelow: above.map { setting(for: $0, &draw) }
      }
    return request.map { Act(kind: .oversteps, request: $0) }
  }

  /// A record as it might be made, with what is wrong with it.
  private func making(_ kind: Kind, _ type: RecordType, _ draw: inout Draw) -> RecordRequest? {
    let right = Act.entry(of: type, at: node, now: now, &draw)
    var input = right.input
    func set(_ field: Field, to value: Value) {
      input.fields.removeAll { $0.key == field.name }
      input.fields.append(Value.Entry(field.name, value))
    }
    let required = type.fields.filter { $0.isRequired && $0.isRegister }
    guard let first = required.first(where: { $0.value == .text && $0.codes.isEmpty }) else { return nil }
    switch kind {
    case .leavesOut:
      let name = draw.pick(required).name
      input.fields.removeAll { $0.key == name }
    case .strangeCode:
      let coded = type.fields.filter { !$0.codes.isEmpty && $0.isRegister }
      guard !coded.isEmpty else { return nil }
      let field = draw.pick(coded)
      set(field, to: field.value == .text ? .text("no such code") : .int(99))
    case .wrongKind: set(first, to: .int(7))
    case .halfPoint:
      guard let (names, longitude) = type.point else { return nil }
      input.fields.removeAll { names.contains($0.key) }
      set(longitude, to: .int(1))
    case .nowhere:
      let id = Act.newRecord(now: now, &draw)
      return RecordRequest(type: type.name, record: id, area: node.area, seen: .whatIsHeld, input: input)
    case .madeOtherwise:
      guard let record, record.type.name == type.name else { return nil }
      set(first, to: .text("另 \(draw.next())"))
      return RecordRequest(type: type.name, record: record.id, area: record.area, seen: nil, input: input)
    case .empties, .ineffective, .nodesWord, .fromBelow: return nil
    }
    return RecordRequest(type: right.type, record: right.record, area: right.area, seen: nil, input: input)
  }

  /// The area of the next tier above the node's; nil for the country.
  private var above: Area? {
    Tier.allCases.filter { $0 < node.area.tier }.reversed().lazy.compactMap { node.area.ancestor(at: $0) }.first
  }

  /// Another value of a rule, for everybody in an area.
  private func setting(for area: Area, _ draw: inout Draw) -> RecordRequest {
    let values: [(String, Value)] = [("rule", .text("n1")), ("parameter", .text("n1")), ("value", .int(0))]
    return RecordRequest(
      type: "rule_setting", record: Act.newRecord(now: now, &draw), area: area, seen: nil,
      input: EditInput(values.map { ($0.0, .write($0.1)) }))
  }

  private func emptying(_ record: RecordView, _ draw: inout Draw) -> RecordRequest? {
    let required = record.type.fields.filter { $0.isRequired && $0.isRegister }
    guard !required.isEmpty else { return nil }
    let input = EditInput([(draw.pick(required).name, .write(.null))])
    return RecordRequest(
      type: record.type.name, record: record.id, area: record.area, seen: .version(record.state.version), input: input)
  }

  private func stepping(_ record: RecordView, _ draw: inout Draw) -> RecordRequest? {
    guard let next = NextSteps(of: record, by: person, tier: node.area.tier, now: now),
      let kind = next.drawIneffective(&draw)
    else { return nil }
    var input = EditInput()
    input.steps = [StepInput(kind: kind.name, round: next.round, details: NextSteps.details(of: kind))]
    return RecordRequest(
      type: record.type.name, record: record.id, area: record.area, seen: .version(record.state.version), input: input)
  }
}

extension Field {
  fileprivate var isRegister: Bool { if case .register = kind { true } else { false } }
}

extension RecordType {
  /// The names of the fields of a point that go together, and the longitude.
  fileprivate var point: (names: [String], longitude: Field)? {
    for case .coordinates(let longitude, let latitude, let crs) in checks {
      if let field = field(named: longitude) { return ([longitude, latitude, crs], field) }
    }
    return nil
  }
}
