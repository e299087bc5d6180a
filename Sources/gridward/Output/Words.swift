// Numbers and times in words for a person.
import Catalog
import Foundation
import Merge

enum Words {
  /// A time in this machine's time zone, such as `2026-03-01 08:30:05`.
  static func time(_ milliseconds: Int64) -> String {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.dateFormat = "yyyy-MM-dd HH:mm:ss"
    return formatter.string(from: date(milliseconds))
  }

  /// The moment, or the end of the calendar's years of four digits where it lies beyond.
  private static func date(_ milliseconds: Int64) -> Date {
    let moments = CivilDay.moments
    let shown = min(max(milliseconds, moments.lowerBound), moments.upperBound)
    return Date(timeIntervalSince1970: TimeInterval(shown) / 1000)
  }

  /// A time in UTC, such as `2026-03-01 08:30:05Z`: the same on every machine.
  static func utc(_ milliseconds: Int64) -> String {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(secondsFromGMT: 0)
    formatter.dateFormat = "yyyy-MM-dd HH:mm:ss'Z'"
    return formatter.string(from: date(milliseconds))
  }

  /// How long ago a time was, such as `3 min`; a dash for never.
  static func age(_ milliseconds: Int64?, now: Int64) -> String {
    guard let milliseconds else { return "–" }
    return duration(seconds: max(0, now.subtractingSaturated(milliseconds)) / 1000)
  }

  static func duration(seconds: Int64) -> String {
    switch seconds {
    case ..<120: "\(seconds) s"
    case ..<7_200: "\(seconds / 60) min"
    case ..<172_800: "\(seconds / 3_600) h"
    default: "\(seconds / 86_400) days"
    }
  }

  static func milliseconds(_ duration: Duration) -> String {
    "\(duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000) ms"
  }

  static func bytes(_ count: Int) -> String {
    switch count {
    case ..<10_240: "\(count) bytes"
    case ..<10_485_760: "\(count >> 10) KiB"
    default: "\(count >> 20) MiB"
    }
  }

  static func count(_ number: Int, _ singular: String, _ plural: String? = nil) -> String {
    "\(number) \(number == 1 ? singular : plural ?? singular + "s")"
  }
}
