// The catalog that is part of the program: that it is the one in the repository, and what holds for all of it.
import Catalog
import Foundation
import Merge
import TestSupport
import Testing

@Suite struct `Built-in catalog` {
  private static let remedy = "what is embedded is not the folder; see Sources/CEmbedded/embedded.c"
  let catalog = Catalog.builtIn

  @Test func `it is protocol/catalog byte for byte`() throws {
    let folder = Repository.root.appending(path: "protocol/catalog")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }
    let files = try names.map { (name: $0, bytes: [UInt8](try Data(contentsOf: folder.appending(path: $0)))) }
    let isSame = try catalog.canonicalBytes == Catalog(files: files).canonicalBytes
    #expect(isSame, "\(Self.remedy)")
  }

  @Test func `the code tables are protocol/catalog/codes byte for byte`() throws {
    let folder = Repository.root.appending(path: "protocol/catalog/codes")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }
    #expect(names.sorted() == CodeTable.builtInFiles.map(\.name), "\(Self.remedy)")
    for file in CodeTable.builtInFiles {
      let text = String(decoding: try Data(contentsOf: folder.appending(path: file.name)), as: UTF8.self)
      #expect(text == file.text, "\(Self.remedy)")
    }
  }

  @Test func `it has the record types of the grid, sorted by name`() {
    let names = [
      "accident", "accountability_review", "admonition", "alarm", "assignment", "audit_finding", "baseline",
      "blacklist_entry",
      "campaign", "certificate", "checklist", "checkpoint", "code_table", "committee", "daily_report", "directive",
      "duty_report",
      "duty_roster", "emergency_report", "enforcement_case", "enterprise", "expert", "expert_diagnosis", "extension",
      "fulfilment", "grant", "grid_cell", "guarantee", "hazard", "held_action",
      "held_confidential", "informant", "injury", "inspection",
      "insurance", "interview", "listing", "major_hazard_installation", "notice", "obligation", "observation", "pass",
      "patrol",
      "penalty", "permit", "post", "publication", "random_draw", "receipt", "rectification_order", "redaction",
      "referral", "rescue_team", "revocation",
      "risk_assessment", "risk_point", "roll_up", "rule_setting", "score", "sensor_alarm", "supervision_task", "supply",
      "suspension",
      "target",
      "team", "tip_off", "toolbox_talk", "training", "violation", "warning_notice", "withdrawal",
    ]
    #expect(catalog.types.map(\.name) == names)
    for name in names { #expect(catalog.type(named: name)?.name == name) }
    #expect(catalog.type(named: "nothing") == nil)
  }

  @Test func `the hazard's fields keep their numbers`() throws {
    let type = try #require(catalog.type(named: "hazard"))
    let names = [
      "enterprise", "category", "description", "place", "severity", "found_at", "deadline", "found_by", "measure",
      "longitude", "latitude", "code", "evidence_before", "evidence_after", "steps", "notes", "assignees", "inspection",
    ]
    for (index, name) in names.enumerated() {
      #expect(type.field(numbered: index + 1)?.name == name)
      #expect(type.field(named: name)?.number == index + 1)
    }
    #expect(type.kind(of: 5) == .register(RegisterRule(isGuarded: true, preference: .highest)))
    #expect(type.kind(of: 7) == .register(RegisterRule(isGuarded: true, preference: .lowest)))
    #expect(type.kind(of: 12) == .register(RegisterRule()))
    #expect(type.kind(of: 13) == .set(isGrowOnly: true))
    #expect(type.kind(of: 15) == .steps)
    #expect(type.kind(of: 17) == .set(isGrowOnly: false))
    for number in [-1, 0, 99, 65_536, .max] { #expect(type.kind(of: number) == nil) }
  }

  @Test func `every merge kind is in use`() {
    let kinds = catalog.types.flatMap(\.fields).map { "\($0.kind)".prefix { $0 != "(" } }
    #expect(Set(kinds) == ["register", "set", "steps", "counter"])
  }

  @Test func `each class rises and falls as far as it must`() {
    let moves = catalog.classes.map { "\($0.name) \($0.feed.rises?.name ?? "-") \($0.feed.falls?.name ?? "-")" }
    let expected = [
      "casework city -", "confidential city -", "control country terminal", "directive city community",
      "internal city community", "order city terminal", "patrol district -",
      "people country terminal", "receipt city -",
      "reference city terminal", "report country -", "roll-up city -", "watch city -", "work city terminal",
    ]
    #expect(moves == expected)
    let urgent = catalog.classes.filter { $0.feed.priority == .urgent }.map(\.name)
    #expect(urgent == ["control", "directive", "order", "receipt", "report", "watch"])
    #expect(catalog.class(named: "patrol")?.feed.priority == .bulk)
    #expect(catalog.type(named: "informant")?.class.name == "confidential")
    #expect(catalog.type(named: "directive")?.class == catalog.class(named: "directive")?.feed)
  }

  @Test func `what an office says to those below is not entered where it does not fall to`() {
    // An enterprise has posts of its own: its principal appoints who manages safety.
    #expect(catalog.types.filter(\.isForEnterprises).filter { $0.class.falls != .terminal }.map(\.name) == ["post"])
    for type in catalog.types where type.writers == .atOrAbove && type.name != "post" {
      guard let falls = type.class.falls, falls != .terminal else { continue }
      #expect(!type.areas.contains(.terminal), "\(type.name): an enterprise would speak in an office's place")
    }
  }

  @Test func `every record that people make can be withdrawn by a township with a reason`() {
    // What the engine itself reads, makes or counts is revoked, explained or corrected by rules of its own.
    for type in catalog.types where type.origin != .node {
      if ["control", "people", "watch", "roll-up"].contains(type.class.name) { continue }
      let withdrawn = type.lifecycle?.step(named: "withdrawn")
      #expect(withdrawn?.needsDetails == ["reason"])
      #expect(withdrawn?.tiers == .country ... .township)
    }
  }

  @Test func `a withdrawal yields to every step that ends a round`() {
    for lifecycle in catalog.types.compactMap(\.lifecycle) {
      let names = lifecycle.steps.map(\.name)
      let withdrawn = names.firstIndex(of: "withdrawn") ?? 0
      #expect(lifecycle.steps[...withdrawn].allSatisfy { !$0.endsRound })
    }
  }

  @Test func `every status has a title and is reached by some step`() {
    for lifecycle in catalog.types.compactMap(\.lifecycle) {
      let reached = Set(lifecycle.steps.map(\.status) + [lifecycle.initial])
      #expect(reached == Set(lifecycle.statuses.map(\.name)))
      for status in reached { #expect(lifecycle.title(ofStatus: status) != nil) }
    }
  }

  @Test func `a receipt goes from delivered to done, and a refusal beats an acceptance`() throws {
    let receipt = try #require(catalog.type(named: "receipt")?.lifecycle)
    let accepted = [Draft("read", "clerk", .township), Draft("accepted", "clerk", .township)]
    #expect(receipt.standing([]).status == "delivered")
    #expect(receipt.standing(accepted).status == "accepted")
    #expect(receipt.standing(accepted + [Draft("done", "clerk", .township)]).status == "done")
    let refused = accepted + [Draft("refused", "head", .township, details: reason)]
    #expect(receipt.standing(refused).status == "refused")
    #expect(receipt.standing(refused + [Draft("accepted", "head", .township, round: 2)]).status == "accepted")
  }
}

@Suite struct `Built-in lifecycles` {
  /// What must have been taken in the same round before `step`, itself last, each by another user and as low as may be.
  private static func way(to step: StepKind, in lifecycle: Lifecycle) -> [Draft] {
    var kinds: [String] = []
    func add(_ kind: StepKind) {
      let before = kind.requires + [kind.byHigherThan].compactMap(\.self)
      for name in before { if let needed = lifecycle.step(named: name) { add(needed) } }
      if !kinds.contains(kind.name) { kinds.append(kind.name) }
    }
    add(step)
    return kinds.map { name in
      let kind = lifecycle.step(named: name)!
      let needed = Value.sorted(kind.needsDetails.map { ($0, .text("x")) })
      let details = kind.confirming(needed) { _ in .bool(true) }
      return Draft(name, "who \(name)", kind.tiers.upperBound, details: details)
    }
  }

  @Test func `every step of every type can be taken by somebody, and yields its status`() {
    for type in Catalog.builtIn.types {
      guard let lifecycle = type.lifecycle else { continue }
      for step in lifecycle.steps {
        let drafts = Self.way(to: step, in: lifecycle)
        let standing = lifecycle.standing(drafts)
        #expect(standing.effects.allSatisfy { $0.outcome == .effective }, "\(type.name).\(step.name)")
        #expect(standing.status == step.status, "\(type.name).\(step.name)")
        #expect(standing.openRound == (step.endsRound ? 2 : 1))
      }
    }
  }

  @Test func `a deadline ends with what the type can do`() {
    for type in Catalog.builtIn.types {
      for deadline in type.deadlines {
        if case .steps(let steps) = deadline.end { #expect(!steps.isEmpty, "\(type.name).\(deadline.name)") }
        #expect(!deadline.source.isEmpty)
      }
    }
  }
}
