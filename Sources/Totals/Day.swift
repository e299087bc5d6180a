// Calendar days as the grid counts them: Gregorian, in China Standard Time, eight hours ahead of UTC all year.
import Merge

/// One day.
///
/// Every moment and every number has one: what lies before the year 1 or after 9999 counts as the first or last day that is
/// written with four digits of a year.
/// - Invariant: `first <= self <= last`.
/// - Units: `number` is days since 1970-01-01.
/// - Source: the proleptic Gregorian calendar of ISO 8601; the algorithms count days of 400-year eras.
package struct Day: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let number: Int64

  /// - Parameter number: any; beyond the calendar's ends it is the day at that end.
  package init(number: Int64) { self.number = min(max(number, Self.numberFirst), Self.numberLast) }

  private static let numberFirst: Int64 = -719_162
  private static let numberLast: Int64 = 2_932_896
  /// 0001-01-01.
  package static let first = Day(number: numberFirst)
  /// 9999-12-31.
  package static let last = Day(number: numberLast)

  /// The day of a moment in milliseconds since 1970 (UTC).
  package init(milliseconds: Int64) {
    let local = milliseconds.addingSaturated(Self.offsetMilliseconds)
    self.init(number: local / Self.milliseconds - (local % Self.milliseconds < 0 ? 1 : 0))
  }

  package static let milliseconds: Int64 = 86_400_000
  private static let offsetMilliseconds: Int64 = 8 * 3_600_000

  /// The moment at which the day begins, in milliseconds since 1970 (UTC).
  package var beginning: Int64 { number * Self.milliseconds - Self.offsetMilliseconds }

  package init(year: Int, month: Int, day: Int) {
    self.init(number: Self.number(year: year, month: month, day: day))
  }

  /// The number of a day, also of one beyond the calendar's ends.
  static func number(year: Int, month: Int, day: Int) -> Int64 {
    let shifted = Int64(month <= 2 ? year - 1 : year)
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = Int64((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1)
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

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

  /// 1 for Monday to 7 for Sunday.
  package var weekday: Int { Int(((number + 3) % 7 + 7) % 7) + 1 }

  /// The year and number of its ISO week: the week belongs to the year its Thursday lies in.
  package var week: (year: Int, week: Int) {
    let thursday = Day(number: number + Int64(4 - weekday))
    let year = thursday.parts.year
    let first = Day(year: year, month: 1, day: 1)
    return (year, Int(thursday.number - first.number) / 7 + 1)
  }

  /// Reads `2014-06-30`; nil for anything that is no day of the calendar.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].utf8.count == 4, parts[1].utf8.count == 2, parts[2].utf8.count == 2 else {
      return nil
    }
    let numbers = parts.compactMap { Self.digits($0) }
    guard numbers.count == 3, (1...12).contains(numbers[1]), (1...31).contains(numbers[2]) else { return nil }
    let day = Day(year: numbers[0], month: numbers[1], day: numbers[2])
    guard day.parts == (numbers[0], numbers[1], numbers[2]) else { return nil }
    self = day
  }

  static func digits(_ text: some StringProtocol) -> Int? {
    text.utf8.allSatisfy { (48...57).contains($0) } ? Int(text) : nil
  }

  package var description: String {
    let (year, month, day) = parts
    return "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
  }

  static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }

  package static func < (left: Day, right: Day) -> Bool { left.number < right.number }
}
