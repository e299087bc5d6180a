// Steps: a grow-only set of lifecycle facts. Status is never stored as truth; the catalog's lifecycle computes it.
//
// Why it converges. The state is a set union keyed by step id. When one id arrives under two dots (its author issued it
// again after a restore), the smaller origin stands, which is a minimum and therefore order-free too. What a person signed
// comes before what nobody did: else a node could put its own word in the place of the person's.

/// A step together with who took it, with what authority, and when.
package struct Fact: Hashable, Sendable {
  package let step: Step
  package let origin: Origin

  package init(step: Step, origin: Origin) {
    self.step = step
    self.origin = origin
  }
}

/// The merged state of a steps field.
/// - Invariant: `facts` is sorted by step id, each id once.
package struct Steps: Hashable, Sendable {
  package internal(set) var facts: [Fact] = []

  package init(facts: [Fact] = []) { self.facts = facts }

  package mutating func applyStep(_ step: Step, origin: Origin) { applySteps([step], origin: origin) }

  /// Merges the steps of one edit; of two under one id the first counts.
  /// - Complexity: O(k log (n + k)) for k steps into n, and what of the n stands behind the first new one is moved.
  package mutating func applySteps(_ steps: [Step], origin: Origin) {
    let order = steps.indices.sorted { left, right in
      steps[left].id == steps[right].id ? left < right : steps[left].id < steps[right].id
    }
    var fresh: [Fact] = []
    for step in order.lazy.map({ steps[$0] }) where fresh.last?.step.id != step.id {
      let index = place(of: step.id)
      if index == facts.count || facts[index].step.id != step.id {
        fresh.append(Fact(step: step, origin: origin))
      } else if Self.precedes(origin, facts[index].origin) {
        facts[index] = Fact(step: step, origin: origin)
      }
    }
    facts.insert(sorted: fresh) { $0.step.id < $1.step.id }
  }

  /// Whether a step has been taken.
  /// - Complexity: O(log n).
  package func contains(_ id: StepID) -> Bool {
    let index = place(of: id)
    return index < facts.count && facts[index].step.id == id
  }

  private func place(of id: StepID) -> Int { facts.place { $0.step.id < id } }

  /// The facts in the order people read them: by time, then place, then id.
  package var chronological: [Fact] {
    facts.sorted { left, right in
      if left.origin.time != right.origin.time { return left.origin.time < right.origin.time }
      if left.origin.dot != right.origin.dot { return left.origin.dot < right.origin.dot }
      return left.step.id < right.step.id
    }
  }

  private static func precedes(_ left: Origin, _ right: Origin) -> Bool {
    if (left.actor == nil) != (right.actor == nil) { return left.actor != nil }
    return left.time == right.time ? left.dot < right.dot : left.time < right.time
  }
}
