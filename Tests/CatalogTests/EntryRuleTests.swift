// What is asked of a whole record where it is entered, and told as marks where it has arrived.
import Catalog
import Merge
import Testing

@Suite struct `Rules of entry` {
  let community = Area("370202001001")!
  let works = Area("370202001001/91350100M000100Y43")!
  let tables = CodeTables(CodeTable.builtIn)
  let today = Day("2026-11-22")!

  private func contradictions(
    _ type: String, _ fields: [String: Value], changed: Set<String>? = nil, area: Area? = nil
  ) -> [String] {
    Catalog.builtIn.type(named: type)!.contradictions(in: area ?? community, changed: changed) { fields[$0] ?? .null }
      .map { "\($0.field) \($0.code)" }
  }

  @Test func `a point without its reference system is refused`() {
    let point: [String: Value] = ["longitude": .int(120_382_631), "latitude": .int(36_067_108)]
    #expect(contradictions("hazard", point) == ["crs contradiction"])
    #expect(contradictions("hazard", point.merging(["crs": .text("gcj02")]) { $1 }) == [])
    #expect(contradictions("hazard", ["crs": .text("gcj02")]) == ["longitude contradiction"])
    #expect(contradictions("hazard", [:]) == [])
  }

  @Test func `only rules about what was changed are asked`() {
    let half: [String: Value] = ["longitude": .int(1), "place": .text("二楼")]
    #expect(contradictions("hazard", half, changed: ["place"]) == [])
    #expect(contradictions("hazard", half, changed: ["longitude"]) == ["latitude contradiction"])
  }

  @Test(arguments: [(3, 2, true), (3, 1, false), (0, 1, true), (0, 2, false)])
  func `an accident has the grade its harm makes`(_ example: (Int64, Int64, Bool)) {
    let fields: [String: Value] = [
      "dead": .int(example.0), "seriously_injured": .int(0), "loss_fen": .int(0), "grade": .int(example.1),
    ]
    #expect(contradictions("accident", fields).isEmpty == example.2)
  }

  @Test func `times stand in order and an enterprise's file has its own code`() {
    #expect(contradictions("permit", ["begins_at": .int(2), "ends_at": .int(1)]) == ["ends_at contradiction"])
    #expect(contradictions("permit", ["begins_at": .int(1), "ends_at": .int(1)]) == [])
    let noon = Day("2026-06-30")!.start + 12 * 3_600_000
    let today = ["found_at": Value.int(noon), "deadline": .int(Day("2026-06-30")!.start)]
    #expect(contradictions("hazard", today) == [], "a deadline on a day lasts that day")
    #expect(contradictions("hazard", today.merging(["deadline": .int(noon - 1)]) { $1 }) == ["deadline contradiction"])
    let own: [String: Value] = ["credit_code": .text("91350100M000100Y43")]
    #expect(contradictions("enterprise", own, area: works) == [])
    #expect(contradictions("enterprise", ["credit_code": .text("91330424MA28AQAQXU")], area: works).count == 1)
  }

  @Test func `an enterprise has a credit code, or it is said why it has none`() {
    #expect(contradictions("enterprise", ["name": .text("修车铺")]) == ["credit_code contradiction"])
    for reason in ["unlicensed", "old_number", "deviating"] {
      #expect(contradictions("enterprise", ["no_code": .text(reason), "other_number": .text("370203600123456")]) == [])
    }
    #expect(contradictions("enterprise", [:], changed: ["phone"]) == [], "nobody must mend what stands")
    #expect(contradictions("enterprise", [:], changed: ["no_code"]) == ["credit_code contradiction"])
  }

  @Test func `the code in an area is one`() {
    let typo = Area("370202001001/91350100M000100Y44")!
    #expect(RecordType.problem(withCodeOf: works) == nil && RecordType.problem(withCodeOf: community) == nil)
    #expect(RecordType.problem(withCodeOf: typo)?.code == "fails-check")
    #expect(RecordType.problem(withCodeOf: typo)?.description.contains("370202001001") == true)
    let type = Catalog.builtIn.type(named: "hazard")!
    #expect(type.marks(area: typo, tables: .none, on: today) { _ in .null }.map(\.field).contains("area"))
  }

  @Test func `a tip-off and an informant belong to no enterprise's area`() {
    for name in ["tip_off", "informant", "referral"] {
      let type = Catalog.builtIn.type(named: name)!
      #expect(type.problem(enteringFor: works)?.code == "area-not-permitted")
      #expect(type.problem(enteringFor: community) == nil)
      #expect(type.class.falls == nil)
    }
  }

  @Test func `codes are asked of the table in force, of a set its keys`() {
    let type = Catalog.builtIn.type(named: "hazard")!
    func codes(_ field: String, _ value: Value) -> [String] {
      type.unknownCodes(in: [(type.field(named: field)!, value)], tables: tables, on: today).map(\.description)
    }
    #expect(codes("sector", .text("mine")) == [])
    #expect(
      codes("sector", .text("moon")) == [
        "sector: not a code of the table sector; `gridward codes show sector` has them"
      ])
    #expect(codes("sector", .null) == [])
    #expect(codes("measures", .sorted([("stop", .text("停")), ("stare", .text("瞪"))])).count == 1)
  }

  @Test func `what has arrived is marked for all that would not be entered`() {
    let type = Catalog.builtIn.type(named: "hazard")!
    let shown: [String: Value] = [
      "category": .text("消防安全"), "severity": .int(7), "found_at": .int(1_767_225_600_000), "longitude": .int(1),
      "sector": .text("moon"),
      "unit": .text("91350100M000100Y44"), "evidence_before": .list([]),
    ]
    let marks = type.marks(area: community, tables: tables, on: today) { shown[$0] ?? .null }
    #expect(
      Set(marks.map { "\($0.field) \($0.code)" }) == [
        "description missing", "severity unknown-code", "unit fails-check", "latitude contradiction",
        "sector not-in-table",
      ])
    let whole: [String: Value] = [
      "category": .text("消防安全"), "severity": .int(0), "found_at": .int(1_767_225_600_000),
      "description": .text("灭火器失压"),
    ]
    #expect(type.marks(area: community, tables: tables, on: today) { whole[$0] ?? .null } == [])
  }
}
