// Where a record stands against one of its deadlines on a day.
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
    let isCertain = span?.unit != .workingDays || calendar.isCertain(Day(milliseconds: due))
    return DeadlineStanding(deadline: self, state: state, due: due, done: done, isCertain: isCertain)
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
    let day = Day(milliseconds: start)
    guard let span else { return start == day.start ? day.end : start }
    let count = isBefore ? -span.count : span.count
    return switch span.unit {
    case .hours: start.addingSaturated(count.multipliedSaturated(by: 3_600_000))
    case .days: day.adding(days: count).end
    case .months: day.adding(months: count).end
    case .workingDays: calendar.day(count, workingDaysFrom: day).end
    }
  }
}
