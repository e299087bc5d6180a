// Moments written and counted in China's time, on whatever machine.
package import Merge

/// China's time: eight hours ahead of UTC all year, whatever a machine is set to and without a table of time zones.
/// - Source: GB/T 7408.1-2023 (ISO 8601-1).
package enum ChinaTime {
  /// How the offset is named beside a time.
  package static let zone = "UTC+8"

  /// Such as `2026-03-01 08:30:05`; what lies outside the calendar's years of four digits is said to be before or after them.
  /// - Parameter milliseconds: since 1970 (UTC).
  package static func text(_ milliseconds: Int64) -> String {
    guard milliseconds >= Day.moments.lowerBound else { return "before \(Day.first)" }
    guard milliseconds <= Day.moments.upperBound else { return "after \(Day.last)" }
    let day = Day(milliseconds: milliseconds)
    let seconds = (milliseconds - day.start) / 1000
    let clock = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    return "\(day) \(clock.joined(separator: ":"))"
  }
}

/// Which moments people may enter, and what a number that is none of them looks like.
/// - Source: catalog README §4.7, §4.10.
package enum EnteredTime {
  /// From 2000-01-01 to 9999-12-31 in China, in milliseconds since 1970 (UTC).
  package static let moments: ClosedRange<Int64> = 946_656_000_000...Day.moments.upperBound

  /// What a time is, for a person.
  package static let form = "times are milliseconds since 1970, from 2000-01-01 to 9999-12-31 (\(ChinaTime.zone))"

  /// What a number that is no such moment may have been meant as, for the person who entered it.
  package static func remedy(for number: Int64) -> String {
    guard let (kind, meant) = guess(number) else { return form }
    return "\(form); this looks like \(kind): \(ChinaTime.text(meant)) would be \(meant)"
  }

  private static func guess(_ number: Int64) -> (kind: String, milliseconds: Int64)? {
    if number > moments.upperBound {
      return moments.contains(number / 1000) ? ("microseconds", number / 1000) : nil
    }
    if let day = day(digits: number), moments.contains(day.start) { return ("a day written in digits", day.start) }
    if moments.contains(number.multipliedSaturated(by: 1000)) { return ("seconds", number * 1000) }
    let day = Day(number: number.subtractingSaturated(spreadsheetEpoch))
    return number > 0 && moments.contains(day.start) && number < spreadsheetMax
      ? ("a spreadsheet's day", day.start) : nil
  }

  /// The day that eight digits say, such as 20260630.
  package static func day(digits number: Int64) -> Day? {
    guard (10_000_000...99_999_999).contains(number) else { return nil }
    return Day(exactly: (Int(number / 10_000), Int(number / 100 % 100), Int(number % 100)))
  }

  /// What the 1900 system of spreadsheets counts on 1970-01-01 (ECMA-376 part 1, §18.17.4.1), and on the day after 9999-12-31.
  private static let spreadsheetEpoch: Int64 = 25_569
  private static let spreadsheetMax: Int64 = 2_958_466
}
