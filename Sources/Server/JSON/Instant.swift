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
    var text = Array(day.description.utf8)
    text.reserveCapacity(24)
    append("T", rest / 3_600_000, 2, to: &text)
    append(":", rest / 60_000 % 60, 2, to: &text)
    append(":", rest / 1000 % 60, 2, to: &text)
    append(".", rest % 1000, 3, to: &text)
    text.append(UInt8(ascii: "Z"))
    return String(decoding: text, as: UTF8.self)
  }

  private static let earliest = Day.first.start + Day.offsetMilliseconds
  private static let latest = Day.last.end + Day.offsetMilliseconds

  /// Appends a mark and a number behind it.
  /// - Parameter count: how many digits are written.
  private static func append(_ mark: Unicode.Scalar, _ number: Int64, _ count: Int, to text: inout [UInt8]) {
    text.append(UInt8(ascii: mark))
    for place in [Int64(100), 10, 1].suffix(count) { text.append(UInt8(ascii: "0") + UInt8(number / place % 10)) }
  }

  /// Two members: the integer and its text.
  static func members(_ name: String, _ milliseconds: Int64?) -> [(String, JSON)] {
    [(name, .int(milliseconds)), ("\(name)_text", .text(milliseconds.map { text($0) }))]
  }
}
