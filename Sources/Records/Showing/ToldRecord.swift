// A record with all that is told of it besides what it says, so that it can be written down without a store.
package import Catalog
package import Merge
package import Store

/// A record as it stood in one snapshot, with what only the store knows of it.
package struct ToldRecord: Sendable {
  /// A value that no column shows, and whose it is.
  package struct Hidden: Sendable {
    package let field: Field
    package let write: Write
    /// Nil where this node does not hold the commit.
    package let user: String?
  }

  package let record: RecordView
  package let hidden: [Hidden]
  private let marking: Marking?
  private let doubles: [FieldProblem]

  /// - Parameters:
  ///   - marking: tells what of the record is not as it would be entered here; nil where only what the record itself says is told.
  ///   - isSingle: whether it was asked for by itself: then its marks say too whether it stands twice.
  /// - Throws: `StoreError`.
  package init(_ record: RecordView, _ marking: Marking?, isSingle: Bool = false, in reader: StoreReader) throws {
    self.record = record
    self.marking = marking
    hidden = try record.concurrent.flatMap { field, writes in
      try writes.map { Hidden(field: field, write: $0, user: try reader.author(of: $0.origin.dot)) }
    }
    doubles = isSingle ? try Marking.doubles(of: record, in: reader) : []
  }

  /// What of the record is not as it would be entered.
  /// - Parameter values: what the record shows, which whoever writes it down has at hand.
  package func marks(showing values: [Value]) -> [FieldProblem] {
    (marking?.marks(record, showing: values) ?? []) + doubles
  }
}
