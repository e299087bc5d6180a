// What may be listed, how, and what of the built-in types is.
import Catalog
import Testing

@Suite struct `Listed fields` {
  private func listing(_ rest: String, name: String = "a") throws -> Listing? {
    try catalog(thing(fields: [field(rest, name: name)])).type(named: "thing")?.fields[0].listed
  }

  @Test func `a field is listed as it is written, and not at all where nothing is`() throws {
    #expect(try listing("kind: register, value: text") == nil)
    #expect(try listing("kind: register, value: text, listed: by_place") == .byPlace)
    #expect(try listing("kind: register, value: integer, listed: by_value") == .byValue)
    #expect(try listing("kind: set, value: any, listed: by_value") == .byValue)
    #expect(try listing("kind: counter, listed: by_place") == .byPlace)
  }

  @Test(arguments: [
    "kind: register, value: bytes, listed: by_place", "kind: register, value: any, listed: by_value",
    "kind: set, value: text, listed: by_place", "kind: counter, listed: by_value",
    "kind: register, value: text, listed: true",
  ])
  func `what cannot be looked for is not listed`(rest: String) {
    #expect(fault(thing(fields: [field(rest)]))?.code == .notAllowed)
  }

  @Test func `steps have no such key`() {
    #expect(fault(thing(fields: [field("kind: steps, listed: by_place")]))?.code == .unknownKey)
  }

  @Test(arguments: Field.unlistedNames)
  func `a name that a question means something else by is not listed`(name: String) throws {
    let listed = "kind: register, value: text, listed: by_place"
    #expect(fault(thing(fields: [field(listed, name: name)]))?.code == .notAllowed)
    #expect(try listing("kind: register, value: text", name: name) == nil)
  }

  @Test func `statuses at rest are statuses, each once, and the others come first`() throws {
    let yaml = thing(steps: [step()])
    let rested = yaml.replacing("  steps:\n", with: "  at_rest: [new]\n  steps:\n")
    let lifecycle = try #require(try catalog(rested).type(named: "thing")?.lifecycle)
    #expect(lifecycle.atRest == ["new"] && lifecycle.inOrderOfRest == ["old", "new"] && lifecycle.openCount == 1)
    #expect(try catalog(yaml).type(named: "thing")?.lifecycle?.atRest == [])
    #expect(fault(rested.replacing("[new]", with: "[gone]"))?.code == .notAllowed)
    #expect(fault(rested.replacing("[new]", with: "[new, new]"))?.code == .duplicate)
  }

  @Test func `what offices ask hazards by is listed`() throws {
    let hazard = try #require(Catalog.builtIn.type(named: "hazard"))
    let byPlace = ["category", "severity", "found_at", "deadline", "listing", "sector", "campaign"]
    #expect(Set(byPlace).isSubset(of: hazard.fieldsByPlace.map(\.name)))
    #expect(Set(hazard.registersByValue.map(\.name)).isSuperset(of: ["unit", "inspection"]))
    #expect(hazard.setsByValue.map(\.name) == ["assignees", "measures"])
    #expect(hazard.lifecycle?.atRest == ["closed", "withdrawn"])
    let grouped = hazard.fieldsByPlace.filter(\.isGrouped).map(\.name)
    #expect(grouped.contains("severity") && grouped.contains("category") && !grouped.contains("deadline"))
  }

  @Test func `every built-in record that can be withdrawn is at rest then, and open when it is entered`() {
    for type in Catalog.builtIn.types {
      guard let lifecycle = type.lifecycle else { continue }
      #expect(!lifecycle.atRest.contains(lifecycle.initial), "\(type.name)")
      let isWithdrawn = lifecycle.statuses.contains { $0.name == "withdrawn" }
      #expect(!isWithdrawn || lifecycle.atRest.contains("withdrawn"), "\(type.name)")
    }
  }
}
