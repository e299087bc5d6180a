// Working days and deadlines: by the calendar as published, and by the catalog's own deadlines.
import Catalog
import Merge
import Rules
import TestSupport
import Testing

@Suite struct `Deadlines` {
  static let calendar = WorkCalendar(CodeTables(CodeTable.builtIn))

  @Test(arguments: [
    ("2026-02-16", false), ("2026-02-14", true), ("2026-10-10", true), ("2026-10-08", true), ("2026-10-07", false),
    ("2026-11-21", false), ("2026-11-23", true), ("2025-10-11", true), ("2023-10-06", false),
  ])
  func `holidays are off and days in lieu are worked`(_ example: (String, Bool)) {
    #expect(Self.calendar.isWorkingDay(day(example.0)) == example.1)
  }

  @Test(arguments: [
    ("2026-02-13", 1, "2026-02-14"), ("2026-02-13", 2, "2026-02-24"),  // over the Spring Festival
    ("2026-09-30", 1, "2026-10-08"), ("2026-09-30", 3, "2026-10-10"), ("2026-03-02", 5, "2026-03-09"),
    ("2026-03-09", -5, "2026-03-02"), ("2026-10-08", -1, "2026-09-30"), ("2026-11-22", 0, "2026-11-22"),
    ("2026-12-31", -20, "2026-12-03"),
  ])
  func `working days are counted from the next day on, and back`(_ example: (String, Int64, String)) {
    #expect(Self.calendar.day(example.1, workingDaysFrom: day(example.0)) == day(example.2))
  }

  @Test func `a year without a published calendar is told apart`() {
    #expect(Self.calendar.isCertain(day("2026-06-01")))
    #expect(!Self.calendar.isCertain(day("2031-06-01")))
    #expect(WorkCalendar(.none).isWorkingDay(day("2026-10-01")))
  }

  private func states(_ record: ExaminedRecord, on text: String) -> [String: String] {
    let deadlines = Catalog.builtIn.type(named: record.type)!.deadlines
    var states: [String: String] = [:]
    for deadline in deadlines {
      guard let found = deadline.standing(of: record, calendar: Self.calendar, now: day(text).end) else { continue }
      states[deadline.name] = "\(found.state) \(Day(milliseconds: found.due))"
    }
    return states
  }

  /// 挂牌督办后3个工作日内报备，5个工作日内公布，摘牌后5个工作日内公布
  @Test func `a listing is filed in three working days and published in five, and its delisting too`() {
    let fields: [(String, Any)] = [("listed_at", day("2026-09-29")), ("deadline", day("2026-12-31"))]
    let listed = record("listing", in: Place.works, fields)
    #expect(
      states(listed, on: "2026-10-09") == [
        "filed": "open 2026-10-09", "published": "open 2026-10-12",
        "delisted": "open 2026-12-31",
      ])
    #expect(states(listed, on: "2026-10-10")["filed"] == "overdue 2026-10-09")
    let done = record(
      "listing", in: Place.works,
      steps: [
        ("filed", day("2026-10-08"), .township), ("published", day("2026-10-20"), .township),
        ("delisting_asked", day("2026-11-10"), .terminal), ("delisted", day("2026-11-16"), .district),
      ], fields)
    #expect(
      states(done, on: "2026-11-17") == [
        "filed": "met 2026-10-09", "published": "late 2026-10-12", "delisted": "met 2026-12-31",
        "delisting_published": "open 2026-11-23",
      ])
  }

  /// 期限届满20个工作日前申请延期，10个工作日内作出决定
  @Test(arguments: [
    (asked: "2026-12-03", state: "met 2026-12-03"), (asked: "2026-12-04", state: "late 2026-12-03"),
  ])
  func `an extension is asked twenty working days before the end and decided in ten`(
    _ example: (asked: String, state: String)
  ) {
    let fields: [(String, Any)] = [("expires_at", day("2026-12-31")), ("asked_at", day(example.asked))]
    let asked = record("extension", in: Place.works, fields)
    #expect(states(asked, on: "2026-12-10")["asked"] == example.state)
    #expect(states(asked, on: "2026-12-10")["decided"]?.hasPrefix("open") == true)
    #expect(states(asked, on: "2026-12-31")["decided"]?.hasPrefix("overdue") == true)
    let denied = record("extension", in: Place.works, steps: [("denied", day("2026-12-09"), .district)], fields)
    #expect(states(denied, on: "2026-12-31")["decided"]?.hasPrefix("met") == true)
  }

  /// 举报核查后10日内反馈
  @Test func `a tip-off is answered within ten days of the check`() {
    let checked = record("tip_off", steps: [("checked", day("2026-03-01"), .community)], [("result", "true")])
    #expect(states(checked, on: "2026-03-11") == ["answered": "open 2026-03-11"])
    #expect(states(checked, on: "2026-03-12") == ["answered": "overdue 2026-03-11"])
  }

  /// 单位1小时内报告，部门每级2小时内上报
  @Test(arguments: [(minutes: 60, state: "met"), (minutes: 61, state: "late")])
  func `an accident is reported by the unit within an hour`(_ example: (minutes: Int, state: String)) throws {
    let known = Int(day("2026-03-01").start) + 8 * 3_600_000
    let times: [(String, Any)] = [("known_at", known), ("reported_at", known + example.minutes * 60_000)]
    let accident = record("accident", 1, times)
    let deadline = try #require(Catalog.builtIn.type(named: "accident")?.deadlines.first { $0.name == "unit" })
    let found = deadline.standing(of: accident, calendar: Self.calendar, now: day("2026-03-02").end)
    #expect(found?.state.rawValue == example.state)
  }

  @Test func `a withdrawn record has no deadlines`() {
    let withdrawn = record(
      "hazard", steps: [("withdrawn", day("2026-01-02"), .township)],
      [("deadline", day("2026-01-01")), ("severity", 0)])
    #expect(states(withdrawn, on: "2026-02-01") == [:])
  }
}
