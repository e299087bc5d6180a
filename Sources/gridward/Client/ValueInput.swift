// One value as a person types it, turned into what its field holds.
import Catalog
import Foundation
import Merge
import Trust

enum ValueInput {
  /// - Throws: `usage`, naming what the field takes.
  static func value(_ text: String, field: Field?, now: Int64) throws -> JSON {
    if text.isEmpty { return .null }
    guard let field else { return JSON(parsing: text.utf8) ?? .text(text) }
    if let code = field.codes.first(where: { $0.title.zh == text || $0.title.en == text }) { return json(code.value) }
    switch field.value {
    case .text where field.check == .date: return .text(day(text) ?? text)
    case .text, .bytes: return .text(text)
    case .any: return JSON(parsing: text.utf8) ?? .text(text)
    case .boolean:
      if let flag = flags[text.lowercased()] { return .bool(flag) }
      throw Failure(.usage, "\(field.name): `\(text)` is neither yes nor no", hint: "Such as \(field.name)=yes.")
    case .integer:
      if field.unit == "ms" {
        let isOlder = (field.limits.range?.lowerBound ?? 0) < 0
        return .int(try time(text, name: field.name, now: now, endOfDay: field.isEndOfDay, isOlder: isOlder))
      }
      if let number = number(text, unit: field.unit) { return .int(number) }
      let isLong = text.count > 18 && text.allSatisfy(\.isNumber)
      throw Failure(
        .usage, "\(field.name): `\(text)` is \(isLong ? "a number beyond 64 bits" : "no number")", hint: hint(field))
    }
  }

  private static let flags = [
    "true": true, "yes": true, "是": true, "1": true, "false": false, "no": false, "否": false, "0": false,
  ]

  private static func hint(_ field: Field) -> String {
    if !field.codes.isEmpty {
      return "One of \(field.codes.map { "\(json($0.value).shown) \($0.title.zh)" }.joined(separator: ", "))."
    }
    return field.unit.map { "A whole number, in \($0)." } ?? "A whole number."
  }

  static func json(_ value: Value) -> JSON {
    if let number = value.int { return .int(number) }
    return value.text.map { JSON.text($0) } ?? .null
  }

  private static func number(_ text: String, unit: String?) -> Int64? {
    // Full-width digits are digits.
    let text = text.precomposedStringWithCompatibilityMapping
    guard unit == "1e-6 degree" else { return Int64(text) }
    // Nobody means the 120 millionths of a degree: a number that can be degrees is.
    if let whole = Int64(text), whole.magnitude <= 180 { return whole * 1_000_000 }
    return Int64(text) ?? millionths(text)
  }

  /// A time in milliseconds: in China's time where nothing else is said, and a number only where it can be meant as one.
  /// - Parameters:
  ///   - now: from when `now` and `+3d` are seen.
  ///   - endOfDay: whether a day alone stands for its last millisecond.
  ///   - isOlder: whether times before 2000 are meant as well.
  static func time(
    _ text: String, name: String, now: Int64, endOfDay: Bool = false, isOlder: Bool = false
  ) throws -> Int64 {
    if let time = WrittenTime(text, now: now) { return time.milliseconds(endOfDay: endOfDay) }
    let hint =
      "now, +3d, -2h, 2026-03-01, 20260301, 2026/3/1, 2026年3月1日 or 2026-03-01T08:30, in China's time (\(ChinaTime.zone)) unless +08:00 or Z follows."
    guard let number = Int64(text) else {
      throw Failure(.usage, "\(name): `\(text)` is no time", hint: hint)
    }
    guard isOlder || EnteredTime.moments.contains(number) else {
      throw Failure(.usage, "\(name): \(number) is no time; \(EnteredTime.remedy(for: number))", hint: hint)
    }
    return number
  }

  /// A day as records hold it; nil when the text is none.
  static func day(_ text: String) -> String? {
    guard case .day(let day)? = WrittenTime(text, now: 0) else { return nil }
    return day.description
  }

  /// A decimal number with up to six places, in millionths.
  private static func millionths(_ text: String) -> Int64? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].count <= 6, let whole = Int64(parts[0]),
      let fraction = Int64(parts[1].padding(toLength: 6, withPad: "0", startingAt: 0)), fraction >= 0
    else { return nil }
    let magnitude = Int128(whole) * 1_000_000
    return Int64(exactly: text.hasPrefix("-") ? magnitude - Int128(fraction) : magnitude + Int128(fraction))
  }
}

/// A file as an element of an evidence set: its digest as the key, its name and size as the value.
enum FileElement {
  static func element(path: String) throws -> (String, JSON) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure(.notFound, "there is no file at \(path)", hint: "After @ comes the path of a file.")
    }
    let digest = Bytes16.hexadecimal(Hashing.sha256(data).bytes)
    return (digest, .object(["name": .text(URL(filePath: path).lastPathComponent), "size": .int(Int64(data.count))]))
  }
}
