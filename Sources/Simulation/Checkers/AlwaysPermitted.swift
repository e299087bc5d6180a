// What stands in the name of an honest node's people came through the rules of entry, and what these refused left nothing.
import Catalog
import Merge
import Records
import Replica

/// Every commit that an honest node made in the name of one of its people is one that the rules of entry made of what that person asked
/// for; nothing in it is what the catalog would not have entered, and what was asked for against the rules was refused.
///
/// What is made again after a fork, or dated again, does the same to the same record: each step goes by its id, each other edit by
/// what it does. What the catalog says is asked of it here once more, apart from the rules of entry.
/// - Source: catalog README §3.6, §3.8, §4; `Sources/Records/DESIGN.md`.
struct AlwaysPermitted: Checker {
  /// One thing done to a field of a record by somebody.
  private struct Piece: Hashable {
    let user: String
    let type: String
    let record: RecordID
    let edit: Edit

    enum Edit: Hashable {
      case step(StepID)
      case field(FieldChange)
    }

    static func all(_ fields: [FieldChange], of record: RecordID, _ type: String, by user: String) -> [Piece] {
      fields.flatMap { field -> [Piece] in
        guard case .steps(let steps) = field.edit else {
          return [Piece(user: user, type: type, record: record, edit: .field(field))]
        }
        return steps.map { Piece(user: user, type: type, record: record, edit: .step($0.id)) }
      }
    }
  }

  private var planned: Set<Piece> = []

  mutating func planned(_ intents: [Intent], of errand: Errand, at node: SimulatedNode, in world: World) {
    let user = world.people[errand.person].user
    for intent in intents {
      planned.formUnion(Piece.all(intent.fields, of: intent.record, intent.type, by: user))
      guard world.isTrusted(node.number), let type = node.catalog.type(named: intent.type) else { continue }
      if type.writers == .atOrAbove, !node.area.contains(intent.area) {
        let text = "enters from below what is said from \(intent.area): \(type.name)"
        world.violate(Self.name, node: node.number, text, record: intent.record)
      }
      if let problem = Self.problem(in: intent, type, isNew: errand.act.request.seen == nil) {
        world.violate(Self.name, node: node.number, "enters what nobody may: \(problem)", record: intent.record)
      }
    }
  }

  mutating func answered(_ errand: Errand, _ refusal: EntryRefusal?, at node: SimulatedNode, in world: World) {
    // What was handed over again later may be no more than is permitted by then.
    guard errand.act.kind == .oversteps, errand.tries == 0, refusal == nil, world.isTrusted(node.number) else { return }
    world.violate(
      Self.name, node: node.number, "enters what the rules forbid: \(errand.act.request)",
      record: errand.act.request.record)
  }

  mutating func checkpoint(_ world: World) { look(world) }
  mutating func ended(_ world: World) { look(world) }

  private func look(_ world: World) {
    let names = Set(world.people.flatMap { [$0.user, $0.name] })
    for node in world.nodes where node.isUp && world.isTrusted(node.number) {
      for held in world.ledger.holding(of: node.number)?.commits ?? []
      where held.source == 0 && held.commit.key.node == node.identity.node && names.contains(held.commit.user) {
        let commit = held.commit
        let change = commit.changes.first { change in
          !Piece.all(change.fields, of: change.record, change.type, by: commit.user).allSatisfy(planned.contains)
        }
        guard let change else { continue }
        return world.violate(
          Self.name, node: node.number, "has \(commit.dot.feed) \(commit.dot.seq), which nobody was permitted to enter",
          record: change.record, dot: commit.dot)
      }
    }
  }

  /// What the catalog says against what is entered; steps are the lifecycle's matter.
  private static func problem(in intent: Intent, _ type: RecordType, isNew: Bool) -> FieldProblem? {
    let entries = intent.fields.compactMap { change -> (Field, Value)? in
      guard let field = type.field(numbered: change.field) else { return nil }
      return entered(change.edit).map { (field, $0) }
    }
    if let problem = type.problems(in: entries, isNew: isNew).first { return problem }
    guard isNew else { return nil }
    return type.contradictions(in: intent.area) { name in entries.first { $0.0.name == name }?.1 ?? .null }.first
  }

  /// What an edit enters, as somebody says it; nil for steps and what is taken out of a set.
  private static func entered(_ edit: FieldEdit) -> Value? {
    switch edit {
    case .write(let value): value
    case .elements(let add, _): add.isEmpty ? nil : .map(add)
    case .increment(let amount): .int(amount)
    case .increments(let increments): increments.first.map { .int($0.amount) }
    case .steps: nil
    }
  }
}
