// What the file of the roles says, and that every fault in it names file, place, problem and what is allowed.
import Catalog
import Merge
import Testing

@Suite struct `Reading roles` {
  private let thing = CatalogTests.thing(steps: [step("aged", "status: old, by: [keen]")])

  @Test func `a role has what is written, in the order of the file`() throws {
    let rest =
      "tiers: { from: community, to: city }, reads: [work], hides: [thing.photos], enters: [thing], "
      + "carries: { types: [thing], days: 30, budget: 5 }, appoints: [other], appointed: above, excludes: [other]"
    let other = role("other", "appointed: own, excludes: [keen], reads_types: [thing]")
    let catalog = try catalog(thing, roles: [role("keen", rest), other])
    #expect(catalog.roles.map(\.name) == ["keen", "other"])
    let keen = try #require(catalog.role(named: "keen"))
    #expect(keen.tiers == .city ... .community && keen.terms.appointed == .above)
    #expect(keen.reads == ["work"] && keen.enters == ["thing"] && keen.appoints == ["other"])
    #expect(keen.hides.map(\.type) == ["thing"] && keen.hides.map(\.field) == ["photos"] && keen.excludes == ["other"])
    #expect(keen.carries?.types == ["thing"] && keen.carries?.days == 30 && keen.carries?.budget == 5)
    let type = try #require(catalog.type(named: "thing"))
    #expect(keen.hides("photos", of: "thing") && !keen.hides("photos", of: "other"))
    #expect(keen.reads(type) && catalog.role(named: "other")?.reads(type) == true)
    #expect(type.lifecycle?.step(named: "aged")?.by == ["keen"])
  }

  @Test func `a role without anything reads, enters and appoints nothing, at any tier`() throws {
    let catalog = try catalog(thing, roles: [role()])
    let keen = try #require(catalog.role(named: "keen"))
    #expect(keen.tiers == .country ... .terminal && keen.carries == nil)
    #expect((keen.reads + keen.readsTypes + keen.enters + keen.appoints + keen.excludes).isEmpty && keen.hides.isEmpty)
    let type = try #require(catalog.type(named: "thing"))
    #expect(!keen.reads(type))
  }

  @Test(arguments: [
    ("appointed: other", CatalogError.Code.notAllowed), ("reads: [work]", .missingKey),
    ("appointed: own, reads: [play]", .notAllowed), ("appointed: own, reads: [work, work]", .duplicate),
    ("appointed: own, reads_types: [thong]", .notAllowed), ("appointed: own, enters: [thong]", .notAllowed),
    ("appointed: own, reads: [work], hides: [thing.nothing]", .undefined),
    ("appointed: own, reads: [work], hides: [thing.steps]", .undefined),
    ("appointed: own, reads: [work], hides: [thong.photos]", .notAllowed),
    ("appointed: own, hides: [thing.photos]", .notAllowed),
    ("appointed: own, reads: [work], hides: [thing]", .wrongForm),
    ("appointed: own, reads: [work], hides: [thing.photos, thing.photos]", .duplicate),
    ("appointed: own, tiers: { from: city, to: community }", .notAllowed),
    ("appointed: own, tiers: { from: village }", .notAllowed), ("appointed: own, appoints: [nobody]", .notAllowed),
    ("appointed: own, excludes: [keen]", .notAllowed), ("appointed: own, excludes: [other]", .notAllowed),
    ("appointed: own, may: [thing]", .unknownKey),
    ("appointed: own, carries: { types: [thing], days: 1, budget: 1 }", .notAllowed),
    ("appointed: own, reads: [work], carries: { types: [thing], days: 0, budget: 1 }", .notAllowed),
    ("appointed: own, reads: [work], carries: { types: [thing], days: 1, budget: 21 }", .notAllowed),
    ("appointed: own, reads: [work], carries: { types: [thing], days: 1 }", .missingKey),
  ])
  func `a fault of a role is named`(example: (rest: String, code: CatalogError.Code)) throws {
    let error = try #require(fault(thing, roles: [role("keen", example.rest), role("other")]), "\(example.rest)")
    #expect(error.code == example.code, "\(error)")
    #expect(error.file == "roles.yaml" && error.place.hasPrefix("roles[1]") && !error.allowed.isEmpty, "\(error)")
  }

  @Test func `a role is defined once`() {
    #expect(fault(thing, roles: [role(), role()])?.code == .duplicate)
  }

  @Test func `roles exclude each other or not at all`() {
    let one = role("keen", "appointed: own, excludes: [other]")
    #expect(fault(thing, roles: [one, role("other", "appointed: own, excludes: [keen]")]) == nil)
    let error = fault(thing, roles: [one, role("other")])
    #expect(error?.problem == "'keen' excludes 'other', which does not exclude it")
  }

  @Test func `what only nodes and keys say is entered by no role`() {
    for origin in ["node", "statement"] {
      let error = fault(thing + "origin: \(origin)\n", roles: [role("keen", "appointed: own, enters: [thing]")])
      #expect(error?.code == .notAllowed)
    }
  }

  @Test func `no phone carries what is confidential`() {
    let secret = thing.replacing("class: work", with: "class: confidential")
    let rest = "appointed: own, reads: [confidential]"
    #expect(fault(secret, roles: [role("keen", rest)]) == nil)
    let carried = role("keen", rest + ", carries: { types: [thing], days: 1, budget: 1 }")
    #expect(fault(secret, roles: [carried])?.code == .notAllowed)
  }

  @Test func `a step names roles that there are, each once, and at least one`() {
    for (by, code) in [("[nobody]", CatalogError.Code.notAllowed), ("[keen, keen]", .duplicate), ("[]", .notAllowed)] {
      let error = fault(CatalogTests.thing(steps: [step("aged", "status: old, by: \(by)")]), roles: [role()])
      #expect(error?.code == code && error?.file == "thing.yaml", "\(by)")
      #expect(error?.place.hasPrefix("lifecycle.steps[1].by") == true, "\(by)")
    }
  }

  @Test func `a catalog without the file has no roles, and its steps name what they like`() throws {
    let catalog = try CatalogTests.catalog(thing)
    #expect(catalog.roles.isEmpty)
    #expect(catalog.type(named: "thing")?.lifecycle?.steps.first?.by == ["keen"])
    #expect(fault(CatalogTests.thing(steps: [step("aged", "status: old, by: [keen, keen]")]))?.code == .duplicate)
  }

  @Test func `another right is another catalog`() throws {
    let one = try catalog(thing, roles: [role()])
    let other = try catalog(thing, roles: [role("keen", "appointed: own, reads: [work]")])
    #expect(one.canonicalBytes != other.canonicalBytes)
  }

  @Test func `no type is called roles`() {
    #expect(RecordType.reservedNames.contains("roles"))
  }
}
