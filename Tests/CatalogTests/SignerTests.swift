// What signatures do to the effect of facts: `by`, authority, and who stands in for whom.
import Catalog
import Merge
import Testing

/// A draft with who signed it.
private struct Signed {
  let draft: Draft
  var signer: Signer?

  init(_ draft: Draft, _ signer: Signer? = nil) { (self.draft, self.signer) = (draft, signer) }
}

extension Lifecycle {
  fileprivate func signed(_ facts: [Signed], isProved: Bool = true) -> Standing {
    var signers: [FactID: Signer] = [:]
    for (index, fact) in facts.enumerated() { signers[fact.draft.fact(id: UInt64(index + 1)).identity] = fact.signer }
    return standing(of: taken(facts.map(\.draft)), signatures: isProved ? .proved(signers) : .unproved) { _ in
      .bool(true)
    }
  }
}

@Suite struct `Signed facts` {
  private let rectified = Signed(Draft("rectified", "enterprise", .terminal))
  private let passed = Signed(
    Draft("passed", "a", .community), Signer(role: "patroller", tier: .community, issuer: .own))
  private let closed = Signed(Draft("closed", "b", .township), Signer(role: "officer", tier: .township, issuer: .own))

  private func last(_ facts: [Signed], isProved: Bool = true) -> Standing.Outcome? {
    hazard.signed(facts, isProved: isProved).effects.last?.outcome
  }

  @Test func `a hazard is closed by those whose roles may, each with their signature`() {
    #expect(hazard.signed([rectified, passed, closed]).status == "closed")
  }

  @Test func `nobody's signature is asked for where nothing is proved`() {
    let unsigned = [rectified, Signed(passed.draft), Signed(closed.draft)]
    #expect(hazard.signed(unsigned, isProved: false).status == "closed")
    #expect(hazard.signed(unsigned).status == "rectified")
  }

  @Test func `an unsigned step with by has no effect, and one without has`() {
    #expect(last([rectified, Signed(passed.draft)]) == .ineffective(reason: .notSigned))
    #expect(last([rectified, passed, Signed(Draft("failed", "node", .community))]) == .effective)
  }

  @Test(arguments: [
    Signer(role: "auditor", tier: .township, issuer: .above),
    Signer(role: "unheard_of", tier: .township, issuer: .root),
    Signer(role: "patroller", tier: .township, issuer: .above), Signer(role: "", tier: .township, issuer: .above),
  ])
  func `a role that may not has no effect`(signer: Signer) {
    #expect(last([rectified, passed, Signed(closed.draft, signer)]) == .ineffective(reason: .roleMayNot))
  }

  @Test func `a pass outside its role's tiers makes nobody one`() {
    let high = Signed(passed.draft, Signer(role: "patroller", tier: .district, issuer: .above))
    #expect(last([rectified, high]) == .ineffective(reason: .roleMayNot))
  }

  @Test func `a role that is appointed above needs a pass from strictly above, or the root's at the top`() throws {
    let informant = try #require(Catalog.builtIn.type(named: "informant")?.lifecycle)
    let draft = Draft("withdrawn", "h", .township, details: reason)
    for (issuer, outcome) in [
      (Issuer.own, Standing.Outcome.ineffective(reason: .roleMayNot)), (.above, .effective), (.root, .effective),
    ] {
      let fact = Signed(draft, Signer(role: "handler", tier: .township, issuer: issuer))
      #expect(informant.signed([fact]).effects.map(\.outcome) == [outcome], "\(issuer)")
    }
  }

  @Test func `who signs decides, whatever node the step was handed to`() {
    let low = Signed(Draft("closed", "b", .community), closed.signer)
    #expect(hazard.signed([rectified, passed, low]).status == "closed")
    let community = Signer(role: "officer", tier: .community, issuer: .above)
    #expect(last([rectified, passed, Signed(closed.draft, community)]) == .ineffective(reason: .noAuthority))
  }

  @Test func `of several reasons tier comes before signature, and signature before what is missing`() {
    let early = Signed(Draft("closed", "b", .community))
    #expect(last([early]) == .ineffective(reason: .noAuthority))
    #expect(last([Signed(closed.draft)]) == .ineffective(reason: .notSigned))
    #expect(last([closed]) == .ineffective(reason: .missingPredecessor))
    let order = Standing.Reason.allCases.map(\.rawValue)
    #expect(order.firstIndex(of: "notSigned") == 3 && order.firstIndex(of: "roleMayNot") == 4)
  }

  /// `by_other_than` of a pass: whoever rectified, and whoever somebody stood in for when they did.
  @Test func `who acts for somebody counts as both`() {
    func rectified(by user: String, for other: String? = nil) -> Signed {
      Signed(
        Draft("rectified", user, .community),
        Signer(role: "patroller", tier: .community, issuer: .own, actingFor: other))
    }
    func passed(by user: String, for other: String? = nil) -> Signed {
      Signed(
        Draft("passed", user, .community), Signer(role: "patroller", tier: .community, issuer: .own, actingFor: other))
    }
    let same: [[Signed]] = [
      [rectified(by: "wang"), passed(by: "wang")], [rectified(by: "wang", for: "li"), passed(by: "li")],
      [rectified(by: "wang", for: "li"), passed(by: "wang")], [rectified(by: "li"), passed(by: "wang", for: "li")],
      [rectified(by: "wang", for: "li"), passed(by: "zhao", for: "li")],
      [rectified(by: "wang", for: "li"), passed(by: "zhao", for: "wang")],
    ]
    for facts in same { #expect(last(facts) == .ineffective(reason: .sameUser), "\(facts)") }
    #expect(last([rectified(by: "wang", for: "li"), passed(by: "zhao")]) == .effective)
    #expect(last([rectified(by: "wang"), passed(by: "zhao", for: "li")]) == .effective)
  }

  @Test func `signatures change nothing that the order of arrival could`() {
    let facts = [rectified, passed, closed, Signed(Draft("closed", "c", .township))]
    let expected = hazard.signed(facts).status
    for order in permutations(facts) { #expect(hazard.signed(order).status == expected) }
  }

  @Test func `what would come of a signed step can be asked before it is taken`() {
    let step = closed.draft.fact(id: 9)
    let before = taken([rectified.draft, passed.draft])
    let passing = passed.draft.fact(id: 2).step.id
    func outcome(_ signers: [StepID: Signer]) -> Standing.Outcome {
      hazard.outcome(ofTaking: step.step, origin: step.origin, after: before, signatures: .proved(signers)) { _ in
        .bool(true)
      }
    }
    #expect(outcome([passing: passed.signer!, step.step.id: closed.signer!]) == .effective)
    #expect(outcome([passing: passed.signer!]) == .ineffective(reason: .notSigned))
    #expect(outcome([step.step.id: closed.signer!]) == .ineffective(reason: .missingPredecessor))
  }
}
