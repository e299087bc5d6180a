// The code tables that a store holds as records, in the form in which rules ask them.
package import Catalog
import Merge
package import Store

extension StoreReader {
  /// The code tables this node holds, but for those withdrawn.
  /// - Throws: `StoreError`.
  package func codeTables(_ catalog: Catalog) throws -> CodeTables {
    guard let type = catalog.type(named: CodeTable.recordType) else { return .none }
    var tables: [CodeTable] = []
    var filter = RecordFilter(type: type.name)
    filter.count = RecordFilter.countMax
    var next: Int64? = 0
    while let after = next {
      filter.after = after
      let page = try records(filter, type: type)
      for record in page.records where record.standing?.status != "withdrawn" {
        var shown: [String: Value] = [:]
        for (field, value) in record.values { shown[field.name] = value }
        if let table = CodeTable({ shown[$0] ?? .null }) { tables.append(table) }
      }
      next = page.next
    }
    return CodeTables(tables)
  }
}
