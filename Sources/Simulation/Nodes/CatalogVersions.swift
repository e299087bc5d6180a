// Two versions of the catalog: what every node ends with, and what some of them start from.
import Catalog

/// The catalogs of a run. Both are made from the built-in one, so that the simulator knows what the product knows.
struct CatalogVersions: Sendable {
  /// The built-in catalog.
  let newest: Catalog
  /// The built-in catalog of some time ago: without one type, and without some fields of another.
  let older: Catalog

  static let standard = CatalogVersions()

  private init() {
    newest = .builtIn
    let files = Catalog.builtInFiles.filter { $0.name != "supply.yaml" }.map { file in
      (name: file.name, bytes: Array((file.name == "hazard.yaml" ? Self.withoutLateFields(file.text) : file.text).utf8))
    }
    do { older = try Catalog(files: files) } catch { preconditionFailure("the older catalog: \(error)") }
  }

  /// A type's text without the fields numbered from 16 on.
  private static func withoutLateFields(_ text: String) -> String {
    var kept: [Substring] = []
    var isDropping = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("  - number: ") { isDropping = (Int(line.dropFirst(12)) ?? 0) >= 16 }
      if !line.hasPrefix(" ") { isDropping = false }
      if !isDropping { kept.append(line) }
    }
    return kept.joined(separator: "\n")
  }
}
