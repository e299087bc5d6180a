// Days and periods at the calendar's ends and beyond.
import Merge
import TestSupport
import Testing

@Suite struct `The ends of the calendar` {
  @Test(arguments: Int64.extremes)
  func `any moment and any count of days has a day, and any day its periods`(number: Int64) {
    let days = [
      Day(milliseconds: number), Day(number: number), Day(number: 0).adding(days: number),
      Day(number: 0).adding(months: number), Day.last.adding(days: number), Day.first.adding(months: number),
    ]
    for day in days {
      #expect(Day.first <= day && day <= Day.last)
      #expect(Day(day.description) == day && day.description.utf8.count == 10)
      #expect(day.start < day.end && Day(milliseconds: day.start) == day && Day(milliseconds: day.end) == day)
      for kind in Period.Kind.allCases where kind != .span {
        let period = Period(kind, containing: day)
        #expect(period.contains(day) && Period(period.description) == period)
        #expect(period.previous.first <= period.first && period.yearBefore.first <= period.first)
        #expect(period.length > 0)
      }
    }
  }

  @Test func `the first and last days are those with four digits of a year`() {
    #expect(Day.first.description == "0001-01-01" && Day.last.description == "9999-12-31")
    #expect(Day(milliseconds: Day.moments.lowerBound - 1) == .first)
    #expect(Day(milliseconds: Day.moments.upperBound + 1) == .last)
    #expect(Day("0000-12-31") == nil)
    #expect(Period("9999")?.last == .last && Period("9999-12")?.last == .last)
    #expect(Period("2026-Q1")?.last.description == "2026-03-31")
    #expect(Day("2024-02-10")?.endOfMonth.description == "2024-02-29")
  }

  @Test func `the last year has all its days, and no run of days is longer than a hundred years`() throws {
    #expect(Period("9999")?.last == .last && Period("9999-12")?.last == .last && Period("9999-H2")?.last == .last)
    #expect(Period("0001")?.first == .first)
    #expect(Period("0000") == nil && Period("0000-12") == nil && Period("0000-W01") == nil)
    #expect(Period("0001-01-01..9999-12-31") == nil)
    #expect(Period("2000-01-01..2099-12-31") != nil)
  }

  @Test func `days are told apart beyond the last one where they are only counted`() {
    let beyond = Day.last.end + 1
    #expect(Day(milliseconds: beyond) == Day(milliseconds: beyond + Day.milliseconds))
    #expect(Day.numberUnbounded(milliseconds: beyond) == Day.last.number + 1)
    #expect(Day.numberUnbounded(milliseconds: beyond + Day.milliseconds) == Day.last.number + 2)
    #expect(Day.numberUnbounded(milliseconds: Day.first.start - 1) == Day.first.number - 1)
    #expect(Day.numberUnbounded(milliseconds: .max) == Int64.max / Day.milliseconds)
  }
}
