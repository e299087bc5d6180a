// What codes stand for: the tables this node holds, and under them those the program carries.
import Catalog
import Merge
import Store

enum CodeNames {
  /// The Chinese names of a table's codes; where versions differ, those of the last.
  static func names(in table: String, catalog: Catalog, _ reader: StoreReader) throws -> [String: String] {
    var names: [String: String] = [:]
    for built in CodeTable.builtIn where built.name == table {
      for entry in built.entries { names[entry.code] = entry.title.zh }
    }
    guard let type = catalog.type(named: CodeTable.recordType) else { return names }
    var held: [(version: String, entries: Value)] = []
    try reader.forEach(type, where: ("name", table), in: nil) { view in
      if view.standing?.status != "withdrawn" { held.append((view.text("version") ?? "", view["entries"])) }
    }
    for version in held.sorted(by: { $0.version < $1.version }) {
      guard case .list(let entries) = version.entries else { continue }
      for entry in entries {
        if let code = entry["key"]?.text, let name = entry["value"]?["zh"]?.text { names[code] = name }
      }
    }
    return names
  }
}
