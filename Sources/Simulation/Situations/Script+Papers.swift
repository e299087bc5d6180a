// What a situation's people write, and what its nodes then show.
import Catalog
import Merge
import Records
import Replica
import Store

/// A record that a situation speaks of.
struct Paper: Hashable {
  let id: RecordID
  let type: String
  let area: Area
}

extension Script {
  /// Enters a record about the node's own area, or about another.
  func enter(
    _ type: String, at node: SimulatedNode, about area: Area? = nil, _ values: [(String, Value)]
  ) -> Paper {
    let random = world.draw.bytes16()
    let id = RecordID(milliseconds: world.trueTime, random: (random.high, random.low))
    let paper = Paper(id: id, type: type, area: area ?? node.area)
    submit(paper, at: node, by: node.number, seen: nil, values.map { ($0, .write($1)) }, deviceTime: nil)
    return paper
  }

  /// Changes a record as somebody who sees what the node shows.
  func change(_ paper: Paper, at node: SimulatedNode, by person: Int? = nil, _ edits: [(String, FieldEdit)]) {
    submit(
      paper, at: node, by: person ?? node.number, seen: version(of: paper, at: node), edits, deviceTime: nil)
  }

  /// Takes a step as somebody who sees what the node shows.
  func step(_ kind: String, of paper: Paper, at node: SimulatedNode, by person: Int? = nil) {
    let round = shown(paper, at: node)?.standing?.openRound ?? 1
    take(kind, round: round, of: paper, at: node, by: person)
  }

  func take(_ kind: String, round: Int64, of paper: Paper, at node: SimulatedNode, by person: Int? = nil) {
    let random = world.draw.bytes16()
    let step = Step(id: StepID(Bytes16(high: random.high, low: random.low)), kind: kind, round: round)
    change(paper, at: node, by: person, [("steps", .steps([step]))])
  }

  /// What a phone had in its queue comes to its node.
  /// - Parameter seen: what its writer had seen of the record; nil for one that is made.
  func submit(
    _ paper: Paper, at node: SimulatedNode, by person: Int, seen: SeenVector?, _ edits: [(String, FieldEdit)],
    deviceTime: Int64?
  ) {
    if world.violation != nil { return }
    let request = RecordRequest(
      type: paper.type, record: paper.id, area: paper.area, seen: seen.map { .version($0) }, input: EditInput(edits))
    let refusals = world.tally.refusals
    let held = world.tally.acts.values.reduce(0) { $0 + $1.held }
    let act = Act(
      kind: seen == nil ? .makes : .edits, request: request, wantsSignature: wantsSignature(paper.type, edits, at: node)
    )
    let errand = Errand(person: person, node: node.number, act: act, deviceTime: deviceTime)
    world.submit(act.wantsSignature ? signed(errand, at: node) : errand)
    let isEntered = world.tally.refusals == refusals && world.tally.acts.values.reduce(0) { $0 + $1.held } == held
    expect(isEntered, "refuses what the scenario enters", at: node, about: paper)
  }

  /// Whether it has a step that somebody must sign.
  private func wantsSignature(_ type: String, _ edits: [(String, FieldEdit)], at node: SimulatedNode) -> Bool {
    let lifecycle = node.catalog.type(named: type)?.lifecycle
    return edits.contains { _, edit in
      guard case .steps(let steps) = edit else { return false }
      return steps.contains { step in lifecycle?.step(named: step.kind).map(NextSteps.isSigned) ?? false }
    }
  }

  /// The errand as the person's device signs it, to be handed in where it was done.
  func signed(_ errand: Errand, at node: SimulatedNode) -> Errand {
    var person = world.people[errand.person]
    defer { world.people[errand.person] = person }
    guard var signed = try? world.signed(errand, &person, at: node) else {
      expect(false, "has nothing to sign for \(person.name)", at: node)
      return errand
    }
    signed.node = node.number
    return signed
  }

  /// What the node shows of a record; nil when it has nothing of it.
  func shown(_ paper: Paper, at node: SimulatedNode) -> RecordView? {
    guard let type = node.catalog.type(named: paper.type) else { return nil }
    return try? node.read { _, store in try store.records(paper.id, type: type).first }
  }

  func version(of paper: Paper, at node: SimulatedNode) -> SeenVector {
    shown(paper, at: node)?.state.version ?? .empty
  }

  func value(_ name: String, of paper: Paper, at node: SimulatedNode) -> Value? {
    shown(paper, at: node)?.values.first { $0.field.name == name }?.value
  }

  /// All records of a type that a node shows.
  func all(_ type: String, at node: SimulatedNode) -> [RecordView] {
    guard let type = node.catalog.type(named: type) else { return [] }
    var filter = RecordFilter(type: type.name)
    filter.count = RecordFilter.countMax
    return (try? node.read { _, store in try store.records(filter, type: type).records }) ?? []
  }

  func expectShown(_ papers: [Paper], at nodes: [SimulatedNode]) {
    for node in nodes {
      for paper in papers {
        expect(shown(paper, at: node) != nil, "does not show \(paper.type) \(paper.id)", at: node, about: paper)
      }
    }
  }

  func expect(_ name: String, of paper: Paper, is value: Value, at nodes: [SimulatedNode]) {
    for node in nodes {
      let found = self.value(name, of: paper, at: node)
      expect(found == value, "shows \(found.map { "\($0)" } ?? "nothing") as \(name)", at: node, about: paper)
    }
  }

  /// A hazard with what it must have.
  func hazard(at node: SimulatedNode, about area: Area? = nil, _ description: String) -> Paper {
    enter(
      "hazard", at: node, about: area,
      [
        ("category", .text("消防安全")), ("description", .text(description)), ("severity", .int(0)),
        ("found_at", .int(world.trueTime)),
      ])
  }
}
