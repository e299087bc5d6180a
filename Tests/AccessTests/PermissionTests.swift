// What persons may, by examples that an office would recognise.
import Access
import Catalog
import Merge
import Testing

@Suite struct `What a person may` {
  private let permissions = Sample.permissions
  private let hazard = Sample.type("hazard")

  private func refusal(
    _ person: Person, _ act: Act, _ type: String, _ tier: Tier, at node: Tier? = nil
  ) -> AccessRefusal? {
    permissions.refusal(
      to: person, act, Sample.type(type), about: Sample.area(at: tier), at: Sample.area(at: node ?? tier))
  }

  @Test func `a patroller enters a hazard of the community and does not close it`() {
    let patroller = Sample.person(Sample.post("patroller", .community, .own))
    #expect(refusal(patroller, .enter, "hazard", .terminal) == nil)
    #expect(refusal(patroller, .take(step: "passed"), "hazard", .terminal) == nil)
    #expect(refusal(patroller, .take(step: "closed"), "hazard", .terminal) == .roleMayNot)
    #expect(refusal(patroller, .enter, "hazard", .township) == .outsidePost)
    #expect(refusal(patroller, .enter, "penalty", .terminal) == .roleMayNot)
  }

  @Test func `an officer closes from the township up`() {
    let closing = Act.take(step: "closed")
    #expect(refusal(Sample.person(Sample.post("officer", .community)), closing, "hazard", .terminal) == .tierMayNot)
    #expect(refusal(Sample.person(Sample.post("officer", .township)), closing, "hazard", .terminal) == nil)
  }

  @Test func `only a handler looks up an informant, and others enter one`() {
    let officer = Sample.person(Sample.post("officer", .township))
    #expect(refusal(officer, .enter, "informant", .township) == nil)
    #expect(refusal(officer, .read, "informant", .township) == .roleMayNot)
    #expect(
      refusal(Sample.person(Sample.post("handler", .township)), .read, "informant", .community, at: .township) == nil)
  }

  @Test func `a handler whom the own node has made is none`() {
    let handler = Sample.person(Sample.post("handler", .township, .own))
    #expect(refusal(handler, .read, "informant", .township) == .noPost)
    #expect(refusal(Sample.person(Sample.post("handler", .community)), .read, "informant", .community) == .noPost)
  }

  @Test func `a post reads up and down as far as a node there would hold`() {
    let patroller = Sample.person(Sample.post("patroller", .community))
    #expect(refusal(patroller, .read, "directive", .city, at: .community) == nil)
    #expect(refusal(patroller, .read, "patrol", .district, at: .district) == .outsidePost)
    let leader = Sample.person(Sample.post("leader", .city))
    #expect(refusal(leader, .read, "patrol", .community) == .outsidePost)
    #expect(refusal(leader, .read, "hazard", .terminal, at: .city) == nil)
    #expect(refusal(leader, .read, "patrol", .community, at: .city) == .notHeldHere)
  }

  @Test func `an auditor reads posts and takes no step`() {
    let auditor = Sample.person(Sample.post("auditor", .district))
    for type in Sample.catalog.types {
      let area = Sample.area(at: .district)
      #expect(permissions.may(auditor, .read, type, about: area, at: area) == (type.name == "post"))
      for step in type.lifecycle?.steps ?? [] {
        #expect(!permissions.may(auditor, .take(step: step.name), type, about: area, at: area))
      }
    }
  }

  @Test func `a keeper reads no record and a role that is not in the catalog gives nothing`() {
    for name in ["keeper", "emperor", ""] {
      let person = Sample.person(Sample.post(name, .city, .root))
      for type in Sample.catalog.types {
        #expect(!permissions.may(person, .read, type, about: Sample.area(at: .city), at: Sample.area(at: .city)))
      }
    }
  }

  @Test func `nobody without a post may anything`() {
    #expect(refusal(Sample.person(), .read, "hazard", .city) == .noPost)
  }
}

@Suite struct `Appointing` {
  private let newcomer = Person(account: "li", posts: [])
  private let type = Sample.type("post")

  private func refusal(
    _ person: Person, _ role: String, _ tier: Tier, holder: Person? = nil
  ) -> AccessRefusal? {
    let area = Sample.area(at: tier)
    return Sample.permissions.refusal(
      to: person, .appoint(role: role, holder: holder ?? newcomer), type, about: area, at: area)
  }

  private func personnel(_ tier: Tier, _ issuer: Issuer = .above) -> Person {
    Sample.person(Sample.post("personnel", tier, issuer))
  }

  @Test func `personnel appoint their own patrollers, and those below`() {
    #expect(refusal(personnel(.community), "patroller", .community) == nil)
    #expect(refusal(personnel(.district), "patroller", .community) == nil)
    #expect(refusal(personnel(.community), "patroller", .township) == .outsidePost)
    #expect(refusal(personnel(.community), "patroller", .terminal) == .roleMayNot)
  }

  @Test func `powerful roles come from strictly above, and at the top from whom the root made personnel there`() {
    for role in ["handler", "personnel", "keeper"] {
      #expect(refusal(personnel(.township), role, .township) == .appointedAbove)
      #expect(refusal(personnel(.district), role, .township) == nil)
      #expect(refusal(personnel(.city, .above), role, .city) == .appointedAbove)
      #expect(refusal(personnel(.city, .root), role, .city) == nil)
      #expect(refusal(personnel(.district, .root), role, .district) == .appointedAbove)
    }
    #expect(refusal(personnel(.community), "principal", .terminal) == nil)
  }

  @Test func `a principal appoints who manages safety, and nobody else`() {
    let principal = Sample.person(Sample.post("principal", .terminal))
    for role in Sample.catalog.roles.map(\.name) {
      #expect((refusal(principal, role, .terminal) == nil) == (role == "safety_manager"), "\(role)")
    }
    let selfMade = Sample.person(Sample.post("principal", .terminal, .own))
    #expect(refusal(selfMade, "safety_manager", .terminal) == .noPost)
  }

  @Test func `nobody appoints themselves, however their account is written`() {
    let wang = Person(account: "WANG ", posts: [])
    #expect(refusal(personnel(.community), "patroller", .community, holder: wang) == .ownAppointment)
  }

  @Test func `roles that exclude each other are not given to one account, from either side`() {
    for role in Sample.catalog.roles {
      for other in role.excludes {
        let holder = Person(account: "li", posts: [Sample.post(other, .district, .own)])
        let tier = role.tiers.contains(.district) ? Tier.district : role.tiers.upperBound
        #expect(refusal(personnel(.city), role.name, tier, holder: holder) == .excluded, "\(role.name), \(other)")
      }
    }
  }

  @Test func `the step alone appoints nobody`() {
    let area = Sample.area(at: .community)
    let act = Act.take(step: Post.appointing)
    #expect(!Sample.permissions.may(personnel(.community), act, type, about: area, at: area))
  }
}
