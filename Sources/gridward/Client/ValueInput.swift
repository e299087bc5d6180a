// One value as a person types it, turned into what its field holds.
import Catalog
import Foundation
import Merge
import Trust

enum ValueInput {
  /// - Throws: `usage`, naming what the field takes.
  static func value(_ text: String, field: Field?) throws -> JSON {
    if text.isEmpty { return .null }
    guard let field else { return JSON(parsing: text.utf8) ?? .text(text) }
    if let code = field.codes.first(where: { $0.title.zh == text || $0.title.en == text }) { return json(code.value) }
    switch field.value {
    case .text, .bytes: return .text(text)
    case .any: return JSON(parsing: text.utf8) ?? .text(text)
    case .boolean:
      if let flag = flags[text.lowercased()] { return .bool(flag) }
      throw Failure(.usage, "\(field.name): `\(text)` is neither yes nor no", hint: "Such as \(field.name)=yes.")
    case .integer:
      if let number = number(text, unit: field.unit) { return .int(number) }
      throw Failure(.usage, "\(field.name): `\(text)` is no number", hint: hint(field))
    }
  }

  private static let flags = [
    "true": true, "yes": true, "是": true, "1": true, "false": false, "no": false, "否": false, "0": false,
  ]

  private static func hint(_ field: Field) -> String {
    if !field.codes.isEmpty {
      return "One of \(field.codes.map { "\(json($0.value).shown) \($0.title.zh)" }.joined(separator: ", "))."
    }
    return field.unit == "ms" ? "A time: now, +3d, -2h, 2026-03-01 or 2026-03-01T08:30." : "A whole number."
  }

  static func json(_ value: Value) -> JSON {
    if let number = value.int { return .int(number) }
    return value.text.map { JSON.text($0) } ?? .null
  }

  private static func number(_ text: String, unit: String?) -> Int64? {
    if let number = Int64(text), unit != "1e-6 degree" || !text.contains(".") { return number }
    switch unit {
    case "ms": return TimeInput.milliseconds(text, now: Date())
    case "1e-6 degree": return millionths(text)
    default: return nil
    }
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

/// A time as a person types it.
enum TimeInput {
  static func milliseconds(_ text: String, now: Date) -> Int64? {
    let present = Int64(now.timeIntervalSince1970 * 1000)
    if text == "now" { return present }
    if let first = text.first, first == "+" || first == "-", let last = text.last, let unit = units[last],
      let count = Int64(text.dropFirst().dropLast())
    {
      return Int64(exactly: Int128(present) + Int128(first == "-" ? -1 : 1) * Int128(count) * Int128(unit))
    }
    for form in ["yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm", "yyyy-MM-dd"] {
      let formatter = DateFormatter()
      formatter.locale = Locale(identifier: "en_US_POSIX")
      formatter.dateFormat = form
      if let date = formatter.date(from: text) { return Int64(date.timeIntervalSince1970 * 1000) }
    }
    return nil
  }

  private static let units: [Character: Int64] = ["m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000]
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
