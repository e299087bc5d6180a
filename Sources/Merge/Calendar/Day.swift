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
    var digits = (0, 0, 0)
    var place = 0
    for byte in text.utf8 {
      switch (place, byte) {
      case (4, 45), (7, 45): break
      case (0..<4, 48...57): digits.0 = digits.0 * 10 + Int(byte) - 48
      case (5..<7, 48...57): digits.1 = digits.1 * 10 + Int(byte) - 48
      case (8..<10, 48...57): digits.2 = digits.2 * 10 + Int(byte) - 48
      default: return nil
      }
      place += 1
    }
    guard place == 10 else { return nil }
    self.init(exactly: digits)
  }

  package var description: String {
    var text: [UInt8] = []
    append(to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends the written form.
  package func append(to text: inout [UInt8]) {
    let (year, month, day) = parts
    for digits in [year / 100, year % 100] { Self.append(digits, to: &text) }
    for digits in [month, day] {
      text.append(UInt8(ascii: "-"))
      Self.append(digits, to: &text)
    }
  }

  /// Appends a number below a hundred in two digits.
  private static func append(_ number: Int, to text: inout [UInt8]) {
    text.append(UInt8(ascii: "0") + UInt8(number / 10))
    text.append(UInt8(ascii: "0") + UInt8(number % 10))
  }

  /// A number with zeros before it.
  static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}
