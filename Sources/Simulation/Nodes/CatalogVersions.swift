// Two versions of the catalog: what every node ends with, and what some of them start from.
import Catalog

/// The catalogs of a run. Both are made of files of the built-in one, so that the simulator knows what the product knows.
///
/// Only the types that its people write: a store has a table with some indexes for each type, and a run has thousands of
/// stores.
struct CatalogVersions: Sendable {
  /// The built-in catalog's files of those types.
  let newest: Catalog
  /// The same of some time ago: without one type, and without some fields of another.
  let older: Catalog

  static let standard = CatalogVersions()

  private static let files: Set<String> = [
    "classes.yaml", "directive.yaml", "enterprise.yaml", "hazard.yaml", "held_action.yaml", "inspection.yaml",
    "pass.yaml", "patrol.yaml", "receipt.yaml", "roles.yaml", "rule_setting.yaml", "supply.yaml", "tip_off.yaml",
  ]

  /// What the engine itself reads is of the class control, what it makes of the class watch.
  private static func isNeeded(_ name: String, _ text: String) -> Bool {
    files.contains(name) || text.contains("\nclass: control\n") || text.contains("\nclass: watch\n")
  }

  /// - Parameter altered: the text of a file as it is to be in both.
  init(altered: (String) -> String = { $0 }) {
    let files = Catalog.builtInFiles.filter { Self.isNeeded($0.name, $0.text) }.map { file in
      (name: file.name, text: altered(file.text))
    }
    newest = Self.catalog(files)
    older = Self.catalog(
      files.filter { $0.name != "supply.yaml" }.map { file in
        (file.name, file.name == "hazard.yaml" ? Self.withoutLateFields(file.text) : file.text)
      })
  }

  private static func catalog(_ files: [(name: String, text: String)]) -> Catalog {
    let types = Set(files.map { String($0.name.dropLast(5)) })
    let known = files.map { file in
      (file.name, file.name == Catalog.rolesFile ? RolesText.of(types, in: file.text) : file.text)
    }
    do { return try Catalog(files: known.map { ($0.0, Array($0.1.utf8)) }) } catch {
      preconditionFailure("a catalog of the run: \(error)")
    }
  }

  /// The keys of a type that name such fields.
  private static let late = ["checks:", "deadlines:", "searched:", "totals:"]

  /// A type's text without the fields numbered from 16 on, and without what looks at some of them.
  private static func withoutLateFields(_ text: String) -> String {
    var kept: [Substring] = []
    var isDropping = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("  - number: ") { isDropping = (Int(line.dropFirst(12)) ?? 0) >= 16 }
      if !line.hasPrefix(" ") { isDropping = late.contains { line.hasPrefix($0) } }
      if !isDropping { kept.append(line) }
    }
    return kept.joined(separator: "\n")
  }
}

/// The roles as far as a catalog has the types that they name.
private enum RolesText {
  /// What a role's posts hide and carry is the business of those who read; nobody here does over HTTP.
  private static let left = ["    hides:", "    carries:"]

  static func of(_ types: Set<String>, in text: String) -> String {
    var kept: [String] = []
    var (isDropping, isOfTypes) = (false, false)
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if !line.hasPrefix("     ") { isDropping = left.contains { line.hasPrefix($0) } }
      if isDropping { continue }
      if !line.hasPrefix("     ") { isOfTypes = line == "    enters:" }
      if isOfTypes, line.hasPrefix("      - ") {
        if types.contains(String(line.dropFirst(8))) { kept.append(line) }
      } else if let list = listed(line) {
        let names = list.names.filter(types.contains)
        if !names.isEmpty { kept.append("\(list.key) [\(names.joined(separator: ", "))]") }
      } else {
        kept.append(line)
      }
    }
    return kept.joined(separator: "\n")
  }

  /// A line that names types in brackets.
  private static func listed(_ line: String) -> (key: String, names: [String])? {
    for key in ["    enters:", "    reads_types:"] where line.hasPrefix("\(key) [") {
      let list = line.dropFirst(key.count + 2).prefix { $0 != "]" }
      return (key, list.split(separator: ",").map { String($0.drop { $0 == " " }) })
    }
    return nil
  }
}
