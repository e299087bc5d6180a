// Days of the calendar, as people of the grid count them.
import Merge

/// A day of the Gregorian calendar in the one time zone of the grid.
///
/// Whatever number a moment or a count of days is, there is a day for it: what lies before the year 1 or after 9999 counts as
/// the first or last day that is written with four digits of a year.
/// - Invariant: `first <= self <= last`.
/// - Source: GB/T 7408.1-2023 (ISO 8601-1) for the written form.
package struct CivilDay: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Days since 1970-01-01.
  package let days: Int64

  /// China keeps one time, eight hours ahead of UTC, all year.
  package static let offsetMilliseconds: Int64 = 8 * 3_600_000
  package static let dayMilliseconds: Int64 = 86_400_000

  /// - Parameter days: any number; beyond the calendar's ends it is the day at that end.
  package init(days: Int64) { self.days = min(max(days, Self.daysFirst), Self.daysLast) }

  private static let daysFirst: Int64 = -719_162
  private static let daysLast: Int64 = 2_932_896
  /// 0001-01-01.
  package static let first = CivilDay(days: daysFirst)
  /// 9999-12-31.
  package static let last = CivilDay(days: daysLast)
  /// The moments that lie on a day of the calendar, in milliseconds since 1970 (UTC): what a person may enter as a time.
  package static let moments: ClosedRange<Int64> = first.start...last.end

  /// The day on which a moment falls.
  /// - Parameter milliseconds: since 1970 (UTC).
  package init(milliseconds: Int64) {
    let moment = milliseconds.addingSaturated(Self.offsetMilliseconds)
    self.init(days: moment / Self.dayMilliseconds - (moment % Self.dayMilliseconds < 0 ? 1 : 0))
  }

  /// Nil when there is no such day.
  package init?(year: Int64, month: Int64, day: Int64) {
    guard (1...12).contains(month), (1...9_999).contains(year), (1...31).contains(day) else { return nil }
    let date = CivilDay(days: Self.days(year: year, month: month, day: day))
    guard date.parts == (year, month, day) else { return nil }
    self = date
  }

  /// Reads `2026-03-01`.
  package init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == 45, bytes[7] == 45 else { return nil }
    let numbers = [bytes[0..<4], bytes[5..<7], bytes[8..<10]].map { digits in
      digits.allSatisfy { (48...57).contains($0) } ? digits.reduce(0) { $0 * 10 + Int64($1) - 48 } : -1
    }
    self.init(year: numbers[0], month: numbers[1], day: numbers[2])
  }

  package static func < (left: CivilDay, right: CivilDay) -> Bool { left.days < right.days }

  /// The moment the day begins, in milliseconds since 1970 (UTC).
  package var start: Int64 { days * Self.dayMilliseconds - Self.offsetMilliseconds }

  /// The last millisecond of the day.
  package var end: Int64 { start + Self.dayMilliseconds - 1 }

  /// 1 for Monday to 7 for Sunday.
  package var weekday: Int64 { ((days + 3) % 7 + 7) % 7 + 1 }

  package func adding(days: Int64) -> CivilDay { CivilDay(days: self.days.addingSaturated(days)) }

  /// The same day of a later or earlier month, or that month's last where it has no such day.
  package func adding(months: Int64) -> CivilDay {
    let (year, month, day) = parts
    let index = year * 12 + month - 1 + min(max(months, -Self.monthsMax), Self.monthsMax)
    if index < 12 { return .first }
    let first = Self.days(year: index / 12, month: index % 12 + 1, day: 1)
    let next = Self.days(year: (index + 1) / 12, month: (index + 1) % 12 + 1, day: 1)
    return CivilDay(days: min(first + day - 1, next - 1))
  }

  /// The last day of the month it lies in.
  package var endOfMonth: CivilDay {
    let (year, month, _) = parts
    return CivilDay(days: Self.days(year: year + month / 12, month: month % 12 + 1, day: 1) - 1)
  }

  /// The months between the months that two days lie in; negative when the other one lies before.
  package func months(to other: CivilDay) -> Int64 {
    let (from, to) = (parts, other.parts)
    return (to.year - from.year) * 12 + to.month - from.month
  }

  /// More months than the calendar has.
  private static let monthsMax: Int64 = 120_000

  /// Year, month and day.
  ///
  /// Counted in eras of 400 years that begin in March, so that the leap day is the last of its year.
  package var parts: (year: Int64, month: Int64, day: Int64) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let ofEra = shifted - era * 146_097
    let yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * ofYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, ofYear - (153 * marchMonth + 2) / 5 + 1)
  }

  private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let ofEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + ofYear
    return era * 146_097 + ofEra - 719_468
  }

  package var description: String {
    let (year, month, day) = parts
    func padded(_ number: Int64, _ count: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, count - digits.count)) + digits
    }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }
}
