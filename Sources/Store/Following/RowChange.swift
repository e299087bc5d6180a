// What whoever follows a store asks for, and what it is told.
import Catalog
package import Merge
import Trust

/// Which changes are asked for.
package struct ChangeQuestion: Hashable, Sendable {
  /// The names of record types; nil for all, also such as a later catalog brings.
  package var types: [String]?
  /// The types that are told only where they are named. No cursor is bound to them.
  package var namedAlone: Set<String> = []
  /// The area whose records, and whose descendants' records, are told; nil for all.
  package var area: Area?
  /// Whether records are only named.
  package var isOfNames = false
  /// How many are told at most.
  package var count = 100

  package init(types: [String]? = nil, area: Area? = nil) { (self.types, self.area) = (types, area) }

  package static let countMax = 1_000
  /// How many changes are looked at for one answer: of one area there may be few among many.
  static let lookedAtMax = 5_000

  /// What a cursor is bound to: types and area, not how much is told at a time.
  var digest: UInt32 {
    let words = [types.map { $0.sorted().joined(separator: ",") } ?? "*", area?.code ?? "*"]
    return Hashing.sha256(Array(words.joined(separator: " ").utf8)).bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  func includes(type: String) -> Bool { types?.contains(type) ?? !namedAlone.contains(type) }
}

/// One record that has changed.
package struct RowChange: Sendable {
  package enum Content: Sendable {
    /// The record as it stands.
    case whole(RecordView)
    /// Only its name: that is all that was asked for, or it is left out because showing it has ended the process.
    case named
    /// It is not there any more.
    case gone
  }

  package let number: Int64
  package let type: String
  package let record: RecordID
  package let area: Area
  package let content: Content
}

/// Where an answer ends.
package struct ChangesEnd: Sendable {
  /// What to ask with next.
  package let next: ChangeCursor
  /// Whether more has changed already.
  package let hasMore: Bool
}
