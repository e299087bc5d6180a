// Days against a calendar counted out day by day.
import Merge
import Testing

@Suite struct DayTests {
  private static let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

  @Test func `every day of a century and a half is that of a calendar counted out`() {
    var number: Int64 = 0
    for year in 1970..<2120 {
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      for month in 1...12 {
        for day in 1...(Self.lengths[month - 1] + (month == 2 && isLeap ? 1 : 0)) {
          let found = Day(number: number)
          #expect(found.parts == (year, month, day))
          #expect(Day(year: year, month: month, day: day) == found)
          #expect(found.weekday == Int((number + 3) % 7) + 1)
          number += 1
        }
      }
    }
  }

  @Test func `a day begins at midnight of China Standard Time`() {
    let day = Day(year: 2014, month: 6, day: 30)
    #expect(Day(milliseconds: day.start) == day)
    #expect(Day(milliseconds: day.start - 1) == Day(year: 2014, month: 6, day: 29))
    #expect(day.start == 1_404_057_600_000)
    #expect(Day(milliseconds: -28_800_001).number == -1)
    #expect(Day(milliseconds: -28_800_000).number == 0)
  }

  @Test(arguments: [
    ("2014-12-29", 2015, 1), ("2014-12-28", 2014, 52), ("2016-01-03", 2015, 53), ("2016-01-04", 2016, 1),
    ("2010-01-03", 2009, 53), ("2012-12-31", 2013, 1),
  ])
  func `a week belongs to the year of its Thursday`(text: String, year: Int, week: Int) throws {
    let found = try #require(Day(text)).week
    #expect(found == (year, week))
  }

  @Test(arguments: ["2014-02-29", "2014-13-01", "2014-1-01", "14-01-01", "2014-00-10", "2014-01-01x", "+014-01-01"])
  func `what is no day is refused`(text: String) { #expect(Day(text) == nil) }

  @Test func `every day of eight centuries is the day after the one before`() throws {
    var last = try #require(Day(exactly: (1_599, 12, 31)))
    var weekday = last.weekday
    for _ in 0..<292_194 {
      let next = last.adding(days: 1)
      let (before, after) = (last.parts, next.parts)
      let follows =
        after.day == before.day + 1 && after.month == before.month
        || after.day == 1 && before.day >= 28
          && (after.month == before.month + 1 || after.month == 1 && before.month == 12)
      weekday = weekday % 7 + 1
      try #require(follows && Day(exactly: after) == next)
      try #require(next.weekday == weekday)
      last = next
    }
    #expect(last.description == "2399-12-31")
  }

  @Test func `days are those of China's clock`() {
    #expect(Day(milliseconds: 0).description == "1970-01-01")
    #expect(Day(milliseconds: 16 * 3_600_000 - 1).description == "1970-01-01")
    #expect(Day(milliseconds: 16 * 3_600_000).description == "1970-01-02")
    #expect(Day(milliseconds: -8 * 3_600_000 - 1).description == "1969-12-31")
    #expect(Day("2026-11-22")?.weekday == 7)
    for milliseconds in [Int64.min, .max] { _ = Day(milliseconds: milliseconds) }
  }

  @Test func `days are counted by the grid's clock, not by UTC`() {
    let midnight: Int64 = 1_760_025_600_000  // 2025-10-10 00:00 at +08:00
    func number(_ milliseconds: Int64) -> Int64 { Day.numberUnbounded(milliseconds: milliseconds) }
    #expect(number(midnight) == number(midnight - 1) + 1)
    #expect(number(midnight) == number(midnight + Day.milliseconds - 1))
    #expect(number(-8 * 3_600_000 - 1) == -1)
  }

  @Test(arguments: [
    ("2026-01-31", 1, "2026-02-28"), ("2024-01-31", 1, "2024-02-29"), ("2024-02-29", 12, "2025-02-28"),
    ("2026-03-31", -1, "2026-02-28"), ("2026-12-15", 1, "2027-01-15"), ("2026-01-15", -13, "2024-12-15"),
  ])
  func `a month on is the same day or the month's last`(_ example: (String, Int64, String)) throws {
    #expect(try #require(Day(example.0)).adding(months: example.1).description == example.2)
  }

  @Test func `a day of a month that has none such is counted on or refused, as the caller says`() {
    #expect(Day(year: 2014, month: 4, day: 31) == Day("2014-05-01"))
    for parts in [(2014, 4, 31), (2014, 2, 29), (2014, 0, 1), (2014, 13, 1), (2014, 1, 0), (0, 1, 1), (10_000, 1, 1)] {
      #expect(Day(exactly: parts) == nil)
    }
    #expect(Day(year: 0, month: 12, day: 31) == .first && Day(year: 10_000, month: 1, day: 1) == .last)
  }
}
