// Conditions and tiers in lifecycles: a major hazard is closed by two tiers.
import Catalog
import Merge
import Testing

@Suite struct `Two tiers` {
  let passed = [Draft("rectified", "enterprise", .terminal), Draft("passed", "patroller", .community)]
  let confirmed = Draft("confirmed", "inspector", .district)
  let closed = Draft("closed", "officer", .township)

  private func standing(_ drafts: [Draft], severity: Int64, evidence: Bool = true) -> Standing {
    hazard.standing(of: taken(drafts)) { field in
      field == "severity" ? .int(severity) : evidence ? .bool(true) : .null
    }
  }

  @Test func `a general hazard is closed by one tier`() {
    #expect(standing(passed + [closed], severity: 0).status == "closed")
  }

  @Test func `a major hazard is closed by two tiers`() {
    let alone = standing(passed + [closed], severity: 1)
    #expect(alone.status == "passed")
    #expect(alone.effects.last?.outcome == .ineffective(reason: .missingPredecessor))
    #expect(standing(passed + [confirmed], severity: 1).status == "confirmed")
    #expect(standing(passed + [confirmed, closed], severity: 1).status == "closed")
  }

  @Test func `whoever confirms stands above some re-check and did not rectify`() {
    let district = [passed[0], Draft("passed", "expert", .district)]
    #expect(standing(district + [confirmed], severity: 1).effects.last?.outcome == .ineffective(reason: .sameTier))
    #expect(standing(district + [passed[1], confirmed], severity: 1).status == "confirmed")
    let low = Draft("confirmed", "officer", .township)
    #expect(standing(passed + [low], severity: 1).effects.last?.outcome == .ineffective(reason: .noAuthority))
    let own = [Draft("rectified", "inspector", .district), passed[1], confirmed]
    #expect(standing(own, severity: 1).effects.last?.outcome == .ineffective(reason: .sameUser))
  }

  @Test func `raising the severity takes the effect from a close by one tier`() {
    let drafts = passed + [closed]
    #expect(standing(drafts, severity: 0).status == "closed")
    #expect(standing(drafts, severity: 1).status == "passed")
  }

  @Test func `every subset stands where the definition says`() {
    let universe =
      passed + [confirmed, closed, Draft("passed", "inspector", .district), Draft("failed", "second", .community)]
    for drafts in subsets(universe) {
      let naive = NaiveLifecycle(lifecycle: hazard, hasEvidence: true)
      #expect(standing(drafts, severity: 0).status == naive.status(of: drafts))
      let major = standing(drafts, severity: 1)
      #expect(major.status != "closed" || drafts.contains(confirmed))
    }
  }

  @Test func `a condition adds tiers, steps, fields and details, and holds only for its values`() throws {
    let when =
      "when: [{ field: kind, is: [grave], tiers: { from: district }, requires: [aged], needs_fields: [photos], needs_details: [why] }]"
    let steps = [step("aged"), step("kept", "status: old, \(when)")]
    let fields = [
      field("kind: steps", name: "steps"), field("kind: set, value: text", number: 2, name: "photos"),
      field("kind: register, value: text", number: 3, name: "kind"),
    ]
    let list = steps.map { "    - \($0)\n" }.joined()
    let statuses = "  statuses: [{ name: new, title: { zh: 新, en: New } }, { name: old, title: { zh: 旧, en: Old } }]\n"
    let yaml = thing(fields: fields, rest: "lifecycle:\n  field: steps\n  initial: new\n\(statuses)  steps:\n\(list)")
    let lifecycle = try #require(try catalog(yaml).type(named: "thing")?.lifecycle)
    func outcome(_ drafts: [Draft], kind: String, photos: Bool = true) -> Standing.Outcome? {
      lifecycle.standing(of: taken(drafts)) { $0 == "kind" ? .text(kind) : photos ? .bool(true) : .null }.effects.last?
        .outcome
    }
    let why = Value.sorted([("why", .text("x"))])
    let aged = Draft("aged", "a", .terminal)
    #expect(outcome([Draft("kept", "b", .terminal)], kind: "light") == .effective)
    #expect(outcome([Draft("kept", "b", .terminal)], kind: "grave") == .ineffective(reason: .noAuthority))
    #expect(outcome([Draft("kept", "b", .city)], kind: "grave") == .ineffective(reason: .missingPredecessor))
    let whole = [aged, Draft("kept", "b", .city, details: why)]
    #expect(outcome(whole, kind: "grave", photos: false) == .ineffective(reason: .missingEvidence))
    #expect(outcome([aged, Draft("kept", "b", .city)], kind: "grave") == .ineffective(reason: .missingEvidence))
    #expect(outcome(whole, kind: "grave") == .effective)
  }

  @Test func `a step counts while the record shows what it confirms`() throws {
    let steps = [step("aged", "status: new, confirms: [kind]"), step("kept", "status: old, requires: [aged]")]
    let fields = [field("kind: steps", name: "steps"), field("kind: register, value: text", number: 3, name: "kind")]
    let list = steps.map { "    - \($0)\n" }.joined()
    let statuses = "  statuses: [{ name: new, title: { zh: 新, en: New } }, { name: old, title: { zh: 旧, en: Old } }]\n"
    let yaml = thing(fields: fields, rest: "lifecycle:\n  field: steps\n  initial: new\n\(statuses)  steps:\n\(list)")
    let lifecycle = try #require(try catalog(yaml).type(named: "thing")?.lifecycle)
    func outcomes(_ details: Value, showing kind: Value) -> [Standing.Outcome] {
      let drafts = [Draft("aged", "a", .city, details: details), Draft("kept", "b", .city)]
      return lifecycle.standing(of: taken(drafts)) { _ in kind }.effects.map(\.outcome)
    }
    let said = lifecycle.steps[0].confirming(.null) { _ in .text("grave") }
    #expect(said == .sorted([("kind", .text("grave"))]))
    #expect(outcomes(said, showing: .text("grave")) == [.effective, .effective])
    let undone = [Standing.Outcome.ineffective(reason: .notConfirmed), .ineffective(reason: .missingPredecessor)]
    for (details, kind) in [(said, Value.text("light")), (said, .null), (.null, .text("grave"))] {
      #expect(outcomes(details, showing: kind) == undone, "\(details) \(kind)")
    }
    #expect(outcomes(.null, showing: .null) == [.effective, .effective])
    #expect(lifecycle.steps[0].confirming(said) { _ in .text("light") } == said)
    #expect(lifecycle.steps[1].confirming(.null) { _ in .text("light") } == .null)
  }

  @Test(arguments: [
    ("confirms: [photos]", CatalogError.Code.notAllowed), ("confirms: [nothing]", .notAllowed),
    ("when: [{ field: photos, is: [a] }]", .notAllowed), ("when: [{ field: kind }]", .missingKey),
    ("when: [{ field: kind, is: [a], requires: [later] }]", .notAllowed), ("by_higher_than: later", .notAllowed),
    ("when: [{ field: kind, is: [a], status: old }]", .unknownKey),
  ])
  func `a fault in a condition is told`(_ example: (String, CatalogError.Code)) {
    let yaml = thing(steps: [step("aged", "status: old, \(example.0)"), step("later")])
      .replacing("fields:\n", with: "fields:\n  - \(field("kind: register, value: text", number: 3, name: "kind"))\n")
    #expect(fault(yaml)?.code == example.1)
  }
}

@Suite struct `Reading checks and deadlines` {
  private static let fields = [
    field("kind: register, value: integer, unit: ms", name: "a"),
    field("kind: register, value: integer, unit: ms", number: 2, name: "b"),
    field("kind: register, value: text, check: uscc, code_table: sector, refers_to: other", number: 3, name: "c"),
  ]

  private static func deadline(_ rest: String) -> String {
    "deadlines:\n  - { name: d, title: { zh: 期, en: D }, source: s, \(rest) }\n"
  }

  @Test func `checks, deadlines, areas and forms are read as written`() throws {
    let rest =
      "areas: { from: terminal, to: community }\nchecks:\n  - { check: time_order, from: a, to: b }\n"
      + Self.deadline(
        "starts: { field: a }, before: { working_days: 20 }, ends: { field: b }, when: { field: b, is: [1] }")
    let type = try #require(try catalog(thing(fields: Self.fields, rest: rest)).type(named: "thing"))
    #expect(type.areas == .community ... .terminal)
    #expect(type.checks == [.timeOrder(from: "a", to: "b")])
    let deadline = try #require(type.deadlines.first)
    #expect(deadline.start == .field("a") && deadline.end == .field("b") && deadline.isBefore)
    #expect(deadline.span == Deadline.Span(20, .workingDays))
    #expect(deadline.when == FieldTest(field: "b", values: [.int(1)]))
    let c = try #require(type.field(named: "c"))
    #expect(c.check == .uscc && c.codeTable == "sector" && c.refersTo == "other")
  }

  @Test(arguments: [
    ("checks:\n  - { check: magic }\n", CatalogError.Code.notAllowed),
    ("checks:\n  - { check: time_order, from: a, to: z }\n", .undefined),
    ("checks:\n  - { check: time_order, from: a, to: c }\n", .undefined),
    ("checks:\n  - { check: time_order, from: a, to: b, via: b }\n", .unknownKey),
    ("areas: { from: city, to: community }\n", .notAllowed),
    (deadline("starts: { field: a }, ends: { field: z }"), .undefined),
    (deadline("starts: { step: gone }, ends: { field: b }"), .notAllowed),
    (deadline("starts: { field: a }, within: { days: 1, hours: 1 }, ends: { field: b }"), .wrongForm),
    (deadline("starts: { field: a }, within: { days: 0 }, ends: { field: b }"), .notAllowed),
    (deadline("starts: { field: a }, within: { days: 1 }, before: { days: 1 }, ends: { field: b }"), .notAllowed),
    (deadline("starts: { field: a }"), .missingKey),
  ])
  func `a fault in checks, areas or deadlines is told`(_ example: (String, CatalogError.Code)) {
    #expect(fault(thing(fields: Self.fields, rest: example.0))?.code == example.1, "\(example.0)")
  }

  @Test func `a check is for texts`() {
    #expect(fault(thing(fields: [field("kind: register, value: integer, check: uscc")]))?.code == .notAllowed)
    #expect(fault(thing(fields: [field("kind: register, value: text, check: magic")]))?.code == .notAllowed)
    #expect(fault(thing(fields: [field("kind: set, value: text, check: uscc")]))?.code == .unknownKey)
  }
}
