// What each rule of a lifecycle means, by the example of the hazard.
import Catalog
import Merge
import Testing

@Suite struct `Hazard lifecycle` {
  let done = [
    Draft("rectified", "enterprise", .terminal), Draft("passed", "patroller", .community),
    Draft("closed", "officer", .township),
  ]

  @Test func `a record without steps stands at the initial status`() {
    let standing = hazard.standing([])
    #expect(standing.status == "reported" && standing.round == 1 && standing.openRound == 1)
    #expect(standing.effects == [])
  }

  @Test func `a hazard is closed when it was put right, re-checked by another and has its evidence`() {
    #expect(hazard.standing(done).status == "closed")
    #expect(hazard.outcomes(done) == [.effective, .effective, .effective])
    let standing = hazard.standing(done)
    #expect(taken(done).facts.allSatisfy { standing.outcome(of: $0) == .effective })
    #expect(taken(done).facts.allSatisfy { standing.outcome(of: $0.step) == .effective })
    #expect(standing.outcome(of: Step(id: StepID(.zero), kind: "closed", round: 1)) == nil)
  }

  @Test func `what is put right at once needs no order`() {
    #expect(hazard.standing([Draft("rectified", "enterprise", .terminal)]).status == "rectified")
  }

  @Test func `a failed re-check beats a concurrent pass and the close built on it`() {
    let standing = hazard.standing(done + [Draft("failed", "inspector", .district)])
    #expect(standing.status == "failed")
    #expect(standing.round == 1)
    #expect(standing.openRound == 2)
    #expect(standing.effects.allSatisfy { $0.outcome == .effective })
  }

  @Test func `a concurrent reopen beats a close`() {
    let standing = hazard.standing(done + [Draft("reopened", "inspector", .district)])
    #expect(standing.status == "reopened")
    #expect(standing.openRound == 2)
  }

  @Test func `after a reopen the next round counts`() {
    var drafts = done + [Draft("reopened", "inspector", .district)]
    drafts.append(Draft("rectified", "enterprise", .terminal, round: 2))
    let standing = hazard.standing(drafts)
    #expect(standing.status == "rectified")
    #expect(standing.round == 2)
    #expect(standing.openRound == 2)
  }

  @Test func `a close without evidence has no effect and is shown as such`() {
    let standing = hazard.standing(done, hasEvidence: false)
    #expect(standing.status == "passed")
    #expect(standing.effects[2].outcome == .ineffective(reason: .missingEvidence))
  }

  @Test func `a close without either set of evidence has no effect`() {
    for missing in ["evidence_before", "evidence_after"] {
      #expect(hazard.standing(of: taken(done)) { $0 == missing ? .null : .bool(true) }.status == "passed")
    }
  }

  @Test func `a close by too low a tier has no effect`() {
    let drafts = Array(done[..<2]) + [Draft("closed", "officer", .community)]
    #expect(hazard.standing(drafts).status == "passed")
    #expect(hazard.outcomes(drafts)[2] == .ineffective(reason: .noAuthority))
  }

  @Test func `a close without a pass in its round has no effect`() {
    #expect(hazard.outcomes([done[0], done[2]])[1] == .ineffective(reason: .missingPredecessor))
  }

  @Test func `nobody passes their own rectification`() {
    let drafts = [Draft("rectified", "patroller", .community), Draft("passed", "patroller", .community)]
    #expect(hazard.outcomes(drafts)[1] == .ineffective(reason: .sameUser))
    #expect(hazard.standing(drafts + [done[1]]).status == "rectified")
    #expect(hazard.standing(drafts + [Draft("passed", "another", .community)]).status == "passed")
  }

  @Test func `a name whose letters are made in one piece or in two is one user's`() {
    let drafts = [Draft("rectified", "\u{e9}", .community), Draft("passed", "e\u{301}", .community)]
    #expect(hazard.standing(drafts).status == "rectified")
  }

  @Test func `a step of a round that is not open has no effect`() {
    for round: Int64 in [.min, -1, 0, 2, .max] {
      let drafts = [Draft("rectified", "enterprise", .terminal, round: round)]
      #expect(hazard.standing(drafts).status == "reported")
      #expect(hazard.outcomes(drafts) == [.ineffective(reason: .roundNotOpen)])
      #expect(hazard.standing(drafts + done).status == "closed")
    }
  }

  @Test func `a step that this catalog does not know has no effect`() {
    let drafts = done + [Draft("celebrated", "officer", .city)]
    #expect(hazard.standing(drafts).status == "closed")
    #expect(hazard.outcomes(drafts)[3] == .ineffective(reason: .unknownStep))
  }

  @Test func `a withdrawal needs a reason that is not blank`() {
    for details: Value in [.null, .text("reason"), .sorted([("reason", .text(""))]), .sorted([("note", .text("x"))])] {
      let drafts = [Draft("withdrawn", "officer", .township, details: details)]
      #expect(hazard.outcomes(drafts) == [.ineffective(reason: .missingEvidence)])
    }
    #expect(hazard.standing([Draft("withdrawn", "officer", .township, details: reason)]).status == "withdrawn")
  }

  @Test func `a withdrawal beats a close and yields to a failed re-check and to a reopen`() {
    let withdrawn = Draft("withdrawn", "officer", .township, details: reason)
    #expect(hazard.standing(done + [withdrawn]).status == "withdrawn")
    #expect(hazard.standing(done + [withdrawn, Draft("failed", "inspector", .district)]).status == "failed")
    #expect(hazard.standing(done + [withdrawn, Draft("reopened", "inspector", .district)]).status == "reopened")
  }

  @Test func `a withdrawal made in error can be taken back`() {
    let drafts = [
      Draft("withdrawn", "officer", .township, details: reason), Draft("reinstated", "inspector", .district),
      Draft("rectified", "enterprise", .terminal, round: 2),
    ]
    #expect(hazard.standing(Array(drafts[..<2])).status == "reinstated")
    #expect(hazard.standing(drafts).status == "rectified")
  }

  @Test func `of several reasons the first in the order of the specification is given`() {
    let drafts = [
      Draft("closed", "officer", .community, round: 2), Draft("closed", "officer", .community),
      Draft("closed", "officer", .township),
    ]
    let reasons: [Standing.Reason] = [.roundNotOpen, .noAuthority, .missingPredecessor]
    #expect(hazard.outcomes(drafts, hasEvidence: false) == reasons.map { .ineffective(reason: $0) })
  }

  @Test func `a step that requires two others needs both`() throws {
    let both = step("kept", "status: old, requires: [aged, dried]")
    let yaml = thing(steps: [step("aged"), step("dried"), both])
    let lifecycle = try #require(try catalog(yaml).type(named: "thing")?.lifecycle)
    let drafts = ["kept", "aged", "dried"].map { Draft($0, "keeper", .terminal) }
    #expect(lifecycle.outcomes(Array(drafts[..<2]))[0] == .ineffective(reason: .missingPredecessor))
    #expect(lifecycle.outcomes(drafts)[0] == .effective)
  }

  @Test func `what would come of a step can be asked before it is taken`() {
    let closed = done[2].fact(id: 9)
    let before = Array(done[..<2])
    let now = hazard.outcome(ofTaking: closed.step, origin: closed.origin, after: taken(before)) { _ in .bool(true) }
    let early = hazard.outcome(ofTaking: closed.step, origin: closed.origin, after: taken([])) { _ in .bool(true) }
    #expect(now == .effective)
    #expect(early == .ineffective(reason: .missingPredecessor))
  }
}
