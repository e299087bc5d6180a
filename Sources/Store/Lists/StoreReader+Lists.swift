// Pages of lists, as people narrow and sort them.
package import Catalog
import Merge

extension StoreReader {
  /// A page of a list.
  /// - Complexity: that of the page, and of what has to be looked at to find it: at most a few thousand rows where the list is
  ///   narrowed by what has an index or sorted by what is indexed, else all that is meant; the read's limit ends it.
  package func page(
    _ list: RecordList, type: RecordType, bounds: ListBounds = ListBounds()
  ) throws -> ListPage {
    var list = list
    list.count = min(max(list.count, 1), RecordFilter.countMax)
    let places = try ListQuestion(list, type, self, bounds, usesColumns: true).places()
    let (records, rows) = try records(in: places.prefix(list.count).map(\.row), type: type, bytesMax: bounds.bytes)
    return ListPage(records: records, next: places.count > rows ? places[rows - 1] : nil)
  }
}

/// The statements by which a list can be answered, for those who ask SQLite how it carries them out.
package struct ListStatements: Sendable {
  /// They count what indexes lead to, up to a bound.
  package let probes: [String]
  /// They have rows in the order of the list.
  package let walks: [String]
  /// They look through what an index leads to.
  package let collections: [String]
}

extension StoreReader {
  package func statements(of list: RecordList, type: RecordType) -> ListStatements {
    let question = ListQuestion(list, type, self, ListBounds())
    let sources = question.candidates + [question.whole]
    return ListStatements(
      probes: sources.map { $0.probe(list, type, upTo: question.bounds.rows).sql },
      walks: ListWalk(question)?.statements ?? [], collections: sources.map { question.collecting(from: $0).sql })
  }
}
