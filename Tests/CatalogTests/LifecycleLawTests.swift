// Laws of the evaluation, over every subset and every order of small sets of facts.
import Catalog
import Merge
import Testing

@Suite struct `Lifecycle laws` {
  static let reopened = Draft("reopened", "inspector", .district)
  static let failed = Draft("failed", "second", .community)
  static let universe = [
    Draft("rectified", "enterprise", .terminal), Draft("rectified", "first", .community),
    Draft("passed", "first", .community), Draft("passed", "second", .community),
    Draft("closed", "officer", .township), Draft("closed", "first", .community), failed, reopened,
    Draft("withdrawn", "officer", .township, details: reason),
    Draft("rectified", "enterprise", .terminal, round: 2), Draft("passed", "second", .community, round: 2),
    Draft("closed", "officer", .township, round: 2),
  ]

  @Test func `every order of arrival gives the same standing`() {
    for facts in [Array(Self.universe[..<5]), Array(Self.universe[3..<8]), Array(Self.universe[7...])] {
      let numbered = facts.enumerated().map { $0.element.fact(id: UInt64($0.offset + 1)) }
      let standings = permutations(numbered).map { order in
        var steps = Steps()
        for fact in order + order.reversed() { steps.applyStep(fact.step, origin: fact.origin) }
        return hazard.standing(of: steps) { _ in .bool(true) }
      }
      #expect(Set(standings).count == 1)
    }
  }

  @Test func `neither ids nor times nor feeds decide anything`() {
    for facts in subsets(Array(Self.universe[..<8])) where facts.count <= 5 {
      let summaries = permutations(facts).map { order in
        let standing = hazard.standing(order)
        let outcomes = Dictionary(uniqueKeysWithValues: zip(order, standing.effects.map(\.outcome)))
        return Summary(status: standing.status, round: standing.round, open: standing.openRound, outcomes: outcomes)
      }
      #expect(Set(summaries).count == 1)
    }
  }

  private struct Summary: Hashable {
    let status: String
    let round: Int64
    let open: Int64
    let outcomes: [Draft: Standing.Outcome]
  }

  @Test(arguments: [true, false])
  func `every subset stands where the definition says`(hasEvidence: Bool) {
    let naive = NaiveLifecycle(lifecycle: hazard, hasEvidence: hasEvidence)
    for drafts in subsets(Self.universe) {
      let standing = hazard.standing(drafts, hasEvidence: hasEvidence)
      let isRight =
        standing.status == naive.status(of: drafts)
        && zip(drafts, standing.effects).allSatisfy {
          ($1.outcome == .effective) == naive.isEffective($0, in: drafts)
        }
      #expect(isRight, "\(drafts.map { "\($0.kind) \($0.user) \($0.round)" }): \(standing.status)")
    }
  }

  @Test func `adding a reopen to an effective close never leaves it closed in that round`() {
    for drafts in subsets(Self.universe) where !drafts.contains(Self.reopened) {
      guard hazard.hasEffective("closed", round: 1, in: drafts) else { continue }
      let standing = hazard.standing(drafts + [Self.reopened])
      #expect(standing.status != "closed" || standing.round > 1)
      #expect(standing.openRound > 1)
    }
  }

  @Test func `adding a failed re-check never leaves a record passed, closed or withdrawn in that round`() {
    for drafts in subsets(Self.universe) where !drafts.contains(Self.failed) {
      guard hazard.hasEffective("rectified", round: 1, in: drafts) else { continue }
      let standing = hazard.standing(drafts + [Self.failed])
      #expect(!["passed", "closed", "withdrawn"].contains(standing.status) || standing.round > 1)
    }
  }

  @Test func `nothing is closed without its evidence`() {
    for drafts in subsets(Self.universe) {
      #expect(hazard.standing(drafts, hasEvidence: false).status != "closed")
    }
  }

  @Test func `a fact of a later round counts only after an ending before it`() {
    for drafts in subsets(Self.universe) where hazard.hasEffective(nil, round: 2, in: drafts) {
      let hasEnding = hazard.steps.filter(\.endsRound).contains { hazard.hasEffective($0.name, round: 1, in: drafts) }
      #expect(hasEnding)
    }
  }

  @Test func `many rounds and many facts of one round are evaluated in good time`() {
    var drafts: [Draft] = []
    for round: Int64 in 1...1_000 {
      drafts.append(Draft("rectified", "enterprise", .terminal, round: round))
      drafts.append(Draft("failed", "second", .community, round: round))
    }
    drafts += (0..<2_000).map { Draft("rectified", "user \($0)", .terminal, round: 1_001) }
    let standing = hazard.standing(of: Steps(facts: drafts.enumerated().map { $1.fact(id: UInt64($0)) })) { _ in
      .bool(true)
    }
    #expect(standing.round == 1_001)
    #expect(standing.status == "rectified")
  }
}

extension Lifecycle {
  /// Whether a fact of this kind, or of any, has effect in the round.
  fileprivate func hasEffective(_ kind: String?, round: Int64, in drafts: [Draft]) -> Bool {
    zip(drafts, outcomes(drafts)).contains { draft, outcome in
      (kind == nil || draft.kind == kind) && draft.round == round && outcome == .effective
    }
  }
}
