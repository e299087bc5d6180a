// Reading `--where name=value` from the command line: titles, days and times as people write them, as the API takes them.
import Catalog
import Merge

/// What a list is narrowed to by fields.
struct ListInput {
  /// Names and values as a question has them.
  private(set) var query: [(String, String?)] = []

  static let help = """
    --where takes
      name=value        one value, or several with commas between them; a coded
                        field takes the code or its title (severity=重大隐患)
      name=from..to     a range of numbers, days or times, either end left out;
                        times as 2026-03-01, 2026-03-01T08:30, now, -2d
      name=             records that show nothing there
      name=*            records that show something there
    """

  /// - Parameters:
  ///   - type: nil for a type that only the node knows: values are passed on as they are.
  ///   - now: from when `now` and `+3d` are seen, in milliseconds since 1970.
  init(_ arguments: [String], type: RecordType?, now: Int64) throws {
    var (empty, given) = ([String](), [String]())
    for argument in arguments {
      guard let sign = argument.firstIndex(of: "="), sign > argument.startIndex else {
        throw Failure(.usage, "--where `\(argument)` asks nothing of a field", hint: "Give name=value; see --help.")
      }
      let (name, value) = (String(argument[..<sign]), String(argument[argument.index(after: sign)...]))
      switch value {
      case "": empty.append(name)
      case "*": given.append(name)
      default:
        if query.contains(where: { $0.0 == name }) {
          throw Failure(
            .usage, "--where names \(name) twice", hint: "Several values stand in one, with commas between.")
        }
        query.append((name, try Self.value(value, of: type?.field(named: name), now: now)))
      }
    }
    if !empty.isEmpty { query.append(("empty", empty.joined(separator: ","))) }
    if !given.isEmpty { query.append(("given", given.joined(separator: ","))) }
  }

  private static func value(_ text: String, of field: Field?, now: Int64) throws -> String {
    guard let field else { return text }
    if field.hasRanges, let dots = text.firstRange(of: "..") {
      let ends = [text[..<dots.lowerBound], text[dots.upperBound...]]
      return try ends.map { try part(String($0), of: field, now: now) }.joined(separator: "..")
    }
    return try text.split(separator: ",", omittingEmptySubsequences: false)
      .map { try part(String($0), of: field, now: now) }.joined(separator: ",")
  }

  private static func part(_ text: String, of field: Field, now: Int64) throws -> String {
    if let code = field.codes.first(where: { $0.title.zh == text || $0.title.en == text }) {
      return code.value.text ?? code.value.int.map(String.init) ?? text
    }
    if text.isEmpty || field.isSet { return text }
    // A day stays one: it lasts all day.
    if field.unit == "ms" || field.check == .date, let day = ValueInput.day(text) { return day }
    switch field.value {
    case .integer where field.unit == "ms":
      return String(try ValueInput.time(text, name: field.name, now: now, isOlder: true))
    case .boolean:
      if case .bool(let flag) = try ValueInput.value(text, field: field, now: now) { return flag ? "true" : "false" }
      return text
    default: return text
    }
  }
}
