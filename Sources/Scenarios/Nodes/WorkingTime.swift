// The days and hours at which people work.
import Merge
import SeededNumbers

struct WorkingTime {
  let period: Period

  /// A moment of a working day of a month of the period: from 8 to 17 o'clock, Saturdays and Sundays seldom.
  /// - Parameter month: counted from 0.
  func moment(inMonth month: Int, _ draw: inout Draw) -> Int64 {
    let (year, first, _) = period.first.parts
    let days = Period(.month, containing: Day(year: year, month: first + month, day: 1))
    var day = days.first
    for _ in 0..<3 {
      day = Day(number: days.first.number + Int64(draw.below(Int(days.length))))
      if day.weekday <= 5 { break }
    }
    return day.start + Int64(8 * 3_600_000 + draw.below(9 * 3_600_000))
  }

  /// The month that a moment lies in, counted from the first month of the period.
  func month(of moment: Int64) -> Int {
    let (year, first, _) = period.first.parts
    let parts = Day(milliseconds: moment).parts
    return (parts.year - year) * 12 + parts.month - first
  }

  /// A moment some days later, at the latest `hours` before the period ends.
  func later(than moment: Int64, days: Int, hoursBeforeEnd hours: Int64, _ draw: inout Draw) -> Int64 {
    let end = Day(number: period.last.number + 1).start - hours * 3_600_000
    return min(moment + Int64(days) * Day.milliseconds + Int64(1 + draw.below(3_600_000)), end)
  }
}
