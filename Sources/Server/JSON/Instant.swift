// Moments as people read them.
import Merge

/// Milliseconds since 1970 as ISO 8601 text in UTC, such as `2026-01-02T03:04:05.678Z`.
package enum Instant {
  /// Any moment has a text: what lies outside the calendar's years of four digits is said to be before or after them, so that
  /// it does not look like another moment. The integer beside it says it exactly.
  package static func text(_ milliseconds: Int64) -> String {
    guard milliseconds >= earliest else { return "before \(Day.first)" }
    guard milliseconds <= latest else { return "after \(Day.last)" }
    // A day of the calendar begins eight hours before midnight UTC: seen from there, the moment's UTC date is a day's.
    let local = milliseconds - Day.offsetMilliseconds
    let day = Day(milliseconds: local)
    let rest = local - day.start
    let clock = [rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60].map { padded($0, 2) }
    return "\(day)T\(clock.joined(separator: ":")).\(padded(rest % 1000, 3))Z"
  }

  private static let earliest = Day.first.start + Day.offsetMilliseconds
  private static let latest = Day.last.end + Day.offsetMilliseconds

  private static func padded(_ number: Int64, _ count: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, count - digits.utf8.count)) + digits
  }

  /// Two members: the integer and its text.
  static func members(_ name: String, _ milliseconds: Int64?) -> [(String, JSON)] {
    [(name, .int(milliseconds)), ("\(name)_text", .text(milliseconds.map { text($0) }))]
  }
}
