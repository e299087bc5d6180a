// The code tables that a store holds as records, in the form in which rules ask them.
package import Catalog
import Merge
package import Store

extension StoreReader {
  /// The versions of the tables named that this node holds, but for those withdrawn.
  ///
  /// Only those: a city's table of places has thousands of codes that no field is checked against. The writer keeps them until one
  /// changes.
  /// - Throws: `StoreError`.
  package func codeTables(_ names: Set<String>, _ catalog: Catalog) throws -> CodeTables {
    let names = names.sorted()
    return try ofCodes("tables \(names.joined(separator: " "))") { try read(names, catalog) }
  }

  private func read(_ names: [String], _ catalog: Catalog) throws -> CodeTables {
    guard let type = catalog.type(named: CodeTable.recordType) else { return .none }
    var tables: [CodeTable] = []
    for name in names {
      try forEach(type, where: ("name", name), in: nil) { record in
        guard record.standing?.status != "withdrawn" else { return }
        var shown: [String: Value] = [:]
        for (field, value) in record.values { shown[field.name] = value }
        if let table = CodeTable({ shown[$0] ?? .null }) { tables.append(table) }
      }
    }
    return CodeTables(tables)
  }
}
