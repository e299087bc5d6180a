// Small catalogs of a test's own, for what the built-in one does not have.
import Catalog

enum SmallCatalog {
  private static let classes = """
    classes:
      - { name: work, title: { zh: 业务, en: Work }, rises: city, falls: terminal, priority: normal }
      - { name: internal, title: { zh: 内部, en: Internal }, rises: city, falls: community, priority: normal }
      - { name: urgent, title: { zh: 急件, en: Urgent }, rises: city, falls: terminal, priority: urgent }
      - { name: bulk, title: { zh: 批量, en: Bulk }, rises: city, falls: terminal, priority: bulk }
    """

  /// A catalog with one type for each name, of the class it is paired with, each with the fields given.
  static func make(_ types: [(name: String, class: String)], fields: [String] = [text(1, "body")]) -> Catalog {
    var files = [(name: "classes.yaml", bytes: Array(classes.utf8))]
    for type in types {
      let head = "type: \(type.name)\nclass: \(type.class)\ntitle: { zh: 记录, en: Record }\nfields:\n"
      files.append((name: "\(type.name).yaml", bytes: Array((head + fields.joined()).utf8)))
    }
    do { return try Catalog(files: files) } catch { preconditionFailure("a catalog of a test: \(error)") }
  }

  static func text(_ number: Int, _ name: String) -> String { field(number, name, "kind: register, value: text") }

  static func field(_ number: Int, _ name: String, _ rest: String) -> String {
    "  - { number: \(number), name: \(name), \(rest), title: { zh: 字段, en: Field } }\n"
  }
}
