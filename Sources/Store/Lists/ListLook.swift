// Asking of one row after another whether a list is about it, where something else has the rows.
package import Catalog
import GRDB
import Merge

/// What a list is narrowed to, asked of rows that an index outside of it leads to.
///
/// `overdue`, the order and the page of the list are not asked.
package struct ListLook {
  /// Nil where every row is meant.
  private let statement: HotStatement?

  init(_ list: RecordList, _ type: RecordType, _ reader: StoreReader) throws {
    let question = ListQuestion(list, type, reader, ListBounds())
    statement = try question.look(question.tests(besides: []))
  }

  package func fits(_ row: Int64) throws -> Bool {
    guard let statement else { return true }
    statement.bind(1, row)
    return try statement.first { _ in true } ?? false
  }
}

extension ListQuestion {
  /// What has to be asked of a row.
  /// - Parameter known: columns of which is known that they are as they should be.
  func tests(besides known: Set<String>) -> [ListCondition] {
    let all = ListCondition.standings(list, type).first.map(\.sql)
    let isEveryStanding = list.statuses == nil && list.isOpen == nil
    return conditions.filter { !$0.isCovered(by: known) && !(isEveryStanding && $0.sql == all) }
  }

  /// A statement that has a row, whose number is the first value, where all of that is so; nil where nothing is asked.
  func look(_ tests: [ListCondition]) throws -> HotStatement? {
    if tests.isEmpty { return nil }
    return try statement(
      "SELECT 1 FROM \"\(type.name)\" AS t WHERE t.rowid = ? AND \(tests.sql)", [.int(0)] + tests.values)
  }
}

extension StoreReader {
  /// What a list is narrowed to, to be asked of one row after another.
  package func look(of list: RecordList, type: RecordType) throws -> ListLook { try ListLook(list, type, self) }

  /// All records that a list is narrowed to with their rows, where an index leads to few of them; nil where none does, or
  /// where they are large.
  /// - Parameter limit: so many are few.
  package func few(
    _ list: RecordList, type: RecordType, upTo limit: Int
  ) throws -> [(row: Int64, record: RecordView)]? {
    var (list, bounds) = (list, ListBounds())
    (list.order, list.after, list.count) = (.arrival, nil, limit)
    (bounds.rows, bounds.entries) = (limit, limit)
    let question = ListQuestion(list, type, self, bounds)
    guard let source = try question.fewest(also: []) else { return nil }
    var (found, bytes) = ([(row: Int64, record: RecordView)](), 0)
    for place in try question.collect(from: source) {
      guard let record = try record(of: type, at: place.row) else { continue }
      found.append((place.row, record))
      bytes += record.byteCount
      // Few they may be, and large.
      if bytes > ListPage.bytesMax { return nil }
    }
    return found
  }
}
