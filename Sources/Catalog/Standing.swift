// Where a record stands: its status and round, and which of its facts count.
package import Merge

/// What a lifecycle says about a record's facts.
package struct Standing: Hashable, Sendable {
  /// Why a fact has no effect. When several reasons hold, the first in this order is given.
  package enum Reason: String, Sendable, CaseIterable {
    /// The lifecycle has no such step; a later catalog may.
    case unknownStep
    /// The round before has not ended, or the round is below 1.
    case roundNotOpen
    /// The author's tier may not take this step.
    case noAuthority
    /// One of certain roles must have signed it, and nobody did.
    case notSigned
    /// It is signed, but by none of these roles, or by a pass that does not make its holder one.
    case roleMayNot
    /// A step it requires has no effect in this round.
    case missingPredecessor
    /// A set field of the record is empty, or a detail is not there.
    case missingEvidence
    /// The user, or whom one of the two stands in for, took the step that this one must be independent of.
    case sameUser
    /// Nobody of a lower tier took the step that this one must be above.
    case sameTier
  }

  package enum Outcome: Hashable, Sendable {
    case effective
    case ineffective(reason: Reason)
  }

  /// One fact and what comes of it.
  package struct Effect: Hashable, Sendable {
    package let fact: FactID
    package let outcome: Outcome
  }

  package let status: String
  /// The round in which the status was reached, 1 when no step has had effect.
  package let round: Int64
  /// The round in which a step taken now belongs: one more than `round` when the status ended that round.
  package let openRound: Int64
  /// One for each fact, sorted like the facts themselves.
  package let effects: [Effect]

  /// What comes of one fact; nil when the record has no such fact.
  /// - Complexity: O(log n).
  package func outcome(of fact: Fact) -> Outcome? {
    let identity = fact.identity
    let place = place { $0.fact < identity }
    return place < effects.count && effects[place].fact == identity ? effects[place].outcome : nil
  }

  /// What comes of a step in whoever's name: that it has effect where it has any. Nil when the record has no such step.
  package func outcome(of step: Step) -> Outcome? {
    let first = place { $0.fact.step < step.id }
    let found = effects[first...].prefix { $0.fact.step == step.id }.filter {
      $0.fact.kind == step.kind && $0.fact.round == step.round
    }
    return found.contains { $0.outcome == .effective } ? .effective : found.first?.outcome
  }

  /// The first effect that does not come before something.
  private func place(_ precedes: (Effect) -> Bool) -> Int {
    var low = 0
    var high = effects.count
    while low < high {
      let middle = (low + high) / 2
      if precedes(effects[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
