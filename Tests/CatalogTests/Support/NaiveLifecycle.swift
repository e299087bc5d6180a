// The rules of the catalog README once more, as directly as they can be said: what the real evaluation is checked against.
import Catalog
import Merge

/// Evaluates a lifecycle by plain recursion over the definition.
struct NaiveLifecycle {
  let lifecycle: Lifecycle
  let hasEvidence: Bool

  func isEffective(_ draft: Draft, in drafts: [Draft]) -> Bool {
    guard let step = lifecycle.step(named: draft.kind), isOpen(draft.round, in: drafts) else { return false }
    func taken(_ kind: String) -> [Draft] {
      drafts.filter { $0.kind == kind && $0.round == draft.round && isEffective($0, in: drafts) }
    }
    return step.tiers.contains(draft.tier)
      && step.requires.allSatisfy { !taken($0).isEmpty }
      && (step.needsFields.isEmpty || hasEvidence)
      && step.needsDetails.allSatisfy { draft.details[$0] != nil }
      && !(step.byOtherThan.map { taken($0).contains { $0.user == draft.user } } ?? false)
      && (step.byHigherThan.map { taken($0).contains { $0.tier > draft.tier } } ?? true)
  }

  func isOpen(_ round: Int64, in drafts: [Draft]) -> Bool {
    if round <= 1 { return round == 1 }
    return drafts.contains { draft in
      draft.round == round - 1 && lifecycle.step(named: draft.kind)?.endsRound == true && isEffective(draft, in: drafts)
    }
  }

  func status(of drafts: [Draft]) -> String {
    let effective = drafts.filter { isEffective($0, in: drafts) }
    guard let round = effective.map(\.round).max() else { return lifecycle.initial }
    let kinds = effective.filter { $0.round == round }.map(\.kind)
    return lifecycle.steps.last { kinds.contains($0.name) }!.status
  }
}
