// Steps: a grow-only set of lifecycle facts. Status is never stored as truth; the catalog's lifecycle computes it.
//
// Why it converges. The state is a set union keyed by what was done and in whose name. When one fact arrives under two dots (its
// author issued it again after a restore), the smaller origin stands, which is a minimum and therefore order-free too. Everybody
// can read a step's id and write another step under it: that is another fact, and takes nothing from the first.

/// A step together with who took it, with what authority, and when.
package struct Fact: Hashable, Sendable {
  package let step: Step
  package let origin: Origin

  package init(step: Step, origin: Origin) {
    self.step = step
    self.origin = origin
  }

  package var identity: FactID { FactID(step, origin) }
}

/// By what a fact is known: the step that was taken, in whose name, and with what authority.
///
/// Ordered by the id of the step first.
/// - Source: protocol §4.3.
package struct FactID: Hashable, Comparable, Sendable {
  package let step: StepID
  package let kind: String
  package let round: Int64
  /// Whether a person has signed it.
  let isSigned: Bool
  let tier: Tier
  let user: String

  package init(_ step: Step, _ origin: Origin) {
    (self.step, kind, round) = (step.id, step.kind, step.round)
    (isSigned, tier, user) = (origin.actor != nil, origin.tier, origin.user)
  }

  package static func < (left: FactID, right: FactID) -> Bool {
    if left.step != right.step { return left.step < right.step }
    if left.round != right.round { return left.round < right.round }
    if left.isSigned != right.isSigned { return right.isSigned }
    if left.tier != right.tier { return left.tier < right.tier }
    // Bytes, not letters: two spellings of one letter are two texts.
    if !left.kind.utf8.elementsEqual(right.kind.utf8) {
      return left.kind.utf8.lexicographicallyPrecedes(right.kind.utf8)
    }
    return left.user.utf8.lexicographicallyPrecedes(right.user.utf8)
  }

  package static func == (left: FactID, right: FactID) -> Bool {
    left.step == right.step && left.round == right.round && left.isSigned == right.isSigned && left.tier == right.tier
      && left.kind.utf8.elementsEqual(right.kind.utf8) && left.user.utf8.elementsEqual(right.user.utf8)
  }

  package func hash(into hasher: inout Hasher) { step.hash(into: &hasher) }
}

/// The merged state of a steps field.
/// - Invariant: `facts` is sorted by identity, each once.
package struct Steps: Hashable, Sendable {
  package internal(set) var facts: [Fact] = []

  package init(facts: [Fact] = []) { self.facts = facts }

  package mutating func applyStep(_ step: Step, origin: Origin) { applySteps([step], origin: origin) }

  /// Merges the steps of one edit; of two that are one fact the first counts.
  /// - Complexity: O(k log (n + k)) for k steps into n, and what of the n stands behind the first new one is moved.
  package mutating func applySteps(_ steps: [Step], origin: Origin) {
    let taken = steps.map { (fact: Fact(step: $0, origin: origin), identity: FactID($0, origin)) }
    let order = taken.indices.sorted { left, right in
      taken[left].identity == taken[right].identity ? left < right : taken[left].identity < taken[right].identity
    }
    var fresh: [Fact] = []
    var last: FactID?
    for (fact, identity) in order.lazy.map({ taken[$0] }) where last != identity {
      last = identity
      let index = place(of: identity)
      if index == facts.count || facts[index].identity != identity {
        fresh.append(fact)
      } else if Self.precedes(origin, facts[index].origin) {
        facts[index] = fact
      }
    }
    facts.insert(sorted: fresh) { $0.identity < $1.identity }
  }

  /// Whether a step has been taken, by anybody.
  /// - Complexity: O(log n).
  package func contains(_ id: StepID) -> Bool {
    let index = facts.place { $0.step.id < id }
    return index < facts.count && facts[index].step.id == id
  }

  private func place(of identity: FactID) -> Int { facts.place { $0.identity < identity } }

  /// The facts in the order people read them: by time, then place, then identity.
  package var chronological: [Fact] {
    facts.sorted { left, right in
      if left.origin.time != right.origin.time { return left.origin.time < right.origin.time }
      if left.origin.dot != right.origin.dot { return left.origin.dot < right.origin.dot }
      return left.identity < right.identity
    }
  }

  private static func precedes(_ left: Origin, _ right: Origin) -> Bool {
    left.time == right.time ? left.dot < right.dot : left.time < right.time
  }
}
