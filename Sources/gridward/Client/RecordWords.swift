// A record as the records API tells it, in words for a person.
import Catalog
import Merge

/// One record of an answer, read with the catalog where it knows the type.
struct RecordWords {
  let json: JSON
  let type: RecordType?

  var id: String { json["id"].shown }
  var area: String { json["area"].shown }
  private var fields: JSON { json["fields"] }

  /// The status in Chinese, with its name.
  var status: String {
    guard let name = json["status"].text else { return "" }
    let title = type?.lifecycle?.statuses.first { $0.name == name }?.title.zh
    return title.map { "\($0) \(name)" } ?? name
  }

  var changed: String { json["changed_at"].int.map(Words.time) ?? "" }
  var conflicts: Int { json["concurrent"].list.count }

  /// A field's value as a person reads it.
  func value(_ field: Field) -> String { Self.words(fields[field.name], field: field) }

  static func words(_ value: JSON, field: Field?) -> String {
    guard let field else { return value.shown }
    if let title = field.codes.first(where: { ValueInput.json($0.value) == value })?.title { return title.zh }
    if field.unit == "ms", let time = value.int { return Words.time(time) }
    if field.unit == "1e-6 degree", let number = value.int { return degrees(number) }
    if case .set = field.kind { return elements(value) }
    return value.shown
  }

  private static func degrees(_ millionths: Int64) -> String {
    let digits = String(millionths.magnitude % 1_000_000)
    let sign = millionths < 0 ? "-" : ""
    return "\(sign)\(millionths.magnitude / 1_000_000).\(String(repeating: "0", count: 6 - digits.count))\(digits)°"
  }

  /// A set's elements: the names given to them, else their keys.
  private static func elements(_ value: JSON) -> String {
    value.list.map { element in
      let (key, value) = (element["key"].shown, element["value"])
      let role = value["role"].text.map { "\(key) (\($0))" }
      return value["name"].text ?? role ?? (key.utf8.count > 24 ? "\(key.prefix(12))…" : key)
    }.joined(separator: ", ")
  }

  /// Each value that lost, with its field and whose it is.
  var concurrent: [(field: String, value: String, from: String)] {
    json["concurrent"].list.map { write in
      let name = write["field"].shown
      let value = Self.words(write["value"], field: type?.field(named: name))
      return (name, value, "\(write["user"].shown) (\(write["tier"].shown))")
    }
  }

  /// The facts of the lifecycle, oldest first.
  var steps: [JSON] { type?.lifecycle.map { fields[$0.field].list } ?? [] }

  /// The fields that tell records of one type apart in a list.
  static func leading(_ type: RecordType?) -> [Field] {
    let registers = type?.fields.filter { if case .register = $0.kind { true } else { false } } ?? []
    return Array((registers.filter(\.isRequired) + registers.filter { !$0.isRequired }).prefix(3))
  }
}
