// The roles that are part of the program: what the catalog's steps, types and posts say of one another.
import Catalog
import Merge
import Testing

@Suite struct `Built-in roles` {
  private let catalog = Catalog.builtIn

  private var guarded: [(type: RecordType, step: StepKind)] {
    catalog.types.flatMap { type in (type.lifecycle?.steps ?? []).map { (type: type, step: $0) } }.filter {
      !$0.step.by.isEmpty
    }
  }

  @Test func `a post has the codes of the roles, each with its title`() throws {
    let field = try #require(catalog.type(named: "post")?.field(named: "role"))
    #expect(field.codes.map(\.value) == catalog.roles.map { .text($0.name) })
    #expect(field.codes.map(\.title) == catalog.roles.map(\.title))
  }

  @Test func `the numbers of a post stay, and 6 is never used again`() throws {
    let type = try #require(catalog.type(named: "post"))
    let names = ["name", "role", "account", "grid", "phone", nil, "since", "until", "notes", "steps", "agency"]
    for (index, name) in names.enumerated() { #expect(type.field(numbered: index + 1)?.name == name) }
    #expect(type.areas == .country ... .terminal)
  }

  @Test func `every step with by can be taken by each of its roles, who read what it is taken of`() {
    #expect(guarded.count > 90)
    for (type, step) in guarded {
      for role in step.by.compactMap({ catalog.role(named: $0) }) {
        #expect(role.reads(type), "\(role.name) does not read \(type.name)")
        #expect(role.tiers.overlaps(step.tiers), "\(role.name) is nowhere where \(type.name).\(step.name) is taken")
      }
    }
  }

  @Test func `every step that withdraws has by, and none that ends a round in the way of a warning`() {
    for type in catalog.types {
      guard let lifecycle = type.lifecycle else { continue }
      for step in lifecycle.steps where step.name == "withdrawn" { #expect(!step.by.isEmpty, "\(type.name)") }
      for step in lifecycle.steps where step.endsRound {
        // Two take away: a decision is revoked, a listing is not made. The third prepares an appointment.
        let lifting = ["penalty.revoked", "blacklist_entry.rejected", "post.reinstated"]
        #expect(step.by.isEmpty == !lifting.contains("\(type.name).\(step.name)"), "\(type.name).\(step.name)")
      }
    }
  }

  /// What puts a record at rest without `by`: warnings, refusals, the word of whom it is about, what publishes, and
  /// what a node says of what it holds itself.
  @Test func `every other step after which a record rests closes nothing`() {
    var open: [String] = []
    for type in catalog.types {
      guard let lifecycle = type.lifecycle else { continue }
      for step in lifecycle.steps where step.by.isEmpty && lifecycle.atRest.contains(step.status) {
        open.append("\(type.name).\(step.name)")
      }
    }
    #expect(
      open == [
        "certificate.expired", "certificate.counterfeit", "extension.denied", "held_action.entered",
        "held_confidential.entered", "inspection.acknowledged", "insurance.ended", "referral.declined",
        "score.published",
      ])
  }

  @Test func `only handlers read what is confidential, and no role reads what holds the tree together`() {
    let readers = catalog.roles.filter { $0.reads.contains("confidential") }.map(\.name)
    #expect(readers == ["handler"])
    for type in catalog.types where type.class.name == "control" {
      #expect(!catalog.roles.contains { $0.reads(type) })
    }
  }

  @Test func `who appoints, who runs the machine and who looks at both exclude each other and officers`() {
    let apart = ["personnel", "keeper", "auditor", "officer"]
    for (one, other) in [(0, 1), (0, 2), (1, 2), (3, 0), (3, 1), (3, 2)] {
      #expect(catalog.role(named: apart[one])?.excludes.contains(apart[other]) == true)
      #expect(catalog.role(named: apart[other])?.excludes.contains(apart[one]) == true)
    }
    #expect(catalog.role(named: "keeper").map { $0.reads + $0.readsTypes + $0.enters } == [])
    #expect(catalog.role(named: "auditor").map { $0.reads + $0.enters } == [])
    #expect(catalog.role(named: "auditor")?.readsTypes == ["post"])
  }

  @Test func `those who could read a secret or give a role are appointed from above`() {
    let above = catalog.roles.filter { $0.terms.appointed == .above }.map(\.name)
    #expect(above == ["handler", "principal", "personnel", "keeper", "auditor"])
    let appointing = catalog.roles.filter { !$0.appoints.isEmpty }.map(\.name)
    #expect(appointing == ["principal", "personnel"])
  }

  @Test func `every type that people write is entered by some role`() {
    for type in catalog.types where type.origin == .people {
      #expect(catalog.roles.contains { $0.enters.contains(type.name) }, "\(type.name)")
    }
  }
}
