// Reading `name=value` from the command line, typed by the catalog.
import Catalog
import Foundation
import Merge

/// What a person wants done to the fields of a record.
struct FieldInput {
  private(set) var fields: [String: JSON] = [:]
  private(set) var add: [String: JSON] = [:]
  private(set) var remove: [String: JSON] = [:]
  private(set) var increment: [String: JSON] = [:]
  private let now: Int64

  static let help = """
    FIELDS are given as
      name=value        sets a field; an empty value empties it. A coded field
                        takes the code or its title (severity=重大隐患), a
                        time now, +3d, -2h, 2026-03-01, 20260301,
                        2026年3月1日 or 2026-03-01T08:30, in China's time
                        (UTC+8) unless +08:00 or Z follows; a deadline on
                        a day lasts that day
      name+=key         adds to a set; name+=key=value with a value, as JSON
                        where it is a map
      name+=@photo.jpg  adds a file's SHA-256 with its name and size
      name-=key         removes from a set
      name+=5 name-=3   adds to a counter, takes from it
    """

  /// Reads arguments such as `place=三楼`.
  /// - Parameters:
  ///   - type: nil for a type that only the node knows: values are then JSON where they can be, else texts.
  ///   - isNew: whether a record is made, which a counter may begin with an amount.
  ///   - now: from when `now` and `+3d` are seen, in milliseconds since 1970.
  init(_ arguments: [String], type: RecordType?, isNew: Bool = false, now: Int64) throws {
    self.now = now
    for argument in arguments {
      guard let sign = argument.firstIndex(of: "="), sign > argument.startIndex else {
        throw Failure(.usage, "`\(argument)` sets no field", hint: "Give name=value; see --help.")
      }
      let mark = argument[argument.index(before: sign)]
      let isSigned = mark == "+" || mark == "-"
      let name = String(isSigned ? argument[..<argument.index(before: sign)] : argument[..<sign])
      let value = String(argument[argument.index(after: sign)...])
      let field = try type.map { try Self.field(name, of: $0) }
      if field?.kind == .counter, !isSigned, !isNew {
        throw Failure(
          .usage, "\(name) is a counter: it is added to, not set", hint: "Such as \(name)+=5 or \(name)-=3.")
      }
      try take(name, value, sign: isSigned ? mark : nil, field: field)
    }
  }

  private static func field(_ name: String, of type: RecordType) throws -> Field {
    if let field = type.field(named: name) { return field }
    let known = type.fields.map { "\($0.name) (\($0.title.zh))" }.joined(separator: ", ")
    throw Failure(.usage, "\(type.name) has no field `\(name)`", hint: "It has \(known).")
  }

  private mutating func take(_ name: String, _ value: String, sign: Character?, field: Field?) throws {
    let isCounter = field?.kind == .counter || (field == nil && Int64(value) != nil)
    switch (sign, isCounter) {
    case (nil, _):
      guard fields[name] == nil else { throw Self.twice(name) }
      fields[name] = try ValueInput.value(value, field: field, now: now)
    case ("+", true), ("-", true):
      guard let number = Int64(value), number >= 0 else {
        throw Failure(.usage, "\(name) is a counter: `\(value)` is no number", hint: "Such as \(name)+=5.")
      }
      guard increment[name] == nil else { throw Self.twice(name) }
      increment[name] = .int(sign == "-" ? -number : number)
    case ("-", false): remove[name] = .list((remove[name]?.list ?? []) + [.text(value)])
    default:
      let (key, element) = try element(value, field: field)
      var elements: [String: JSON] = [:]
      if case .object(let known)? = add[name] { elements = known }
      elements[key] = element
      add[name] = .object(elements)
    }
  }

  private static func twice(_ name: String) -> Failure {
    Failure(.usage, "\(name) is given twice", hint: "Nothing was written; give it once, an amount as the sum.")
  }

  /// A set's element: `key`, `key=value`, or `@file`.
  private func element(_ text: String, field: Field?) throws -> (String, JSON) {
    if text.hasPrefix("@") { return try FileElement.element(path: String(text.dropFirst())) }
    guard let sign = text.firstIndex(of: "=") else { return (text, field?.value == .text ? .text(text) : .bool(true)) }
    return (
      String(text[..<sign]), try ValueInput.value(String(text[text.index(after: sign)...]), field: field, now: now)
    )
  }

  /// The parts that a request carries; what it adds to counters counts once under an id.
  func parts(countingUnder id: IncrementID) -> [String: JSON] {
    var parts = parts
    if !increment.isEmpty {
      parts["increment"] = .object(increment.mapValues { .object(["by": $0, "id": .text(id.description)]) })
    }
    return parts
  }

  /// The parts that a request carries, those with something in them.
  var parts: [String: JSON] {
    ["fields": fields, "add": add, "remove": remove, "increment": increment].filter { !$0.value.isEmpty }
      .mapValues { JSON.object($0) }
  }
}
