// Periods of the calendar: days, ISO weeks, months, quarters, half-years, years, and any run of days.

/// A run of days with a name.
/// - Source: ISO 8601 for days, weeks and months; `2014-Q2` and `2014-H1` are in wide use beside it.
package struct Period: Hashable, Sendable, CustomStringConvertible {
  package enum Kind: String, CaseIterable, Sendable { case day, week, month, quarter, half, year, span }

  /// The most days of a run: a hundred years.
  package static let daysMax: Int64 = 36_525

  package let kind: Kind
  package let first: Day
  package let last: Day

  private init(_ kind: Kind, _ first: Day, _ last: Day) {
    self.kind = kind
    self.first = first
    self.last = last
  }

  /// - Returns: nil when the last day is before the first, or a hundred years after it: every month of a run is read by itself.
  package init?(from first: Day, to last: Day) {
    guard first <= last, last.number - first.number < Self.daysMax else { return nil }
    self.init(.span, first, last)
  }

  /// The period of a kind that a day lies in; for a span, that day alone.
  package init(_ kind: Kind, containing day: Day) {
    let (year, month, _) = day.parts
    switch kind {
    case .day, .span: self.init(kind, day, day)
    case .week:
      let monday = Day(number: day.number - Int64(day.weekday - 1))
      self.init(.week, monday, Day(number: monday.number + 6))
    case .month: self.init(kind, year: year, month: month, count: 1)
    case .quarter: self.init(kind, year: year, month: (month - 1) / 3 * 3 + 1, count: 3)
    case .half: self.init(kind, year: year, month: month <= 6 ? 1 : 7, count: 6)
    case .year: self.init(kind, year: year, month: 1, count: 12)
    }
  }

  init(_ kind: Kind, year: Int, month: Int, count: Int) {
    let end = month + count
    let next = Day.numberUnbounded(year: end > 12 ? year + 1 : year, month: end > 12 ? end - 12 : end, day: 1)
    self.init(kind, Day(year: year, month: month, day: 1), Day(number: next - 1))
  }

  /// In days.
  package var length: Int64 { last.number - first.number + 1 }

  package var days: ClosedRange<Day> { first...last }
  package func contains(_ day: Day) -> Bool { days.contains(day) }
  package func contains(_ other: Period) -> Bool { first <= other.first && other.last <= last }
  package func overlaps(_ other: Period) -> Bool { first <= other.last && other.first <= last }

  /// The same period a year before; the week of the same number, and of 53 the last.
  package var yearBefore: Period {
    switch kind {
    case .week:
      let (year, week) = first.week
      return Self.week(year: year - 1, week: min(week, Self.weekCount(year - 1)))
    case .day, .span: return Period(kind, Self.yearBefore(first), Self.yearBefore(last))
    case .month, .quarter, .half, .year: return Period(kind, containing: Self.yearBefore(first))
    }
  }

  /// The period of the same length just before.
  package var previous: Period {
    let day = Day(number: first.number - 1)
    guard kind == .span else { return Period(kind, containing: day) }
    return Period(.span, Day(number: first.number - (last.number - first.number + 1)), day)
  }

  private static func yearBefore(_ day: Day) -> Day {
    let (year, month, number) = day.parts
    let isLeapDay = month == 2 && number == 29
    return Day(year: year - 1, month: month, day: isLeapDay ? 28 : number)
  }

  static func week(year: Int, week: Int) -> Period {
    // The fourth of January lies in the first week.
    Period(.week, containing: Day(number: Day(year: year, month: 1, day: 4).number + Int64(7 * (week - 1))))
  }

  static func weekCount(_ year: Int) -> Int { Day(year: year, month: 12, day: 28).week.week }
}
