// The records of a store as the rules see them.
package import Catalog
import Merge
package import Rules
package import Store

extension ExaminedRecord {
  /// A record as it stands.
  package init(_ record: RecordView) {
    var facts: [Fact] = []
    if let lifecycle = record.type.lifecycle, case .steps(let steps)? = record.state[lifecycle.fieldNumber] {
      facts = steps.chronological
    }
    self.init(
      type: record.type.name, id: record.id, area: record.area, created: record.state.created.milliseconds,
      changed: record.state.changed.milliseconds, shown: record.values.map { ($0.field.name, $0.value) },
      standing: record.standing, facts: facts)
  }
}

extension StoreReader {
  /// Every record of the types that this node holds.
  /// - Complexity: all of them are read, page by page, and kept.
  /// - Throws: `StoreError`.
  package func examinedRecords(_ types: [String], catalog: Catalog) throws -> [ExaminedRecord] {
    var found: [ExaminedRecord] = []
    for type in types.compactMap({ catalog.type(named: $0) }) {
      var filter = RecordFilter(type: type.name)
      filter.count = RecordFilter.countMax
      var next: Int64? = 0
      while let after = next {
        filter.after = after
        let page = try records(filter, type: type)
        found += page.records.map { ExaminedRecord($0) }
        next = page.next
      }
    }
    return found
  }
}
