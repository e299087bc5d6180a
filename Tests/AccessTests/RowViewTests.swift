// What a person sees of a record, and what a phone holds.
import Access
import Catalog
import Merge
import Testing

@Suite struct `What is shown of a record` {
  private let type = Sample.type("post")

  private func hidden(_ posts: Post...) -> [String]? {
    let area = Sample.area(at: .district)
    let person = Person(account: "wang", posts: posts)
    return Sample.permissions.view(of: type, about: area, for: person, at: area)?.hidden
  }

  @Test func `fields that a role hides are left out and named`() throws {
    #expect(hidden(Sample.post("auditor", .district)) == ["phone", "notes"])
    let view = try #require(
      Sample.permissions.view(
        of: type, about: Sample.area(at: .district), for: Sample.person(Sample.post("auditor", .district)),
        at: Sample.area(at: .district)))
    let row = [(field: "name", value: 1), (field: "phone", value: 2), (field: "notes", value: 3)]
    #expect(view.cut(row).map(\.field) == ["name"] && view.shows("name") && !view.shows("phone"))
  }

  @Test func `with several posts only what all of them hide is left out`() {
    #expect(hidden(Sample.post("auditor", .district), Sample.post("personnel", .district)) == [])
    #expect(hidden(Sample.post("auditor", .district), Sample.post("service", .district)) == ["phone"])
  }

  @Test func `a post that does not read the record shows nothing of it`() {
    #expect(hidden(Sample.post("keeper", .district)) == nil)
    let elsewhere = Post(role: "personnel", area: Sample.aside[1], issuer: .above)
    #expect(hidden(Sample.post("auditor", .district), elsewhere) == ["phone", "notes"])
  }

  @Test func `every role is shown what it reads, but for the fields that it hides`() {
    for role in Sample.catalog.roles {
      for tier in Tier.allCases where role.tiers.contains(tier) {
        for type in Sample.catalog.types {
          let area = Sample.area(at: tier)
          let person = Sample.person(Sample.post(role.name, tier))
          let view = Sample.permissions.view(of: type, about: area, for: person, at: area)
          #expect((view != nil) == role.reads(type))
          let hides = role.hides.filter { $0.type == type.name }.map(\.field)
          #expect(Set(view?.hidden ?? hides) == Set(hides))
        }
      }
    }
  }

  @Test func `a phone holds what its role carries, about what its post reads, and nothing confidential`() {
    for role in Sample.catalog.roles {
      for tier in Tier.allCases where role.tiers.contains(tier) {
        for type in Sample.catalog.types {
          for area in Sample.areas {
            let person = Sample.person(Sample.post(role.name, tier))
            guard Sample.permissions.carries(person, type, about: area) else { continue }
            #expect(role.carries?.types.contains(type.name) == true && !type.isConfidential)
            let node = Sample.area(at: tier)
            #expect(Sample.permissions.may(person, .read, type, about: area, at: node))
          }
        }
      }
    }
    let patroller = Sample.person(Sample.post("patroller", .community))
    #expect(Sample.permissions.carries(patroller, Sample.type("hazard"), about: Sample.area(at: .terminal)))
  }
}
