// Steps: a grow-only set of lifecycle facts. Status is never stored as truth; the catalog's lifecycle computes it.
//
// Why it converges. The state is a set union keyed by step id. When one id arrives under two dots (its author issued it
// again after a restore), the smaller origin stands, which is a minimum and therefore order-free too.

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

  package mutating func applyStep(_ step: Step, origin: Origin) {
    let fact = Fact(step: step, origin: origin)
    let index = facts.firstIndex { $0.step.id >= step.id } ?? facts.count
    guard index < facts.count, facts[index].step.id == step.id else {
      facts.insert(fact, at: index)
      return
    }
    if Self.precedes(origin, facts[index].origin) { facts[index] = fact }
  }

  /// The facts in the order people read them: by time, then place, then id.
  package var chronological: [Fact] {
    facts.sorted { left, right in
      if left.origin.time != right.origin.time { return left.origin.time < right.origin.time }
      if left.origin.dot != right.origin.dot { return left.origin.dot < right.origin.dot }
      return left.step.id < right.step.id
    }
  }

  private static func precedes(_ left: Origin, _ right: Origin) -> Bool {
    left.time == right.time ? left.dot < right.dot : left.time < right.time
  }
}
