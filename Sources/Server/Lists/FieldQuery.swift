// What a question asks of one field: a value, several of them, or a range.
import Catalog
import Merge
import Node
import Store

/// Reads the value that stands behind a field's name in a query.
///
/// `a`; `a,b,c` for any of them, where a comma that belongs to a value is written `\,`; `a..b`, `a..` or `..b` for what lies
/// between, of numbers, times, days and periods. A time is milliseconds since 1970 or a day, which lasts all day.
struct FieldQuery {
  private let field: Field

  init(_ field: Field) { self.field = field }

  func test(_ text: String) throws(Problem) -> RecordList.Test {
    if text.isEmpty { throw emptiness }
    if field.hasRanges, let dots = text.firstRange(of: "..") {
      return try range(String(text[..<dots.lowerBound]), String(text[dots.upperBound...]))
    }
    let parts = Self.parts(text)
    guard parts.count <= ListQuery.valuesMax else {
      throw Problem(.badRequest, "'\(field.name)' has \(parts.count) values; \(ListQuery.valuesMax) are taken at most.")
    }
    if field.isOfTime, parts.count == 1, let day = Day(parts[0]) { return .range(.int(day.start), .int(day.end)) }
    var values: [Value] = []
    for part in parts {
      if part.isEmpty { throw emptiness }
      if field.isOfTime, Day(part) != nil {
        throw Problem(
          .badRequest, "'\(field.name)' is one day or a range such as 2026-03-01..2026-03-31, not several days.")
      }
      values.append(try value(part))
    }
    return .any(values)
  }

  private var emptiness: Problem {
    Problem(
      .badRequest, "'\(field.name)' has an empty value; what shows nothing is asked for with empty=\(field.name).")
  }

  private func range(_ low: String, _ high: String) throws(Problem) -> RecordList.Test {
    guard !low.isEmpty || !high.isEmpty else { throw refusal("..") }
    let from = low.isEmpty ? nil : try end(low, isLast: false)
    let to = high.isEmpty ? nil : try end(high, isLast: true)
    if let from, let to, to < from {
      throw Problem(.badRequest, "'\(field.name)' goes from \(low) to \(high), which comes before.")
    }
    return .range(from, to)
  }

  /// An end of a range: of a day the first moment, or the last.
  private func end(_ text: String, isLast: Bool) throws(Problem) -> Value {
    if field.isOfTime, let day = Day(text) { return .int(isLast ? day.end : day.start) }
    return try number(text)
  }

  private func value(_ text: String) throws(Problem) -> Value {
    let value = try number(text)
    if !field.codes.isEmpty, field.title(of: value) == nil { throw refusal(text) }
    return value
  }

  /// A value of the field's kind; of a set a key.
  private func number(_ text: String) throws(Problem) -> Value {
    if field.isSet { return .text(text) }
    switch field.value {
    case .integer:
      guard let number = Int64(text) else { throw refusal(text) }
      return .int(number)
    case .boolean:
      guard let flag = Bool(text) else { throw refusal(text) }
      return .bool(flag)
    default:
      if field.check == .date, Day(text) == nil { throw refusal(text) }
      return .text(text)
    }
  }

  private func refusal(_ text: String) -> Problem {
    Problem(.badRequest, "'\(field.name)' is '\(text)'; it is \(words).")
  }

  /// What the field takes, as the end of a sentence.
  private var words: String {
    if !field.codes.isEmpty {
      return "one of \(field.codes.map { "\(Self.text($0.value)) (\($0.title.zh))" }.joined(separator: ", "))"
    }
    if field.isOfTime {
      return "a time in milliseconds since 1970, a day such as 2026-03-01, or a range such as 2026-03-01.."
    }
    switch field.value {
    case .integer: return "a whole number\(field.unit.map { ", in \($0)" } ?? ""), or a range such as 1..5"
    case .boolean: return "true or false"
    default: return field.check == .date ? "a day such as 2026-03-01, or a range such as 2026-03-01.." : "a text"
    }
  }

  private static func text(_ value: Value) -> String { value.text ?? value.int.map(String.init) ?? "" }

  /// The values between commas; behind a backslash a comma, or another backslash, is part of a value.
  static func parts(_ text: String) -> [String] {
    var (parts, part, isQuoted) = ([String](), "", false)
    for character in text {
      if !isQuoted, character == "\\" {
        isQuoted = true
      } else if !isQuoted, character == "," {
        parts.append(part)
        part = ""
      } else {
        part.append(character)
        isQuoted = false
      }
    }
    return parts + [part]
  }
}

extension Field {
  /// Whether it holds a moment, which people say as a day.
  var isOfTime: Bool { value == .integer && unit == "ms" }
}
