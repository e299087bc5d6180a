// The periods that totals are read for: days, ISO weeks, months, quarters, half-years, years, and any run of days.

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

  private init(_ kind: Kind, year: Int, month: Int, count: Int) {
    let end = month + count
    let next = Day.number(year: end > 12 ? year + 1 : year, month: end > 12 ? end - 12 : end, day: 1)
    self.init(kind, Day(year: year, month: month, day: 1), Day(number: next - 1))
  }

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

  private static func week(year: Int, week: Int) -> Period {
    // The fourth of January lies in the first week.
    Period(.week, containing: Day(number: Day(year: year, month: 1, day: 4).number + Int64(7 * (week - 1))))
  }

  private static func weekCount(_ year: Int) -> Int { Day(year: year, month: 12, day: 28).week.week }

  /// Reads `2014-06-30`, `2014-W26`, `2014-06`, `2014-Q2`, `2014-H1`, `2014` or `2014-01-01..2014-06-30`.
  package init?(_ text: some StringProtocol) {
    if let dots = text.firstRange(of: "..") {
      guard let first = Day(text[..<dots.lowerBound]), let last = Day(text[dots.upperBound...]) else { return nil }
      self.init(from: first, to: last)
      return
    }
    if let day = Day(text) {
      self.init(.day, day, day)
      return
    }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard let first = parts.first, first.utf8.count == 4, let year = Day.digits(first), year > 0, parts.count <= 2
    else {
      return nil
    }
    guard parts.count == 2 else {
      self.init(.year, year: year, month: 1, count: 12)
      return
    }
    self.init(year: year, part: parts[1])
  }

  private init?(year: Int, part: some StringProtocol) {
    guard let letter = part.first else { return nil }
    switch (letter, Day.digits(part.dropFirst()), part.utf8.count) {
    case ("W", let week?, 3) where (1...Self.weekCount(year)).contains(week): self = Self.week(year: year, week: week)
    case ("Q", let quarter?, 2) where (1...4).contains(quarter):
      self.init(.quarter, year: year, month: 3 * quarter - 2, count: 3)
    case ("H", let half?, 2) where (1...2).contains(half): self.init(.half, year: year, month: 6 * half - 5, count: 6)
    default:
      guard part.utf8.count == 2, let month = Day.digits(part), (1...12).contains(month) else { return nil }
      self.init(.month, year: year, month: month, count: 1)
    }
  }

  package var description: String {
    let (year, month, _) = first.parts
    switch kind {
    case .day: return first.description
    case .week: return "\(Day.padded(first.week.year, 4))-W\(Day.padded(first.week.week, 2))"
    case .month: return "\(Day.padded(year, 4))-\(Day.padded(month, 2))"
    case .quarter: return "\(Day.padded(year, 4))-Q\((month + 2) / 3)"
    case .half: return "\(Day.padded(year, 4))-H\(month == 1 ? 1 : 2)"
    case .year: return Day.padded(year, 4)
    case .span: return "\(first)..\(last)"
    }
  }

  /// As a Chinese sentence names it.
  package var title: String {
    let (year, month, day) = first.parts
    switch kind {
    case .day: return "\(year)年\(month)月\(day)日"
    case .week: return "\(first.week.year)年第\(first.week.week)周"
    case .month: return "\(year)年\(month)月"
    case .quarter: return "\(year)年第\((month + 2) / 3)季度"
    case .half: return "\(year)年\(month == 1 ? "上" : "下")半年"
    case .year: return "\(year)年"
    case .span:
      let end = last.parts
      return "\(year)年\(month)月\(day)日至\(end.year)年\(end.month)月\(end.day)日"
    }
  }
}
