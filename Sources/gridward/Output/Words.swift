// Numbers and times in words for a person.
import Catalog
import Merge

enum Words {
  /// What an import has done, such as `Entered 2 of 5 code tables; the node had 3.`
  static func entered(_ entered: Int, of total: Int, _ thing: String, detail: String = "") -> String {
    let rest = entered < total ? "; the node had \(total - entered)" : ""
    return "Entered \(entered) of \(count(total, thing))\(detail)\(rest)."
  }

  /// How a column of times is headed: all times are China's, whatever the machine is set to.
  static func heading(_ name: String) -> String { "\(name) (\(ChinaTime.zone))" }

  /// A time in China, such as `2026-03-01 08:30:05`; `heading` beside it says so.
  static func time(_ milliseconds: Int64) -> String { ChinaTime.text(milliseconds) }

  /// The same with its offset, for where it stands alone.
  static func zoned(_ milliseconds: Int64) -> String { "\(ChinaTime.text(milliseconds)) \(ChinaTime.zone)" }

  /// A day in China, such as `2026-03-01`.
  static func day(seconds: Int64) -> String {
    Day(milliseconds: seconds.multipliedSaturated(by: 1000)).description
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
