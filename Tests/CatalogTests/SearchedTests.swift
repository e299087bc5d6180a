// The fields in which words are looked for.
import Catalog
import Testing

@Suite struct `The searched fields of a type` {
  private static let fields = [
    field(), field(number: 2, name: "b"), field("kind: set, value: text", number: 3, name: "photos"),
    field("kind: register, value: integer", number: 4, name: "count"), field("kind: steps", number: 5, name: "steps"),
  ]

  @Test func `are in the order that is written`() throws {
    let type = try catalog(thing(fields: Self.fields, rest: "searched: [b, a]\n")).type(named: "thing")
    #expect(type?.searched.map(\.number) == [2, 1])
  }

  @Test func `are none where the type names none`() throws {
    #expect(try catalog(thing(fields: Self.fields)).type(named: "thing")?.searched.isEmpty == true)
    let empty = try catalog(thing(fields: Self.fields, rest: "searched: []\n"))
    #expect(empty.type(named: "thing")?.searched.isEmpty == true)
  }

  @Test(arguments: ["photos", "count", "steps", "nowhere"])
  func `are registers of text`(name: String) {
    let error = fault(thing(fields: Self.fields, rest: "searched: [a, \(name)]\n"))
    #expect(error?.code == .notAllowed)
    #expect(error?.place.hasPrefix("searched[2]") == true)
    #expect(error?.allowed == "a, b")
  }

  @Test func `are named once`() {
    #expect(fault(thing(fields: Self.fields, rest: "searched: [a, a]\n"))?.code == .duplicate)
  }

  @Test func `change the catalog's digest, as whatever its views are made by does`() throws {
    let plain = try catalog(thing(fields: Self.fields))
    #expect(try catalog(thing(fields: Self.fields, rest: "searched: [a]\n")).canonicalBytes != plain.canonicalBytes)
  }

  @Test func `of the safety domain are what people would ask for`() throws {
    let hazard = try #require(Catalog.builtIn.type(named: "hazard"))
    #expect(hazard.searched.map(\.name) == ["description", "place", "enterprise", "measure", "notes"])
    #expect(Catalog.builtIn.types.filter { !$0.searched.isEmpty }.count > 40)
    // Who gave a tip-off is looked up by nobody, and nodes' own words are no texts.
    for name in ["informant", "checkpoint", "roll_up", "grant", "code_table"] {
      #expect(Catalog.builtIn.type(named: name)?.searched.isEmpty == true, "\(name)")
    }
  }

  @Test(arguments: ["record_text", "record_text_terms", "record_text_data"])
  func `are kept in tables that no type is named like`(name: String) {
    let yaml = thing(fields: [field()]).replacing("type: thing", with: "type: \(name)")
    #expect(fault(yaml, file: "\(name).yaml")?.code == .notAllowed)
  }
}
