// Times as people type them, and numbers that are none.
import Catalog
import Merge
import Testing

@Suite struct `Written times` {
  /// 2026-06-30 20:00:00 in China.
  static let evening: Int64 = 1_782_820_800_000
  static let day = Day("2026-06-30")!

  @Test(arguments: [
    "2026-06-30", "2026-6-30", "2026/6/30", "2026/06/30", "2026.6.30", "20260630", "2026年6月30日", "2026年06月30号",
    "2026年6月30",
    "２０２６年６月３０日", " 2026-06-30 ",
  ])
  func `a day is read however it is written`(text: String) {
    #expect(WrittenTime(text, now: 0) == .day(Self.day))
    #expect(WrittenTime(text, now: 0)?.milliseconds(endOfDay: false) == Self.evening - 20 * 3_600_000)
    #expect(WrittenTime(text, now: 0)?.milliseconds(endOfDay: true) == Self.evening + 4 * 3_600_000 - 1)
  }

  @Test(arguments: [
    "2026-06-30T20:00", "2026-06-30 20:00", "2026-06-30 20:00:00", "2026-06-30T20:00:00.000", "2026/6/30 20:00",
    "2026年6月30日20:00", "2026年6月30日 20：00", "20260630 20:00", "2026-06-30T20:00+08:00", "2026-06-30T12:00Z",
    "2026-06-30T12:00:00.000z", "2026-06-30T17:30+0530", "2026-06-30T07:00-05", "2026-06-30 12:00 +00:00",
    "2026-07-01T00:00+12", "2026年6月30日20时", "2026年6月30日20时00分", "2026-06-30 20点",
  ])
  func `a moment is China's unless an offset says otherwise`(text: String) {
    #expect(WrittenTime(text, now: 0) == .moment(Self.evening))
  }

  @Test(arguments: [("now", 0), ("+3d", 259_200_000), ("-2h", -7_200_000), ("+1w", 604_800_000), ("-90m", -5_400_000)])
  func `a time is seen from now`(_ example: (String, Int64)) {
    #expect(WrittenTime(example.0, now: Self.evening) == .moment(Self.evening + example.1))
  }

  @Test(arguments: [
    "", "tomorrow", "2026-06-31", "2026-13-01", "20261301", "2026-06/30", "26-06-30", "2026-06-30T", "2026-06-30T24:00",
    "2026-06-30T8", "2026-06-30T20:00+15:00", "2026-06-30T20:00 CST", "2026-06-3020:00", "1782820800000", "46203",
    "+3x", "3d",
    "+999999999999999999w", "2026年6-30", "-", "2026-06-30T20:00:00.1",
  ])
  func `anything else is no time`(text: String) { #expect(WrittenTime(text, now: .max) == nil) }

  @Test func `a moment is written in China's time, on every machine alike`() {
    #expect(ChinaTime.text(Self.evening) == "2026-06-30 20:00:00")
    #expect(ChinaTime.text(Self.evening + 4 * 3_600_000 - 1) == "2026-06-30 23:59:59")
    #expect(ChinaTime.text(0) == "1970-01-01 08:00:00")
    #expect(ChinaTime.text(.min) == "before 0001-01-01" && ChinaTime.text(.max) == "after 9999-12-31")
    let ends = Day.moments
    #expect(ChinaTime.text(ends.lowerBound) == "0001-01-01 00:00:00")
    #expect(ChinaTime.text(ends.upperBound) == "9999-12-31 23:59:59")
    #expect(ChinaTime.text(ends.upperBound + 1) == "after 9999-12-31")
  }
}

@Suite struct `Numbers that are no times` {
  private func problem(_ number: Int64, _ field: String = "found_at", of type: String = "hazard") -> FieldProblem? {
    let type = Catalog.builtIn.type(named: type)!
    return type.problems(in: [(type.field(named: field)!, .int(number))], isNew: false).first
  }

  @Test(arguments: [
    (1_781_000_000, "seconds", "1781000000000"), (46_203, "a spreadsheet's day", "1782748800000"),
    (20_260_630, "a day written in digits", "1782748800000"),
    (1_781_000_000_000_000, "microseconds", "1781000000000"),
  ])
  func `what a number looks like is told with what it would be`(_ example: (Int64, String, String)) throws {
    let found = try #require(problem(example.0))
    #expect(found.code == "out-of-range" && found.field == "found_at")
    #expect(found.description.hasPrefix("found_at: \(example.0) is no time"))
    #expect(found.description.contains("milliseconds") && found.description.contains(example.1))
    #expect(found.description.hasSuffix("would be \(example.2)"), "\(found)")
  }

  @Test(arguments: [Int64.min, -1, 0, 1, 946_655_999_999, 253_402_272_000_000, .max])
  func `a time before 2000 or after 9999 is none`(number: Int64) {
    #expect(problem(number)?.code == "out-of-range")
    #expect(problem(number)?.description.contains("2000-01-01") == true)
  }

  @Test(arguments: [946_656_000_000, 1_781_000_000_000, 253_402_271_999_999])
  func `a time within them is entered`(number: Int64) { #expect(problem(number) == nil) }

  @Test func `a table may have been in force before, where its field says so`() {
    for table in CodeTable.builtIn {
      let type = Catalog.builtIn.type(named: CodeTable.recordType)!
      let entries = table.fields.map { (type.field(named: $0.name)!, $0.value) }
      #expect(type.problems(in: entries, isNew: true) == [], "\(table.name) \(table.version)")
    }
    #expect(problem(1_781_000_000, "valid_from", of: "code_table") == nil)
  }

  @Test func `a field of times in a catalog without a range has the same bounds`() throws {
    let yaml = thing(fields: [field("kind: register, value: integer, unit: ms, day: end")])
    let type = try #require(try catalog(yaml).type(named: "thing"))
    let field = try #require(type.field(named: "a"))
    #expect(field.isEndOfDay && Catalog.builtIn.type(named: "hazard")?.field(named: "found_at")?.isEndOfDay == false)
    #expect(type.problems(in: [(field, .int(0))], isNew: false).map(\.code) == ["out-of-range"])
    #expect(fault(thing(fields: [self.day("kind: register, value: integer, day: end")]))?.code == .notAllowed)
    #expect(
      fault(thing(fields: [self.day("kind: register, value: integer, unit: ms, day: noon")]))?.code == .notAllowed)
  }

  private func day(_ rest: String) -> String { field(rest) }
}
