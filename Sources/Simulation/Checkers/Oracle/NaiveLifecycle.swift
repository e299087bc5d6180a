// The rules of a lifecycle once more, by plain recursion over the facts.
import Catalog
import Merge

/// Says of each fact whether it is effective, straight from the definition.
///
/// Answers are remembered, since each asks for those before it; the order in which they are asked for does not matter.
/// - Source: catalog README §5.4 to §5.7.
final class NaiveLifecycle {
  private let lifecycle: Lifecycle
  private let facts: [Fact]
  /// Whether it is asked who signed a step.
  private let isProved: Bool
  private let shown: (String) -> Value
  private var reasons: [Int: Standing.Reason?] = [:]
  private var open: [Int64: Bool] = [:]

  init(_ lifecycle: Lifecycle, facts: [Fact], isProved: Bool, shown: @escaping (String) -> Value) {
    self.lifecycle = lifecycle
    self.facts = facts
    self.isProved = isProved
    self.shown = shown
  }

  /// Why a fact has no effect; nil when it has.
  func reason(_ index: Int) -> Standing.Reason? {
    if let known = reasons[index] { return known }
    let reason = findReason(facts[index])
    reasons[index] = .some(reason)
    return reason
  }

  private func findReason(_ fact: Fact) -> Standing.Reason? {
    let own = findOwnReason(fact)
    guard let kind = lifecycle.steps.first(where: { $0.name == fact.step.kind }), own != .unknownStep,
      own != .roundNotOpen, let other = findConditional(kind, fact)
    else { return own }
    // Of several reasons the first in the order of the specification is given.
    guard let own else { return other }
    let order = Standing.Reason.allCases
    return (order.firstIndex(of: own) ?? 0) <= (order.firstIndex(of: other) ?? 0) ? own : other
  }

  private func findOwnReason(_ fact: Fact) -> Standing.Reason? {
    guard let kind = lifecycle.steps.first(where: { $0.name == fact.step.kind }) else { return .unknownStep }
    if !isOpen(fact.step.round) { return .roundNotOpen }
    if fact.origin.tier < kind.tiers.lowerBound || fact.origin.tier > kind.tiers.upperBound { return .noAuthority }
    if isProved, !kind.by.isEmpty {
      guard let actor = fact.origin.actor else { return .notSigned }
      if !kind.by.contains(actor.role) || !Self.holds(actor, at: fact.origin.tier, among: kind.takers) {
        return .roleMayNot
      }
    }
    for needed in kind.requires where takers(of: needed, round: fact.step.round).isEmpty { return .missingPredecessor }
    for field in kind.needsFields where Self.isBlank(shown(field)) { return .missingEvidence }
    for detail in kind.needsDetails where !Self.says(fact.step.details, detail) { return .missingEvidence }
    for field in kind.confirms where (fact.step.details[field] ?? .null) != shown(field) { return .notConfirmed }
    return dependence(of: kind, fact)
  }

  /// What the conditions that hold ask beyond the step's own demands.
  private func findConditional(_ kind: StepKind, _ fact: Fact) -> Standing.Reason? {
    let conditions = kind.when.filter { $0.test.values.contains(shown($0.test.field)) }
    for condition in conditions where !condition.tiers.contains(fact.origin.tier) { return .noAuthority }
    for needed in conditions.flatMap(\.requires) where takers(of: needed, round: fact.step.round).isEmpty {
      return .missingPredecessor
    }
    for field in conditions.flatMap(\.needsFields) where Self.isBlank(shown(field)) { return .missingEvidence }
    for detail in conditions.flatMap(\.needsDetails) where !Self.says(fact.step.details, detail) {
      return .missingEvidence
    }
    return nil
  }

  /// Whether somebody holds a role: at one of its tiers, and where it is given from above, from there.
  private static func holds(_ actor: Actor, at tier: Tier, among roles: [RoleTerms]) -> Bool {
    guard let role = roles.first(where: { $0.name == actor.role }) else { return false }
    let isAtItsTier = tier.rawValue >= role.tiers.lowerBound.rawValue && tier.rawValue <= role.tiers.upperBound.rawValue
    return isAtItsTier && (role.appointed == .own || actor.isIssuedAbove)
  }

  /// Who has taken a step: an acting person counts as both, where it is proved who acts.
  private func people(_ origin: Origin) -> [String] {
    [origin.user] + [isProved ? origin.actor?.actingFor : nil].compactMap { $0 }
  }

  /// Whether it is independent of, and above, those it must be.
  private func dependence(of kind: StepKind, _ fact: Fact) -> Standing.Reason? {
    if let other = kind.byOtherThan {
      let users = takers(of: other, round: fact.step.round).flatMap(people)
      if !Set(users.map { Array($0.utf8) }).isDisjoint(with: people(fact.origin).map { Array($0.utf8) }) {
        return .sameUser
      }
    }
    if let lower = kind.byHigherThan {
      let tiers = takers(of: lower, round: fact.step.round).map(\.tier)
      if !tiers.contains(where: { $0.rawValue > fact.origin.tier.rawValue }) { return .sameTier }
    }
    return nil
  }

  private func takers(of kind: String, round: Int64) -> [Origin] {
    facts.indices.filter { facts[$0].step.kind == kind && facts[$0].step.round == round && reason($0) == nil }
      .map { facts[$0].origin }
  }

  private func isOpen(_ round: Int64) -> Bool {
    if round <= 1 { return round == 1 }
    if let known = open[round] { return known }
    // Rounds are opened by facts: what no fact of the round before ended is not open, however many lie before it.
    let enders = facts.indices.filter { facts[$0].step.round == round - 1 && ends(facts[$0].step.kind) }
    let isOpen = enders.contains { reason($0) == nil }
    open[round] = isOpen
    return isOpen
  }

  private func ends(_ kind: String) -> Bool { lifecycle.steps.contains { $0.name == kind && $0.endsRound } }

  private static func says(_ details: Value, _ key: String) -> Bool {
    guard case .map(let entries) = details,
      let value = entries.first(where: { $0.key.utf8.elementsEqual(key.utf8) })?.value
    else { return false }
    return !isBlank(value)
  }

  private static func isBlank(_ value: Value) -> Bool {
    switch value {
    case .null: true
    case .text(let text): text.isEmpty
    case .bytes(let bytes): bytes.isEmpty
    case .list(let items): items.isEmpty
    case .map(let entries): entries.isEmpty
    case .bool, .int: false
    }
  }

  var status: String {
    let kinds = effective.filter { facts[$0].step.round == round }.map { facts[$0].step.kind }
    return lifecycle.steps.last { kinds.contains($0.name) }?.status ?? lifecycle.initial
  }

  var round: Int64 { effective.map { facts[$0].step.round }.max() ?? 1 }
  var openRound: Int64 { max(round, isOpen(round + 1) ? round + 1 : round) }

  private var effective: [Int] { facts.indices.filter { reason($0) == nil } }
}
