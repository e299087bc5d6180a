// Days by year, month and week: counted in eras of 400 years that begin in March, so that the leap day is a year's last.

extension Day {
  /// Year, month and day.
  package var parts: (year: Int, month: Int, day: Int) {
    let shifted = number + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let place = (5 * dayOfYear + 2) / 153
    let month = Int(place < 10 ? place + 3 : place - 9)
    return (
      Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0), month, Int(dayOfYear - (153 * place + 2) / 5 + 1)
    )
  }

  /// The day of a year and month, whether or not the month has it: the 31st of April is the first of May, and what lies
  /// beyond the calendar's ends is the day at that end.
  /// - Parameter month: from 1 to 12.
  package init(year: Int, month: Int, day: Int) {
    self.init(number: Self.numberUnbounded(year: year, month: month, day: day))
  }

  /// Nil when there is no such day.
  package init?(exactly parts: (year: Int, month: Int, day: Int)) {
    guard (1...12).contains(parts.month), (1...9_999).contains(parts.year), (1...31).contains(parts.day) else {
      return nil
    }
    let day = Day(year: parts.year, month: parts.month, day: parts.day)
    guard day.parts == parts else { return nil }
    self = day
  }

  /// The number of a day, counted on beyond the calendar's ends.
  static func numberUnbounded(year: Int, month: Int, day: Int) -> Int64 {
    let shifted = Int64(month <= 2 ? year - 1 : year)
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = Int64((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1)
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  // MARK: Weeks

  /// 1 for Monday to 7 for Sunday.
  package var weekday: Int { Int(((number + 3) % 7 + 7) % 7) + 1 }

  /// The year and number of its ISO week: the week belongs to the year its Thursday lies in.
  package var week: (year: Int, week: Int) {
    let thursday = Day(number: number + Int64(4 - weekday))
    let year = thursday.parts.year
    let first = Day(year: year, month: 1, day: 1)
    return (year, Int(thursday.number - first.number) / 7 + 1)
  }

  // MARK: Counting on

  package func adding(days: Int64) -> Day { Day(number: number.addingSaturated(days)) }

  /// The same day of a later or earlier month, or that month's last where it has no such day.
  package func adding(months: Int64) -> Day {
    let (year, month, day) = parts
    let index = year * 12 + month - 1 + Int(min(max(months, -Self.monthsMax), Self.monthsMax))
    if index < 12 { return .first }
    let first = Self.numberUnbounded(year: index / 12, month: index % 12 + 1, day: 1)
    let next = Self.numberUnbounded(year: (index + 1) / 12, month: (index + 1) % 12 + 1, day: 1)
    return Day(number: min(first + Int64(day) - 1, next - 1))
  }

  /// More months than the calendar has.
  private static let monthsMax: Int64 = 120_000

  /// The last day of the month it lies in.
  package var endOfMonth: Day {
    let (year, month, _) = parts
    return Day(number: Self.numberUnbounded(year: year + month / 12, month: month % 12 + 1, day: 1) - 1)
  }

  /// The months between the months that two days lie in; negative when the other one lies before.
  package func months(to other: Day) -> Int64 {
    let (from, to) = (parts, other.parts)
    return Int64((to.year - from.year) * 12 + to.month - from.month)
  }
}
