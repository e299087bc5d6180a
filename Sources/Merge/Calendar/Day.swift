// Calendar days as the grid counts them: Gregorian, in the one time zone of China.

/// A day of the Gregorian calendar, eight hours ahead of UTC.
///
/// Every moment and every number has one: what lies before the year 1 or after 9999 counts as the first or last day that is
/// written with four digits of a year.
/// - Invariant: `first <= self <= last`.
/// - Units: `number` is days since 1970-01-01.
/// - Source: the proleptic Gregorian calendar of ISO 8601; GB/T 7408.1-2023 (ISO 8601-1) for the written form.
package struct Day: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let number: Int64

  /// How long a day is: China has no summer time.
  package static let milliseconds: Int64 = 86_400_000

  /// China keeps one time, eight hours ahead of UTC, all year.
  package static let offsetMilliseconds: Int64 = 8 * 3_600_000

  /// - Parameter number: any; beyond the calendar's ends it is the day at that end.
  package init(number: Int64) { self.number = min(max(number, Self.numberFirst), Self.numberLast) }

  private static let numberFirst: Int64 = -719_162
  private static let numberLast: Int64 = 2_932_896
  /// 0001-01-01.
  package static let first = Day(number: numberFirst)
  /// 9999-12-31.
  package static let last = Day(number: numberLast)
  /// The moments that lie on a day of the calendar, in milliseconds since 1970 (UTC): what a person may enter as a time.
  package static let moments: ClosedRange<Int64> = first.start...last.end

  /// The day on which a moment falls.
  /// - Parameter milliseconds: since 1970 (UTC).
  package init(milliseconds: Int64) { self.init(number: Self.numberUnbounded(milliseconds: milliseconds)) }

  /// The number of the day on which a moment falls, counted on beyond the calendar's ends.
  ///
  /// For telling days apart that nobody writes: with `init(milliseconds:)` all moments after 9999 would be on one day.
  /// - Parameter milliseconds: since 1970 (UTC).
  package static func numberUnbounded(milliseconds: Int64) -> Int64 {
    let local = milliseconds.addingSaturated(offsetMilliseconds)
    return local / Self.milliseconds - (local % Self.milliseconds < 0 ? 1 : 0)
  }

  /// The moment at which the day begins, in milliseconds since 1970 (UTC).
  package var start: Int64 { number * Self.milliseconds - Self.offsetMilliseconds }

  /// The last millisecond of the day.
  package var end: Int64 { start + Self.milliseconds - 1 }

  package static func < (left: Day, right: Day) -> Bool { left.number < right.number }

  /// Reads `2014-06-30`; nil for anything that is no day of the calendar.
  package init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == 45, bytes[7] == 45 else { return nil }
    let numbers = [bytes[0..<4], bytes[5..<7], bytes[8..<10]].map { digits in
      digits.allSatisfy { (48...57).contains($0) } ? digits.reduce(0) { $0 * 10 + Int($1) - 48 } : -1
    }
    self.init(exactly: (numbers[0], numbers[1], numbers[2]))
  }

  package var description: String {
    let (year, month, day) = parts
    return "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))"
  }

  /// A number with zeros before it.
  static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}
