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
  private let hasElement: (String) -> Bool
  private var reasons: [Int: Standing.Reason?] = [:]
  private var open: [Int64: Bool] = [:]

  init(_ lifecycle: Lifecycle, facts: [Fact], hasElement: @escaping (String) -> Bool) {
    self.lifecycle = lifecycle
    self.facts = facts
    self.hasElement = hasElement
  }

  /// Why a fact has no effect; nil when it has.
  func reason(_ index: Int) -> Standing.Reason? {
    if let known = reasons[index] { return known }
    let reason = findReason(facts[index])
    reasons[index] = .some(reason)
    return reason
  }

  private func findReason(_ fact: Fact) -> Standing.Reason? {
    guard let kind = lifecycle.steps.first(where: { $0.name == fact.step.kind }) else { return .unknownStep }
    if !isOpen(fact.step.round) { return .roundNotOpen }
    if fact.origin.tier < kind.tiers.lowerBound || fact.origin.tier > kind.tiers.upperBound { return .noAuthority }
    for needed in kind.requires where takers(of: needed, round: fact.step.round).isEmpty { return .missingPredecessor }
    for field in kind.needsFields where !hasElement(field) { return .missingEvidence }
    for detail in kind.needsDetails where !Self.says(fact.step.details, detail) { return .missingEvidence }
    guard let other = kind.byOtherThan else { return nil }
    let isSame = takers(of: other, round: fact.step.round).contains { $0.utf8.elementsEqual(fact.origin.user.utf8) }
    return isSame ? .sameUser : nil
  }

  private func takers(of kind: String, round: Int64) -> [String] {
    facts.indices.filter { facts[$0].step.kind == kind && facts[$0].step.round == round && reason($0) == nil }
      .map { facts[$0].origin.user }
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
    switch value {
    case .null: return false
    case .text(let text): return !text.isEmpty
    case .bytes(let bytes): return !bytes.isEmpty
    case .list(let items): return !items.isEmpty
    case .map(let entries): return !entries.isEmpty
    case .bool, .int: return true
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
