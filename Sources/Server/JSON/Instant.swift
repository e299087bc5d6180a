// Moments as people read them.
import Foundation

/// Milliseconds since 1970 as ISO 8601 text in UTC, such as `2026-01-02T03:04:05.678Z`.
enum Instant {
  static func text(_ milliseconds: Int64) -> String {
    // Whole seconds go through the formatter; the milliseconds are written as they are, so that none is rounded away.
    let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
    let whole = rest < 0 ? seconds - 1 : seconds
    let fraction = String(1000 + (rest < 0 ? rest + 1000 : rest)).dropFirst()
    let text = Date(timeIntervalSince1970: Double(whole)).formatted(Date.ISO8601FormatStyle())
    return text.replacing("Z", with: ".\(fraction)Z")
  }

  /// Two members: the integer and its text.
  static func members(_ name: String, _ milliseconds: Int64?) -> [(String, JSON)] {
    [(name, .int(milliseconds)), ("\(name)_text", .text(milliseconds.map { text($0) }))]
  }
}
