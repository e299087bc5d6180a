// Evaluates a lifecycle: a pure function from a set of facts to a standing.
//
// Why every node agrees. Rounds are taken from 1 upward and, inside a round, kinds from the weakest to the strongest. What a
// fact needs (requirements, other users, an ended round before) lies wholly in weaker kinds of its own round or in earlier
// rounds, so each outcome depends only on outcomes already settled and on the fact itself, never on another fact of the
// same kind. Nothing reads the facts' times, dots or arrival.
package import Merge

extension Lifecycle {
  /// The standing that `steps` yield.
  /// - Parameter fields: whether the set field with this name has an element.
  /// - Complexity: O(n log n) in the number of facts.
  package func standing(of steps: Steps, fields: (String) -> Bool) -> Standing {
    if steps.facts.isEmpty { return Standing(status: initial, round: 1, openRound: 1, effects: []) }
    var evaluation = Evaluation(lifecycle: self, facts: steps.facts, fields: fields)
    return evaluation.standing()
  }

  /// What would come of a step taken now: for telling a person before it is written.
  package func outcome(
    ofTaking step: Step, origin: Origin, after steps: Steps, fields: (String) -> Bool
  ) -> Standing.Outcome {
    var steps = steps
    steps.apply(step, origin: origin)
    return standing(of: steps, fields: fields).outcome(of: step.id) ?? .ineffective(reason: .unknownStep)
  }
}

/// One run over the facts of one record.
private struct Evaluation {
  let steps: [StepKind]
  let initial: String
  let facts: [Fact]
  /// For each kind, whether the record's set fields hold what it needs.
  let hasFields: [Bool]
  /// The position of each kind, by name.
  let positions: [String: Int]
  var outcomes: [Standing.Outcome]

  init(lifecycle: Lifecycle, facts: [Fact], fields: (String) -> Bool) {
    steps = lifecycle.steps
    initial = lifecycle.initial
    self.facts = facts
    hasFields = lifecycle.steps.map { $0.needsFields.allSatisfy(fields) }
    positions = Dictionary(uniqueKeysWithValues: lifecycle.steps.enumerated().map { ($0.element.name, $0.offset) })
    outcomes = facts.map { [positions] in
      .ineffective(reason: positions[$0.step.kind] == nil ? .unknownStep : .roundNotOpen)
    }
  }

  mutating func standing() -> Standing {
    let order = evaluationOrder()
    var next = order.startIndex
    var status = initial
    var round: Int64 = 1
    var open: Int64 = 1
    while true {
      var users = [Set<[UInt8]>](repeating: [], count: steps.count)
      while next < order.endIndex, facts[order[next].fact].step.round == open {
        settle(order[next].fact, kind: order[next].kind, users: &users)
        next += 1
      }
      if let strongest = users.lastIndex(where: { !$0.isEmpty }) {
        status = steps[strongest].status
        round = open
      }
      guard open < .max, zip(steps, users).contains(where: { $0.endsRound && !$1.isEmpty }) else { break }
      open += 1
    }
    let effects = zip(facts, outcomes).map { Standing.Effect(step: $0.step.id, outcome: $1) }
    return Standing(status: status, round: round, openRound: open, effects: effects)
  }

  /// The facts of known kinds in rounds from 1, by round and then strength.
  private func evaluationOrder() -> [(fact: Int, kind: Int)] {
    let known = facts.indices.compactMap { fact in positions[facts[fact].step.kind].map { (fact: fact, kind: $0) } }
    return known.filter { facts[$0.fact].step.round >= 1 }.sorted { left, right in
      let rounds = (facts[left.fact].step.round, facts[right.fact].step.round)
      return rounds.0 == rounds.1 ? left.kind < right.kind : rounds.0 < rounds.1
    }
  }

  /// Settles one fact of the open round; `users` has, for each kind, the users of its effective facts in this round, as
  /// UTF-8, so that two names are the same only when their bytes are.
  private mutating func settle(_ index: Int, kind: Int, users: inout [Set<[UInt8]>]) {
    if let reason = obstacle(to: facts[index], kind: kind, users: users) {
      outcomes[index] = .ineffective(reason: reason)
    } else {
      outcomes[index] = .effective
      users[kind].insert(Array(facts[index].origin.user.utf8))
    }
  }

  private func obstacle(to fact: Fact, kind: Int, users: [Set<[UInt8]>]) -> Standing.Reason? {
    let step = steps[kind]
    if !step.tiers.contains(fact.origin.tier) { return .noAuthority }
    if step.requires.contains(where: { effective($0, in: users).isEmpty }) { return .missingPredecessor }
    if !hasFields[kind] { return .missingEvidence }
    if step.needsDetails.contains(where: { fact.step.details[$0]?.isBlank ?? true }) { return .missingEvidence }
    if let other = step.byOtherThan, effective(other, in: users).contains(Array(fact.origin.user.utf8)) {
      return .sameUser
    }
    return nil
  }

  private func effective(_ name: String, in users: [Set<[UInt8]>]) -> Set<[UInt8]> {
    positions[name].map { users[$0] } ?? []
  }
}
