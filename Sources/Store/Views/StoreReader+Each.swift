// Reading all records of a type that have one value in one column, whatever their number.
package import Catalog
package import Merge

extension StoreReader {
  /// Hands over each record of a type, in the order in which they arrived here.
  /// - Parameters:
  ///   - match: a text register and the value its records show; nil for all records.
  ///   - area: the area the records lie in; nil for all.
  package func forEach(
    _ type: RecordType, where match: (field: String, value: String)? = nil, in area: Area?,
    _ body: (RecordView) throws -> Void
  ) throws {
    var filter = RecordFilter(type: type.name)
    filter.area = area
    filter.match = match.map { RecordFilter.Match(field: $0.field, value: $0.value) }
    filter.count = RecordFilter.countMax
    while true {
      let page = try records(filter, type: type)
      for view in page.records { try body(view) }
      guard let next = page.next else { return }
      filter.after = next
    }
  }
}
