// Where a record stands against one of its deadlines at a moment.
package import Catalog
import Merge

/// What has become of a deadline.
package struct DeadlineStanding: Hashable, Sendable {
  package enum State: String, Sendable, CaseIterable {
    /// Not done, and time is left.
    case open
    /// Done in time.
    case met
    /// Not done, and the time is over.
    case overdue
    /// Done after its time.
    case late
  }

  package let deadline: Deadline
  package let state: State
  /// The last moment in time, in milliseconds since 1970.
  package let due: Int64
  /// When it was done.
  package let done: Int64?
  /// Whether the holidays of the days counted are known.
  package let isCertain: Bool
}

extension Deadline {
  /// Where a record stands; nil when the deadline does not hold for it, or has not begun.
  /// - Parameter now: milliseconds since 1970.
  package func standing(of record: ExaminedRecord, calendar: WorkCalendar, now: Int64) -> DeadlineStanding? {
    if record.isWithdrawn { return nil }
    if let when, !when.holds({ record[$0] }) { return nil }
    guard let start = moment(of: record) else { return nil }
    let due = due(from: start, calendar: calendar)
    let done = end(of: record)
    let state: DeadlineStanding.State =
      if let done { done <= due ? .met : .late } else { now <= due ? .open : .overdue }
    return DeadlineStanding(
      deadline: self, state: state, due: due, done: done, isCertain: isCertain(due, calendar))
  }

  private func moment(of record: ExaminedRecord) -> Int64? {
    switch start {
    case .field(let field): record.int(field)
    case .step(let step): record.first([step])?.at
    }
  }

  private func end(of record: ExaminedRecord) -> Int64? {
    switch end {
    case .field(let field): record.int(field)
    case .steps(let steps): record.first(steps)?.at
    }
  }

  /// Hours are counted from the moment; days end with the last of them, and a start that is the time itself lasts its day
  /// only where it names midnight.
  private func due(from start: Int64, calendar: WorkCalendar) -> Int64 {
    countsWorkingDays ? workingDay(from: Day(milliseconds: start), calendar).end : kept(from: start)
  }

  private func workingDay(from day: Day, _ calendar: WorkCalendar) -> Day {
    let count = span?.count ?? 0
    return calendar.day(isBefore ? -count : count, workingDaysFrom: day)
  }
}

// MARK: Deadlines that are kept

extension Deadline {
  /// Whether only a calendar of working days says when it is due.
  package var countsWorkingDays: Bool { span?.unit == .workingDays }

  /// What is kept of a deadline that stands to be done: when it is due or, where working days are counted, what they are
  /// counted from. So it is a function of the record alone, and no holiday that is set later changes it.
  /// - Returns: milliseconds since 1970, as `start`.
  func kept(from start: Int64) -> Int64 { Self.kept(from: start, span: span, isBefore: isBefore) }

  static func kept(from start: Int64, span: Span?, isBefore: Bool) -> Int64 {
    guard let span else { return last(of: start) }
    let day = Day(milliseconds: start)
    let count = isBefore ? -span.count : span.count
    return switch span.unit {
    case .hours: start.addingSaturated(count.multipliedSaturated(by: 3_600_000))
    case .days: day.adding(days: count).end
    case .months: day.adding(months: count).end
    case .workingDays: start
    }
  }

  /// The last moment of a time that somebody gave: one at midnight is a day without a clock, and lasts it.
  static func last(of time: Int64) -> Int64 {
    let day = Day(milliseconds: time)
    return time == day.start ? day.end : time
  }

  /// A moment before which it is not due, whatever the calendar.
  func earliest(ofKept kept: Int64) -> Int64 { countsWorkingDays && isBefore ? .min : kept }

  /// Where a record stands of which this is kept.
  /// - Parameter now: milliseconds since 1970.
  package func standing(kept: Int64, calendar: WorkCalendar, now: Int64) -> DeadlineStanding {
    let due = due(kept: kept, calendar: calendar)
    return DeadlineStanding(
      deadline: self, state: now <= due ? .open : .overdue, due: due, done: nil, isCertain: isCertain(due, calendar))
  }

  /// When it is due: a later one for a later `kept`, or the same.
  package func due(kept: Int64, calendar: WorkCalendar) -> Int64 {
    countsWorkingDays ? workingDay(from: Day(milliseconds: kept), calendar).end : kept
  }

  func isCertain(_ due: Int64, _ calendar: WorkCalendar) -> Bool {
    !countsWorkingDays || calendar.isCertain(Day(milliseconds: due))
  }

  /// The least that can be kept of what is due at a moment or later; nil where nothing is due so late.
  /// - Complexity: 22 counts of its working days at most.
  package func leastKept(dueFrom moment: Int64, calendar: WorkCalendar) -> Int64? {
    guard countsWorkingDays else { return moment }
    func isReached(_ number: Int64) -> Bool { workingDay(from: Day(number: number), calendar).end >= moment }
    var (low, high) = (Day.first.number, Day.last.number)
    guard isReached(high) else { return nil }
    while low < high {
      let middle = low + (high - low) / 2
      if isReached(middle) { high = middle } else { low = middle + 1 }
    }
    // Every moment before the calendar counts as its first day.
    return low == Day.first.number ? .min : Day(number: low).start
  }
}
