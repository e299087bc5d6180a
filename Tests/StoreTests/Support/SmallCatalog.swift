// Small catalogs of a test's own, for what the built-in one does not have and for catalogs that change.
import Catalog

enum SmallCatalog {
  private static let classes = """
    classes:
      - { name: work, title: { zh: 业务, en: Work }, rises: city, falls: terminal, priority: normal }
    """

  /// A catalog with a type for each name, each with these fields.
  static func make(_ types: [String], fields: [String]) -> Catalog {
    var files = [(name: "classes.yaml", bytes: Array(classes.utf8))]
    for type in types {
      let head = "type: \(type)\nclass: work\ntitle: { zh: 记录, en: Record }\nfields:\n"
      files.append((name: "\(type).yaml", bytes: Array((head + fields.joined()).utf8)))
    }
    do { return try Catalog(files: files) } catch { preconditionFailure("a catalog of a test: \(error)") }
  }

  static func field(_ number: Int, _ name: String, _ rest: String) -> String {
    "  - { number: \(number), name: \(name), \(rest), title: { zh: 字段, en: Field } }\n"
  }

  /// One register of every kind of value, a set, and a counter.
  static let everyKind = make(
    ["sample"],
    fields: [
      field(1, "label", "kind: register, value: text"), field(2, "amount", "kind: register, value: integer"),
      field(3, "flag", "kind: register, value: boolean"), field(4, "digest", "kind: register, value: bytes"),
      field(5, "extra", "kind: register, value: any"), field(6, "parts", "kind: set, value: any"),
      field(7, "stock", "kind: counter"),
      field(8, "level", "kind: register, value: integer, guarded: true, prefer: highest"),
    ])
}
