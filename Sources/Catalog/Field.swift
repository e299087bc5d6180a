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

/// One field of a record type. What merging does not ask for is shared between all copies.
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
  private let description: Shared<Description>

  /// What is asked of a value where it is entered. Nothing of it is asked of what other nodes have written.
  package struct Limits: Hashable, Sendable {
    package var isRequired = false
    /// - Units: Unicode scalar values.
    package var lengthMax: Int?
    package var range: ClosedRange<Int64>?

    package init() {}
  }

  /// What people are shown and asked.
  struct Description: Hashable, Sendable {
    let title: Title
    let help: Title?
    let limits: Limits
    let unit: String?
    let codes: [Code]
    let check: FieldCheck?
    let codeTable: String?
    let refersTo: String?
    let isEndOfDay: Bool
    let listed: Listing?
  }

  init(number: Int, name: String, kind: MergeKind, value: ValueKind, description: Description) {
    (self.number, self.name, self.kind, self.value) = (number, name, kind, value)
    self.description = Shared(description)
  }

  package var title: Title { description.value.title }
  package var help: Title? { description.value.help }
  package var limits: Limits { description.value.limits }
  /// The unit of a measure, such as `ms` or `1e-6 degree`.
  package var unit: String? { description.value.unit }
  /// The values that may be entered, in the order people are offered them; empty when the field is not coded.
  package var codes: [Code] { description.value.codes }
  /// The standard form that an entered text must have.
  package var check: FieldCheck? { description.value.check }
  /// The code table that holds what may be entered; of a set, its keys.
  package var codeTable: String? { description.value.codeTable }
  /// The record type whose id it holds.
  package var refersTo: String? { description.value.refersTo }
  /// Whether a day that is given alone means its last millisecond: a deadline on a day lasts that day.
  package var isEndOfDay: Bool { description.value.isEndOfDay }
  package var isRequired: Bool { limits.isRequired }
  /// How lists find records by it; nil where they do not.
  package var listed: Listing? { description.value.listed }

  /// The title of a coded value; nil when the field is not coded or the code is unknown.
  package func title(of value: Value) -> Title? { codes.first { $0.value == value }?.title }

  /// Whether the value is one of the codes.
  func isCode(_ value: Value) -> Bool {
    let codes = codes
    // By places: a code that is handed around carries its titles.
    return codes.indices.contains { codes[$0].value == value }
  }
}
