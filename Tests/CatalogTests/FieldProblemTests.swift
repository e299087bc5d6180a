// What a person is told about what they enter.
import Catalog
import Merge
import Testing

@Suite struct `Data entry` {
  let type = Catalog.builtIn.type(named: "hazard")!
  let supply = Catalog.builtIn.type(named: "supply")!

  func problems(_ entries: [(String, Value)], isNew: Bool = false) -> [String] {
    type.problems(in: entries.map { (type.field(named: $0)!, $1) }, isNew: isNew).map { "\($0.field) \($0.code)" }
  }

  @Test func `what fits has no problems`() {
    let whole: [(String, Value)] = [
      ("category", .text("消防安全")), ("description", .text("灭火器失压")), ("severity", .int(1)),
      ("found_at", .int(1_767_225_600_000)),
      ("place", .null), ("evidence_before", .sorted([("00ff", .sorted([("name", .text("a.jpg"))]))])),
    ]
    #expect(problems(whole, isNew: true) == [])
  }

  @Test func `each fault is told by its own word`() {
    #expect(problems([("severity", .text("1"))]) == ["severity wrong-type"])
    #expect(problems([("severity", .int(2))]) == ["severity unknown-code"])
    #expect(problems([("latitude", .int(90_000_001))]) == ["latitude out-of-range"])
    #expect(problems([("category", .text(String(repeating: "字", count: 61)))]) == ["category too-long"])
    #expect(problems([("assignees", .text("someone"))]) == ["assignees not-elements"])
    #expect(problems([("steps", .list([]))]) == ["steps not-entered"])
    #expect(problems([("description", .text(""))]) == ["description missing"])
    #expect(problems([("description", .null)]) == ["description missing"])
  }

  @Test func `the ends of a range and a length are permitted`() {
    #expect(problems([("latitude", .int(90_000_000)), ("longitude", .int(-180_000_000))]) == [])
    #expect(problems([("category", .text(String(repeating: "字", count: 60)))]) == [])
  }

  @Test func `characters are counted as Unicode scalars`() {
    #expect(problems([("category", .text(String(repeating: "e\u{301}", count: 30)))]) == [])
    #expect(problems([("category", .text(String(repeating: "e\u{301}", count: 31)))]) == ["category too-long"])
  }

  @Test func `required fields are asked for in a new record only`() {
    let missing = ["category missing", "description missing", "severity missing", "found_at missing"]
    #expect(problems([], isNew: true) == missing)
    #expect(problems([], isNew: false) == [])
  }

  @Test func `an element at fault is named by its key`() {
    let type = Catalog.builtIn.type(named: "enterprise")!
    let sectors = Value.sorted([("01", .text("矿山")), ("02", .int(2))])
    let problems = type.problems(in: [(type.field(named: "sectors")!, sectors)], isNew: false)
    #expect(problems.map(\.description) == ["sectors[02]: not of type text"])
  }

  @Test func `what is right is told: the codes, or the unit`() {
    func description(_ field: String, _ value: Value) -> String {
      type.problems(in: [(type.field(named: field)!, value)], isNew: false).map(\.description).joined()
    }
    let codes = "; the codes are 0 (一般隐患), 1 (重大隐患)"
    #expect(description("severity", .text("一般隐患")) == "severity: not of type integer" + codes)
    #expect(description("severity", .int(2)) == "severity: not one of the field's codes" + codes)
    #expect(description("longitude", .text("120.4")) == "longitude: not of type integer; it is counted in 1e-6 degree")
    #expect(description("found_at", .text("2026-06-30")).contains("milliseconds since 1970"))
  }

  @Test func `a counter takes an integer`() {
    let stock = supply.field(named: "stock")!
    #expect(supply.problems(in: [(stock, .int(-3))], isNew: false) == [])
    #expect(supply.problems(in: [(stock, .text("3"))], isNew: false).map(\.code) == ["wrong-type"])
  }
}
