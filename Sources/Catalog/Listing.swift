// By which fields lists of records are narrowed, sorted and counted, and how a store finds what they ask for.
import Merge

/// How lists find records by what a field shows. The catalog says it, since an index is paid for at each write.
/// - Source: catalog README §4.11.
package enum Listing: String, Sendable, CaseIterable {
  /// Among the records of a place, or of a status: many show the same, and the field stands beside the place.
  case byPlace = "by_place"
  /// Wherever they are: few show the same, and the field has an index of its own.
  case byValue = "by_value"
}

extension Field {
  /// What a question about a list calls something else: no field of these names can be listed.
  package static let unlistedNames = [
    "after", "by", "changed_before", "changed_from", "empty", "given", "limit", "open", "overdue", "sort", "text",
  ]

  /// Whether its values have an order that ranges can be asked of: numbers, and texts of days and periods.
  package var hasRanges: Bool {
    value == .integer || check == .date || check == .period
  }

  /// Whether records are counted in groups by what it shows: measures and times are nearly all different.
  package var isGrouped: Bool {
    guard listed == .byPlace, case .register = kind else { return false }
    return value == .boolean || value == .text || !codes.isEmpty
  }
}

extension RecordType {
  /// The fields that stand beside the place of a record, in the order of their numbers.
  package var fieldsByPlace: [Field] { fields.filter { $0.listed == .byPlace } }

  /// The registers that have an index of their own.
  package var registersByValue: [Field] { fields.filter { $0.listed == .byValue && !$0.isSet } }

  /// The sets whose keys records are found by.
  package var setsByValue: [Field] { fields.filter { $0.listed == .byValue && $0.isSet } }

  /// Whether people list its records by anything.
  package var isListed: Bool { fields.contains { $0.listed != nil } }
}

extension Field {
  package var isSet: Bool { if case .set = kind { true } else { false } }
}

extension Lifecycle {
  /// The names of all statuses: those in which something stands to be done, then those at rest.
  package var inOrderOfRest: [String] { statuses.map(\.name).filter { !atRest.contains($0) } + atRest }

  /// How many statuses there are in which something stands to be done.
  package var openCount: Int { statuses.count - atRest.count }
}
