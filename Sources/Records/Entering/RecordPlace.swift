// Which record somebody speaks of.
package import Catalog
package import Merge
package import Store

/// A record by type and id, and by area where one id was used in two.
package struct RecordPlace: Sendable {
  package let type: RecordType
  package let id: RecordID
  package let area: Area?

  /// - Parameter area: nil where none was named.
  package init(type: RecordType, id: RecordID, area: Area?) {
    self.type = type
    self.id = id
    self.area = area
  }

  /// The record as it stands.
  /// - Throws: `unknownRecord`, or `ambiguousRecord` when the id was used in two areas and none is named; `StoreError`.
  package func record(in reader: StoreReader) throws -> RecordView {
    let found = try held(in: reader)
    guard let record = found.first else { throw EntryRefusal.unknownRecord(id, type: type.name) }
    if found.count > 1 { throw EntryRefusal.ambiguousRecord(id, areas: found.map(\.area)) }
    return record
  }

  /// The records that the place may mean: none where this node holds none.
  /// - Throws: `StoreError`.
  private func held(in reader: StoreReader) throws -> [RecordView] {
    try reader.records(id, type: type).filter { area == nil || $0.area == area }
  }
}
