// Moments as people read them.
import Foundation

/// Milliseconds since 1970 as ISO 8601 text in UTC, such as `2026-01-02T03:04:05.678Z`.
enum Instant {
  static func text(_ milliseconds: Int64) -> String {
    Date(timeIntervalSince1970: Double(milliseconds) / 1000)
      .formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
  }

  /// Two members: the integer and its text.
  static func members(_ name: String, _ milliseconds: Int64?) -> [(String, JSON)] {
    [(name, .int(milliseconds)), ("\(name)_text", .text(milliseconds.map { text($0) }))]
  }
}
