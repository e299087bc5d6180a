// Builds facts for lifecycle tests: who took which step in which round.
import Catalog
import Merge

let hazard = Catalog.builtIn.type(named: "hazard")!.lifecycle!
let reason = Value.sorted([("reason", .text("entered twice"))])

/// A fact without an id: its place in a list gives it one.
struct Draft: Hashable {
  var kind: String
  var user: String
  var tier: Tier
  var round: Int64 = 1
  var details: Value = .null

  init(_ kind: String, _ user: String, _ tier: Tier, round: Int64 = 1, details: Value = .null) {
    self.kind = kind
    self.user = user
    self.tier = tier
    self.round = round
    self.details = details
  }

  /// The fact with this id, in a commit of its own at a time that the id says too.
  func fact(id: UInt64) -> Fact {
    let step = Step(id: StepID(Bytes16(high: 0, low: id)), kind: kind, round: round, details: details)
    let dot = Dot(feed: FeedID(Bytes16(high: 0, low: id)), seq: 1)
    let time = HybridTime(milliseconds: Int64(id))
    return Fact(step: step, origin: Origin(dot: dot, time: time, tier: tier, user: user))
  }
}

/// The steps that arise when the drafts arrive in this order.
func taken(_ drafts: [Draft]) -> Steps {
  var steps = Steps()
  for (index, draft) in drafts.enumerated() {
    let fact = draft.fact(id: UInt64(index + 1))
    steps.applyStep(fact.step, origin: fact.origin)
  }
  return steps
}

extension Lifecycle {
  func standing(_ drafts: [Draft], hasEvidence: Bool = true) -> Standing {
    standing(of: taken(drafts)) { _ in hasEvidence ? .bool(true) : .null }
  }

  /// The outcome of each draft, in the order given.
  func outcomes(_ drafts: [Draft], hasEvidence: Bool = true) -> [Standing.Outcome] {
    standing(drafts, hasEvidence: hasEvidence).effects.map(\.outcome)
  }
}

/// Every order of `items`.
func permutations<Item>(_ items: [Item]) -> [[Item]] {
  guard let first = items.first else { return [[]] }
  return permutations(Array(items.dropFirst())).flatMap { rest in
    (0...rest.count).map { Array(rest[..<$0]) + [first] + Array(rest[$0...]) }
  }
}

/// Every subset of `items`, each in their order.
func subsets<Item>(_ items: [Item]) -> [[Item]] {
  (0..<(1 << items.count)).map { mask in
    items.indices.filter { mask >> $0 & 1 == 1 }.map { items[$0] }
  }
}
