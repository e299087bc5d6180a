// Periods: how they are written, what days they have, and which come before them.
import Merge
import Testing

@Suite struct PeriodTests {
  @Test(arguments: [
    ("2014-06-30", "2014-06-30", "2014-06-30"), ("2014-W01", "2013-12-30", "2014-01-05"),
    ("2014-02", "2014-02-01", "2014-02-28"), ("2014-Q4", "2014-10-01", "2014-12-31"),
    ("2014-H1", "2014-01-01", "2014-06-30"), ("2014-H2", "2014-07-01", "2014-12-31"),
    ("2016", "2016-01-01", "2016-12-31"), ("2014-05-03..2014-05-09", "2014-05-03", "2014-05-09"),
  ])
  func `a period is written as it is read`(text: String, first: String, last: String) throws {
    let period = try #require(Period(text))
    #expect(period.first == Day(first))
    #expect(period.last == Day(last))
    #expect(period.description == text)
    #expect(period.days.contains(period.first))
  }

  @Test(arguments: [
    "2014-W54", "2014-W53", "2014-W00", "2014-Q5", "2014-H0", "2014-13", "2014-1", "201", "", "2014-05-03..2014-05-02",
    "2014-W1",
  ])
  func `what is no period is refused`(text: String) { #expect(Period(text) == nil) }

  @Test(arguments: [
    ("2014-H1", "2013-H1"), ("2014-06", "2013-06"), ("2016-02-29", "2015-02-28"), ("2016-W01", "2015-W01"),
    ("2015-W53", "2014-W52"), ("2014-01-05..2014-02-03", "2013-01-05..2013-02-03"), ("2014", "2013"),
  ])
  func `the year before has the period of the same name`(text: String, before: String) throws {
    #expect(try #require(Period(text)).yearBefore.description == before)
  }

  @Test(arguments: [
    ("2014-01", "2013-12"), ("2014-W01", "2013-W52"), ("2014-H1", "2013-H2"), ("2014-Q1", "2013-Q4"),
    ("2014-03-01", "2014-02-28"), ("2014-01-05..2014-01-07", "2014-01-02..2014-01-04"),
  ])
  func `the period before is the one that ends the day before`(text: String, before: String) throws {
    #expect(try #require(Period(text)).previous.description == before)
  }

  @Test func `the days, weeks and months of two years lie one after another`() throws {
    for kind in [Period.Kind.day, .week, .month, .quarter, .half, .year] {
      var period = Period(kind, containing: Day(year: 2015, month: 1, day: 1))
      while period.first < Day(year: 2017, month: 1, day: 1) {
        let next = Period(kind, containing: Day(number: period.last.number + 1))
        #expect(next.previous == period)
        #expect(Period(period.description) == period)
        period = next
      }
    }
  }
}
