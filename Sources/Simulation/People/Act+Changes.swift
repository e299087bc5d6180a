// What somebody does to a record that the node shows: a step, fields, or both.
import Catalog
import Merge
import Records
import Replica
import Store

extension Act {
  static func change(
    to record: RecordView, by person: Person, at node: SimulatedNode, now: Int64, _ draw: inout Draw
  ) -> Act {
    var edits: [(String, FieldEdit)] = []
    var step: Taken?
    if let next = NextSteps(of: record, by: person, tier: node.area.tier, now: now), draw.chance(450) {
      step = draw.chance(Taken.forcedPermille) ? Taken.forced(next, &draw) : Taken.permitted(next, &draw)
      edits = Edit.draw(step?.blank ?? [], of: record, type: record.type, isFull: true, &draw)
    }
    if step == nil || draw.chance(200) {
      let editable = record.type.fields.filter { field in
        if case .steps = field.kind { return false }
        return !(step?.asked.contains(field.name) ?? false)
      }
      let picked = (0..<draw.within(1...2)).map { _ in pick(editable, &draw) }
      let filled = Set(edits.map(\.0))
      edits += Edit.draw(picked, of: record, type: record.type, &draw).filter { !filled.contains($0.0) }
    }
    // Who edits from what was seen, and who edits whatever the node holds by then (`If-Match: *`), as who counts mostly does.
    let isCounting = edits.contains { if case .increment = $0.1 { true } else { false } }
    let seen = draw.chance(isCounting ? 600 : 150) ? Seen.whatIsHeld : .version(record.state.version)
    var input = EditInput(edits)
    input.steps = [step?.input(seen, &draw)].compactMap { $0 }
    let request = RecordRequest(
      type: record.type.name, record: record.id, area: record.area, seen: seen, input: input,
      isForced: step?.isForced ?? false)
    let isSigned = step.map { NextSteps.isSigned($0.kind) && !$0.isForced } ?? false
    return Act(
      kind: step.map { $0.isForced ? .forces : .steps } ?? .edits, request: request, wantsSignature: isSigned)
  }

  /// Any field; where there is something to count, mostly that.
  private static func pick(_ fields: [Field], _ draw: inout Draw) -> Field {
    let any = draw.pick(fields)
    let isCounting = draw.chance(500)
    return isCounting ? fields.first { $0.kind == .counter } ?? any : any
  }
}

/// A step that somebody takes, and what they enter with it.
private struct Taken {
  let kind: StepKind
  /// The round it is said to be of; nil leaves that to the node.
  let round: Int64?
  let details: Value
  let isForced: Bool
  /// The fields that it needs and that are blank.
  let blank: [Field]
  /// The fields on which it depends that it is permitted.
  let asked: Set<String>

  static let forcedPermille = 150

  /// One of those that the lifecycle permits; nil when there is none.
  static func permitted(_ next: NextSteps, _ draw: inout Draw) -> Taken? {
    guard let kind = next.draw(&draw) else { return nil }
    return Taken(
      kind: kind, round: draw.chance(500) ? nil : next.round, details: NextSteps.details(of: kind), isForced: false,
      blank: next.blank(for: kind), asked: NextSteps.asked(of: kind))
  }

  /// Any, in the open round or in another.
  static func forced(_ next: NextSteps, _ draw: inout Draw) -> Taken {
    let kind = draw.pick(next.lifecycle.steps)
    let rounds = [nil, next.round, next.record.standing?.round ?? 1, next.round.addingSaturated(1)]
    return Taken(
      kind: kind, round: draw.pick(rounds), details: draw.chance(500) ? NextSteps.details(of: kind) : .null,
      isForced: true, blank: [], asked: [])
  }

  /// The step as it is asked for: every second one leaves it to the node to know the request again.
  func input(_ seen: Seen, _ draw: inout Draw) -> StepInput {
    let random = draw.bytes16()
    let id = StepID(Bytes16(high: random.high, low: random.low))
    let isNamed = draw.chance(500) || seen == .whatIsHeld
    return StepInput(kind: kind.name, round: round, details: details, id: isNamed ? id : nil)
  }
}
