// Working days: weekdays but for public holidays, and the weekend days worked in their place.
package import Catalog
package import Merge

/// The calendar that deadlines in working days are counted by.
///
/// Holidays are set each year by the State Council, so they are data: the code table `calendar`, one version a year, whose
/// entries are days with `kind` `off` or `work`. All versions held count together.
package struct WorkCalendar: Sendable {
  private let off: Set<Day>
  private let worked: Set<Day>
  /// The years for which holidays are known.
  private let years: Set<Int>

  /// The code table's name.
  package static let table = "calendar"
  /// The longest count of working days, so that a faulty one ends.
  private static let countMax: Int64 = 10_000

  package init(_ tables: CodeTables) {
    var off: Set<Day> = []
    var worked: Set<Day> = []
    var years: Set<Int> = []
    for table in tables.versions where table.name == Self.table {
      for entry in table.entries {
        guard let day = Day(entry.code) else { continue }
        years.insert(day.parts.year)
        if entry.meaning["kind"]?.text == "work" { worked.insert(day) } else { off.insert(day) }
      }
    }
    self.off = off
    self.worked = worked
    self.years = years
  }

  /// Whether the holidays of the day's year are known; else only weekends are off.
  package func isCertain(_ day: Day) -> Bool { years.contains(day.parts.year) }

  package func isWorkingDay(_ day: Day) -> Bool {
    worked.contains(day) || (day.weekday <= 5 && !off.contains(day))
  }

  /// The day that lies `count` working days after `day`, or before it when negative.
  ///
  /// The day itself is not counted, as in Article 85 of the Administrative Penalty Law and Article 75 of the Civil Procedure
  /// Law: the count begins on the next.
  package func day(_ count: Int64, workingDaysFrom day: Day) -> Day {
    var left = min(count.magnitude, Self.countMax.magnitude)
    var day = day
    // At the calendar's end there is no next day to count.
    while left > 0, day != (count < 0 ? .first : .last) {
      day = day.adding(days: count < 0 ? -1 : 1)
      if isWorkingDay(day) { left -= 1 }
    }
    return day
  }
}
