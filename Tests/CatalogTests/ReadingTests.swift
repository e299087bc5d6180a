// What the language says, and that every fault names file, place, problem and what is allowed.
import Catalog
import Merge
import Testing

@Suite struct `Reading a catalog` {
  @Test func `a field has the limits and codes that are written`() throws {
    let codes = "codes: [{ code: no, title: { zh: 否, en: 'No' } }, { code: yes, title: { zh: 是, en: 'Yes' } }]"
    let yaml = thing(fields: [
      field("kind: register, value: text, guarded: true, prefer: lowest, required: true, length_max: 9, \(codes)"),
      field("kind: register, value: integer, range: [-5, 5], unit: m", number: 65_535, name: "b"),
    ])
    let type = try #require(try catalog(yaml).type(named: "thing"))
    let a = try #require(type.field(named: "a"))
    #expect(a.kind == .register(RegisterRule(isGuarded: true, preference: .lowest)))
    #expect(a.isRequired && a.limits.lengthMax == 9)
    #expect(a.codes.map(\.value) == [.text("no"), .text("yes")])
    #expect(a.title(of: .text("no")) == Title(zh: "否", en: "No"))
    let b = try #require(type.field(numbered: 65_535))
    #expect(b.limits.range == -5...5 && b.unit == "m")
    #expect(type.kind(of: 65_535) == .register(RegisterRule()))
    #expect(type.kind(of: 65_534) == nil && type.kind(of: 256) == nil && type.lifecycle == nil)
  }

  @Test func `a step may be taken by the tiers between the two that are named`() throws {
    let yaml = thing(steps: [step("aged", "status: old, tiers: { from: community, to: city }")])
    let aged = try #require(try catalog(yaml).type(named: "thing")?.lifecycle?.step(named: "aged"))
    #expect(Tier.allCases.filter(aged.tiers.contains) == [.city, .district, .township, .community])
  }

  @Test func `a step without tiers may be taken by all`() throws {
    let aged = try catalog(thing(steps: [step()])).type(named: "thing")?.lifecycle?.step(named: "aged")
    #expect(aged?.tiers == .country ... .terminal)
  }

  @Test func `the order in which files are given does not matter`() throws {
    let files = Catalog.builtInFiles.map { (name: $0.name, bytes: Array($0.text.utf8)) }
    #expect(try Catalog(files: files.reversed()).canonicalBytes == Catalog.builtIn.canonicalBytes)
  }

  @Test func `canonical bytes are names and contents after their lengths`() throws {
    let catalog = try Catalog(files: [("classes.yaml", Array("classes: []".utf8))])
    let length: (UInt8) -> [UInt8] = { [0, 0, 0, 0, 0, 0, 0, $0] }
    #expect(catalog.canonicalBytes == length(12) + Array("classes.yaml".utf8) + length(11) + Array("classes: []".utf8))
  }

  @Test func `an unknown key is an error that names file, key and allowed keys`() {
    let error = fault(thing(fields: [field("kind: counter, guarded: true")]))
    #expect(error?.code == .unknownKey)
    #expect(
      error?.description
        == "thing.yaml: fields[1].guarded (line 5): the key 'guarded' is not known here; "
        + "allowed: number, name, kind, title, help, unit, listed")
  }

  @Test func `a missing key is named`() {
    let error = fault("type: thing\nclass: work\ntitle: { zh: 物, en: Thing }\n")
    #expect(error?.code == .missingKey)
    #expect(error?.problem == "the key 'fields' is missing")
  }

  @Test(arguments: Field.reservedNames)
  func `a reserved column name is refused`(name: String) {
    #expect(fault(thing(fields: [field(name: name)]))?.code == .notAllowed)
  }

  @Test(arguments: [
    ("number: 1", "number: 0"), ("number: 1", "number: 65536"), ("kind: register", "kind: list"),
    ("value: text", "value: number"), ("value: text", "value: text, prefer: newest"),
    ("value: text", "value: integer, length_max: 5"), ("value: text", "value: text, range: [1, 2]"),
    ("value: text", "value: integer, range: [2, 1]"), ("value: text", "value: any, codes: []"),
    ("class: work", "class: play"), ("type: thing", "type: other"),
  ])
  func `a value that is not permitted is refused`(change: (String, String)) {
    let yaml = thing(fields: [field()]).replacing(change.0, with: change.1, maxReplacements: 1)
    #expect(fault(yaml)?.code == .notAllowed)
  }

  @Test(arguments: [
    ("number: 1", "number: '1'"), ("number: 1", "number: one"), ("number: 1", "number: 1.0"),
    ("name: a", "name: Apple"), ("name: a", "name: 1a"), ("name: a", "name: a-b"), ("name: a", "name: 甲"),
    ("value: text", "value: text, guarded: yes"), ("value: text", "value: integer, range: [1]"),
    ("zh: 甲", "zh: ''"), ("zh: 甲", "zh: []"), ("fields:", "help: text\nfields:"),
  ])
  func `a value of another form is refused`(change: (String, String)) {
    let yaml = thing(fields: [field()]).replacing(change.0, with: change.1, maxReplacements: 1)
    #expect(fault(yaml)?.code == .wrongForm)
  }

  @Test func `a number or name given twice is refused`() {
    #expect(fault(thing(fields: [field(), field(name: "b")]))?.code == .duplicate)
    #expect(fault(thing(fields: [field(), field(number: 2)]))?.code == .duplicate)
    #expect(fault(thing(steps: [step(), step()]))?.code == .duplicate)
    let code = "{ code: 1, title: { zh: 甲, en: A } }"
    let coded = field("kind: register, value: integer, codes: [\(code), \(code)]")
    #expect(fault(thing(fields: [coded]))?.code == .duplicate)
    let classes = classesYAML + classesYAML.dropFirst("classes:\n".count)
    #expect(fault(thing(fields: []), classes: classes)?.code == .duplicate)
  }

  @Test(arguments: [
    "requires: [later]", "by_other_than: aged", "needs_fields: [steps]", "needs_fields: [nothing]", "status: odd",
    "tiers: { from: city, to: community }", "tiers: { from: village }",
  ])
  func `a step can only refer to what stands before it`(rest: String) {
    let status = rest.hasPrefix("status") ? "" : "status: old, "
    let error = fault(thing(steps: [step("aged", status + rest), step("later")]))
    #expect(error?.code == .notAllowed)
    #expect(error?.place.hasPrefix("lifecycle.steps[1].") == true)
  }

  @Test func `a lifecycle reads a steps field of its type`() {
    let yaml = thing(steps: [step()]).replacing("field: steps", with: "field: photos")
    #expect(fault(yaml)?.code == .undefined)
  }
}
