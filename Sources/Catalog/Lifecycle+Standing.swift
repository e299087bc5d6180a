// Evaluates a lifecycle: a pure function from a set of facts to a standing.
//
// Why every node agrees. Rounds are taken from 1 upward and, inside a round, kinds from the weakest to the strongest. What a
// fact needs (requirements, other users, an ended round before) lies wholly in weaker kinds of its own round or in earlier
// rounds, so each outcome depends only on outcomes already settled and on the fact itself, never on another fact of the
// same kind. Nothing reads the facts' times, dots or arrival.
package import Merge

extension Lifecycle {
  /// The standing that `steps` yield.
  /// - Parameters:
  ///   - signatures: who signed them.
  ///   - shown: what the field with this name shows; blank for a set without elements.
  /// - Complexity: O(n log n) in the number of facts.
  package func standing(
    of steps: Steps, signatures: Signatures = .unproved, shown: (String) -> Value
  ) -> Standing {
    if steps.facts.isEmpty { return Standing(status: initial, round: 1, openRound: 1, effects: []) }
    var evaluation = Evaluation(lifecycle: self, facts: steps.facts, signatures: signatures, shown: shown)
    return evaluation.standing()
  }

  /// What would come of a step taken now: for telling a person before it is written.
  package func outcome(
    ofTaking step: Step, origin: Origin, after steps: Steps, signatures: Signatures = .unproved,
    shown: (String) -> Value
  ) -> Standing.Outcome {
    var steps = steps
    steps.applyStep(step, origin: origin)
    let standing = standing(of: steps, signatures: signatures, shown: shown)
    return standing.outcome(of: Fact(step: step, origin: origin)) ?? .ineffective(reason: .unknownStep)
  }
}

/// One run over the facts of one record.
private struct Evaluation {
  let steps: [StepKind]
  let initial: String
  let facts: [Fact]
  let signatures: Signatures
  /// The kind of each fact; nil for one that the lifecycle does not have.
  let kinds: [Int?]
  /// For each kind of which there is a fact, what it needs of this record.
  let demands: [Demand?]
  var outcomes: [Standing.Outcome]

  init(lifecycle: Lifecycle, facts: [Fact], signatures: Signatures, shown: (String) -> Value) {
    steps = lifecycle.steps
    initial = lifecycle.initial
    self.facts = facts
    self.signatures = signatures
    let kinds = facts.map { fact in Self.position(of: fact.step.kind, in: lifecycle.steps) }
    self.kinds = kinds
    demands = lifecycle.steps.indices.map { kinds.contains($0) ? Demand(of: lifecycle.steps[$0], shown: shown) : nil }
    outcomes = kinds.map { .ineffective(reason: $0 == nil ? .unknownStep : .roundNotOpen) }
  }

  /// A lifecycle has a few kinds: to look at each is less than to make a table of them for every record.
  private static func position(of kind: String, in steps: [StepKind]) -> Int? {
    steps.indices.first { steps[$0].name == kind }
  }

  mutating func standing() -> Standing {
    let order = evaluationOrder()
    var next = order.startIndex
    var status = initial
    var round: Int64 = 1
    var open: Int64 = 1
    while true {
      var takers = [Takers](repeating: Takers(), count: steps.count)
      while next < order.endIndex, facts[order[next].fact].step.round == open {
        settle(order[next].fact, kind: order[next].kind, takers: &takers)
        next += 1
      }
      if let strongest = takers.lastIndex(where: { !$0.isEmpty }) {
        status = steps[strongest].status
        round = open
      }
      guard open < .max, zip(steps, takers).contains(where: { $0.endsRound && !$1.isEmpty }) else { break }
      open += 1
    }
    let effects = zip(facts, outcomes).map { Standing.Effect(fact: $0.identity, outcome: $1) }
    return Standing(status: status, round: round, openRound: open, effects: effects)
  }

  /// The facts of known kinds in rounds from 1, by round and then strength.
  private func evaluationOrder() -> [(fact: Int, kind: Int)] {
    let known = facts.indices.compactMap { fact in kinds[fact].map { (fact: fact, kind: $0) } }
    return known.filter { facts[$0.fact].step.round >= 1 }.sorted { left, right in
      let rounds = (facts[left.fact].step.round, facts[right.fact].step.round)
      return rounds.0 == rounds.1 ? left.kind < right.kind : rounds.0 < rounds.1
    }
  }

  /// Settles one fact of the open round; `takers` has, for each kind, who took it with effect in this round.
  private mutating func settle(_ index: Int, kind: Int, takers: inout [Takers]) {
    if let reason = obstacle(to: facts[index], kind: kind, takers: takers) {
      outcomes[index] = .ineffective(reason: reason)
    } else {
      outcomes[index] = .effective
      takers[kind].add(facts[index].origin.user, of: tier(of: facts[index]))
      if let person = represented(in: facts[index]) { takers[kind].add(person, of: tier(of: facts[index])) }
    }
  }

  private func obstacle(to fact: Fact, kind: Int, takers: [Takers]) -> Standing.Reason? {
    guard let demand = demands[kind] else { return .unknownStep }
    let tier = tier(of: fact)
    if !demand.tiers.allSatisfy({ $0.contains(tier) }) { return .noAuthority }
    if let reason = signatures.objection(to: fact, of: steps[kind]) { return reason }
    if demand.requires.contains(where: { effective($0, in: takers).isEmpty }) { return .missingPredecessor }
    if !demand.hasFields { return .missingEvidence }
    if demand.needsDetails.contains(where: { fact.step.details[$0]?.isBlank ?? true }) { return .missingEvidence }
    if let other = steps[kind].byOtherThan {
      let others = effective(other, in: takers)
      if others.has(fact.origin.user) || others.has(represented(in: fact)) { return .sameUser }
    }
    if let lower = steps[kind].byHigherThan, !effective(lower, in: takers).hasBelow(tier) { return .sameTier }
    return nil
  }

  /// A fact's authority: that of whoever signed it, else that of its node.
  private func tier(of fact: Fact) -> Tier { signatures.signer(of: fact)?.tier ?? fact.origin.tier }

  /// The account that a step's taker stood in for: it, too, has taken the step.
  private func represented(in fact: Fact) -> String? { signatures.signer(of: fact)?.actingFor }

  private func effective(_ name: String, in takers: [Takers]) -> Takers {
    Self.position(of: name, in: steps).map { takers[$0] } ?? Takers()
  }
}

/// What a kind of step needs of one record, its conditions decided.
private struct Demand {
  /// Every range must hold the taker's tier.
  var tiers: [ClosedRange<Tier>]
  var requires: [String]
  var needsDetails: [String]
  /// Whether the record's fields hold what it needs.
  var hasFields: Bool

  init(of step: StepKind, shown: (String) -> Value) {
    tiers = [step.tiers]
    requires = step.requires
    needsDetails = step.needsDetails
    hasFields = step.needsFields.allSatisfy { !shown($0).isBlank }
    for condition in step.when where condition.test.holds(shown) {
      tiers.append(condition.tiers)
      requires += condition.requires
      needsDetails += condition.needsDetails
      hasFields = hasFields && condition.needsFields.allSatisfy { !shown($0).isBlank }
    }
  }
}

/// Who took a kind of step with effect in one round.
private struct Takers {
  private var users: Set<UserName> = []
  private var lowest: Tier?

  var isEmpty: Bool { lowest == nil }

  mutating func add(_ user: String, of tier: Tier) {
    users.insert(UserName(user))
    lowest = max(lowest ?? tier, tier)
  }

  func has(_ user: String?) -> Bool { user.map { users.contains(UserName($0)) } ?? false }

  func hasBelow(_ tier: Tier) -> Bool { lowest.map { $0 > tier } ?? false }
}
