// Days beyond the calendar's ends, and what may be entered as a time.
import Catalog
import Merge
import Testing

@Suite struct `The ends of the calendar` {
  private static let extremes: [Int64] = [.min, .min + 1, -(1 << 53), -1, 0, 1, 1 << 53, 1 << 62, .max - 1, .max]

  @Test(arguments: extremes)
  func `any moment and any count of days has a day`(number: Int64) {
    let days = [
      CivilDay(milliseconds: number), CivilDay(days: number), CivilDay(days: 0).adding(days: number),
      CivilDay(days: 0).adding(months: number), CivilDay.last.adding(days: number),
      CivilDay.first.adding(months: number),
    ]
    for day in days {
      #expect(CivilDay.first <= day && day <= CivilDay.last)
      #expect(CivilDay(day.description) == day)
      #expect(day.start < day.end && CivilDay(milliseconds: day.end) == day)
      for length in ReportPeriod.Length.allCases {
        let period = ReportPeriod(length, containing: day)
        #expect(period.first <= day && day <= period.last && period.previous.first <= period.first)
      }
    }
  }

  @Test func `the first and last days are those with four digits of a year`() {
    #expect(CivilDay.first.description == "0001-01-01" && CivilDay.last.description == "9999-12-31")
    #expect(CivilDay(milliseconds: CivilDay.moments.lowerBound - 1) == .first)
    #expect(CivilDay(milliseconds: CivilDay.moments.upperBound + 1) == .last)
    #expect(CivilDay("0000-12-31") == nil)
    #expect(ReportPeriod("9999")?.last == .last && ReportPeriod("9999-12")?.last == .last)
    #expect(ReportPeriod("2026-Q1")?.last.description == "2026-03-31")
    #expect(CivilDay("2024-02-10")?.endOfMonth.description == "2024-02-29")
  }

  @Test func `a time is entered within them, whatever range the catalog gives`() {
    let type = Catalog.builtIn.type(named: "hazard")!
    let found = type.field(named: "found_at")!
    func codes(_ time: Int64) -> [String] {
      type.problems(in: [(found, .int(time))], isNew: false).map { "\($0.field) \($0.code)" }
    }
    for time in [Int64.min, .max, CivilDay.moments.upperBound + 1] { #expect(codes(time) == ["found_at out-of-range"]) }
    #expect(codes(CivilDay.moments.upperBound) == [])
  }
}
