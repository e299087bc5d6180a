// One field of a record type: how it merges, what it holds, and what people may enter.
package import Merge

/// What a field holds; for a set, what each of its elements holds.
package enum ValueKind: String, Sendable, CaseIterable {
  case text, integer, boolean, bytes
  /// Whatever a value can be, maps and lists among it.
  case any
}

/// One of the values a coded field may have.
package struct Code: Hashable, Sendable {
  /// A text or an integer, as the field's kind of value says.
  package let value: Value
  package let title: Title

  package init(value: Value, title: Title) {
    self.value = value
    self.title = title
  }
}

/// One field of a record type.
/// - Invariant: `number` is 1…65535 and `name` snake_case; both are unique in their type, and a number is never given to
///   another meaning.
/// - Source: catalog README §4.
package struct Field: Hashable, Sendable {
  package let number: Int
  /// The SQL column and the JSON key.
  package let name: String
  package let kind: MergeKind
  /// `integer` for a counter, `any` for steps.
  package let value: ValueKind
  package let title: Title
  package let help: Title?
  package let limits: Limits
  /// The unit of a measure, such as `ms` or `1e-6 degree`.
  package let unit: String?
  /// The values that may be entered, in the order people are offered them; empty when the field is not coded.
  package let codes: [Code]
  /// The standard form that an entered text must have.
  package let check: FieldCheck?
  /// The code table that holds what may be entered; of a set, its keys.
  package let codeTable: String?
  /// The record type whose id it holds.
  package let refersTo: String?

  /// What is asked of a value where it is entered. Nothing of it is asked of what other nodes have written.
  package struct Limits: Hashable, Sendable {
    package var isRequired = false
    /// - Units: Unicode scalar values.
    package var lengthMax: Int?
    package var range: ClosedRange<Int64>?

    package init() {}
  }

  package var isRequired: Bool { limits.isRequired }

  /// The title of a coded value; nil when the field is not coded or the code is unknown.
  package func title(of value: Value) -> Title? { codes.first { $0.value == value }?.title }
}
