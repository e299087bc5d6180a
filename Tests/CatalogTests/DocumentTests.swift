// What kind of file and of YAML the language permits.
import Catalog
import Testing

@Suite struct `Catalog files` {
  @Test(arguments: [
    "", "type: thing\ntype: thing\n", "a: [1, 2", "a: 1\n---\nb: 2\n", "a: &x 1\nb: *x\n", "a: !!int 1\n",
    "a: !thing 1\n",
  ])
  func `what is not one plain YAML document is refused`(yaml: String) {
    #expect(fault(yaml)?.code == .notYAML)
  }

  @Test func `bytes that are not UTF-8 are refused`() {
    let files: [(name: String, bytes: [UInt8])] = [("classes.yaml", [0x63, 0xff])]
    let error = #expect(throws: CatalogError.self) { try Catalog(files: files) }
    #expect(error?.code == .notYAML)
  }

  @Test func `a list or a scalar at the top is refused`() {
    #expect(fault("- a\n")?.code == .wrongForm)
    #expect(fault("a\n")?.code == .wrongForm)
  }

  @Test func `a file or a text that is too large is refused`() {
    let comment = "#" + String(repeating: "x", count: Catalog.fileBytesMax)
    #expect(fault(thing(fields: [field()]) + comment)?.code == .tooLarge)
    let text = String(repeating: "x", count: Catalog.textBytesMax + 1)
    #expect(fault(thing(fields: [field("kind: counter, unit: \(text)")]))?.code == .tooLarge)
  }

  @Test func `deep nesting is refused and not followed`() {
    #expect(fault(String(repeating: "[", count: 100_000))?.code == .notYAML)
  }

  @Test func `a file that is neither the classes nor a type is refused`() {
    #expect(fault(thing(fields: [field()]), file: "thing.yml")?.code == .notAllowed)
    #expect(fault(thing(fields: [field()]), file: ".yaml")?.code == .notAllowed)
  }

  @Test(
    arguments: RecordType.reservedNames.filter { !["classes", "roles"].contains($0) } + ["sqlite_stat", "node_account"])
  func `a type named like a table of the store is refused`(name: String) {
    let yaml = thing(fields: [field()]).replacing("type: thing", with: "type: \(name)")
    #expect(fault(yaml, file: "\(name).yaml")?.code == .notAllowed)
  }

  @Test func `a catalog needs its classes and each file once`() {
    let thing = (name: "thing.yaml", bytes: Array(thing(fields: [field()]).utf8))
    let missing = #expect(throws: CatalogError.self) { try Catalog(files: [thing]) }
    #expect(missing?.code == .missingKey)
    let twice = #expect(throws: CatalogError.self) { try Catalog(files: [thing, thing]) }
    #expect(twice?.code == .duplicate)
  }

  @Test(arguments: [
    ("city", "village"), ("normal", "low"), ("terminal", "province"), ("name: work", "name: WORK"),
    ("priority: normal", "priority: normal, lane: 1"),
  ])
  func `a class that is not permitted is refused`(change: (String, String)) {
    #expect(fault(thing(fields: []), classes: classesYAML.replacing(change.0, with: change.1))?.file == "classes.yaml")
  }
}
