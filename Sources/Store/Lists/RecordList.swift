// What a list of records is narrowed to and sorted by, as people ask it.
package import Catalog
package import Merge

/// A question for records of one type.
package struct RecordList: Hashable, Sendable {
  /// The area whose records, and whose descendants' records, are meant; nil for all that are held.
  package var area: Area?
  /// Any of these; nil for all. A type without a lifecycle has none.
  package var statuses: [String]?
  /// Whether something stands to be done, by the catalog's word about the status.
  package var isOpen: Bool?
  /// Changed at or after, and before, in milliseconds since 1970.
  package var changedFrom: Int64?
  package var changedBefore: Int64?
  package var hasConflicts: Bool?
  package var fields: [FieldTest] = []
  /// Of which one of these deadlines is past; nil for all records.
  package var overdue: [PastDeadline]?
  package var order = ListOrder.arrival
  /// The last record of the page before; nil for the first page.
  package var after: ListPlace?
  package var count = 100

  package init() {}

  /// What a field has to show.
  package struct FieldTest: Hashable, Sendable {
    package let field: Field
    package let test: Test

    package init(_ field: Field, _ test: Test) { (self.field, self.test) = (field, test) }
  }

  package enum Test: Hashable, Sendable {
    /// One of these values; of a set, one of these keys.
    case any([Value])
    /// At or above the first, at or below the second.
    case range(Value?, Value?)
    /// Nothing; an empty text is nothing.
    case empty
    case given
  }

  /// A deadline that stands to be done, of those of which the time is over.
  package struct PastDeadline: Hashable, Sendable {
    /// The number of its kind (`MomentKind`).
    let kind: Int64
    /// Kept of it is a moment before this one, in milliseconds since 1970; nil where all of them are past.
    let before: Int64?

    package init(_ kind: MomentKind, before: Int64?) { (self.kind, self.before) = (kind.number, before) }
  }
}

/// What a list is sorted by. Records that show nothing for a field come last in either direction.
package struct ListOrder: Hashable, Sendable {
  package enum Key: Hashable, Sendable {
    /// In the order in which they arrived here: the only one in which a record never moves.
    case arrival
    case changed, created
    case field(String)
  }

  package let key: Key
  package let isDescending: Bool

  package init(_ key: Key, isDescending: Bool = false) { (self.key, self.isDescending) = (key, isDescending) }

  package static let arrival = ListOrder(.arrival)
  /// What arrived here last comes first: the order of a search.
  package static let newest = ListOrder(.arrival, isDescending: true)
}

/// Where a record stands in a list: what it is sorted by, and its row, which decides among equals.
package struct ListPlace: Hashable, Sendable {
  /// Null where the field shows nothing, and for the order of arrival.
  package let value: Value
  package let row: Int64

  package init(_ value: Value, row: Int64) { (self.value, self.row) = (value, row) }
}

/// How much is looked at before another way is taken.
package struct ListBounds: Hashable, Sendable {
  /// So many rows are read one by one rather than looked for in another way.
  package var rows = 5_000
  /// So many entries of an index are looked through, where nothing but the index is read.
  package var entries = 10_000
  /// So many rows a walk in the order of a list looks at, where there is another way.
  package var looks = 2_000
  /// The same where the other way looks through all that is held.
  package var looksOfAll = 10_000
  /// The same where columns in memory would answer; below 0 no walk is made beside them.
  package var looksBesideColumns = 500
  /// So many entries or rows another way may lead to where columns in memory would answer.
  package var sourceBesideColumns = 2_000
  /// Whether columns in memory are asked.
  package var usesColumns = true
  /// A count that is reached step by step ends here.
  package var counted = 10_000
  /// So much the rows of a page keep before it ends early.
  package var bytes = ListPage.bytesMax
  /// So much the values keep by which one thing is counted before no more groups are told: an eighth, since so many things are
  /// counted by in one question.
  package var groupBytes = ListPage.bytesMax / 8

  package init() {}
}

/// A page of a list.
package struct ListPage: Sendable {
  /// How much the rows of a page keep before it ends early: whoever writes records decides how large each is.
  package static let bytesMax = 4 << 20

  package let records: [RecordView]
  /// What to pass as `after` for the next page; nil when this was the last.
  package let next: ListPlace?
  /// Of a search: how far the index is behind (`StoreReader.textsBehind`). Nil for any other list.
  package var textsBehind: Int?
}
