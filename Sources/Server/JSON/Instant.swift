// Moments as people read them.
import Merge

/// Milliseconds since 1970 as ISO 8601 text in UTC, such as `2026-01-02T03:04:05.678Z`.
package enum Instant {
  /// Any moment has a text: what lies outside the calendar's years of four digits is said to be before or after them, so that
  /// it does not look like another moment. The integer beside it says it exactly.
  package static func text(_ milliseconds: Int64) -> String {
    var text: [UInt8] = []
    append(milliseconds, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends that text, of which no character is escaped in JSON.
  static func append(_ milliseconds: Int64, to text: inout [UInt8]) {
    guard milliseconds >= earliest, milliseconds <= latest else {
      text += (milliseconds < earliest ? "before \(Day.first)" : "after \(Day.last)").utf8
      return
    }
    // A day of the calendar begins eight hours before midnight UTC: seen from there, the moment's UTC date is a day's.
    let local = milliseconds - Day.offsetMilliseconds
    let day = Day(milliseconds: local)
    let rest = local - day.start
    day.append(to: &text)
    append("T", rest / 3_600_000, from: 10, to: &text)
    append(":", rest / 60_000 % 60, from: 10, to: &text)
    append(":", rest / 1000 % 60, from: 10, to: &text)
    append(".", rest % 1000, from: 100, to: &text)
    text.append(UInt8(ascii: "Z"))
  }

  private static let earliest = Day.first.start + Day.offsetMilliseconds
  private static let latest = Day.last.end + Day.offsetMilliseconds

  /// Appends a mark and a number behind it.
  /// - Parameter place: what the first digit counts.
  private static func append(_ mark: Unicode.Scalar, _ number: Int64, from place: Int64, to text: inout [UInt8]) {
    text.append(UInt8(ascii: mark))
    var place = place
    while place > 0 {
      text.append(UInt8(ascii: "0") + UInt8(number / place % 10))
      place /= 10
    }
  }

  /// Two members: the integer and its text.
  static func members(_ name: String, _ milliseconds: Int64?) -> [(String, JSON)] {
    [(name, .int(milliseconds)), ("\(name)_text", .text(milliseconds.map { text($0) }))]
  }
}
