// What is counted of a record type: the indicators that the totals of days, weeks and months are made of.
package import Merge

/// One indicator: which records of a type count, on which day, and under what they are grouped.
/// - Invariant: `name` is unique in the catalog. Every field named is one of the type's and of the kind asked for.
/// - Source: catalog README §10.
package struct Indicator: Hashable, Sendable {
  /// Which day a record counts on.
  package enum Moment: Hashable, Sendable {
    /// The day of a register in milliseconds.
    case field(number: Int)
    /// The day on which a kind of step was first taken with effect in the last round that has it.
    case step(kind: String)
  }

  /// What must hold of a register for the record to count.
  package struct Condition: Hashable, Sendable {
    package enum Test: Hashable, Sendable {
      case among([Value])
      /// Blank, or none of these.
      case noneOf([Value])
      /// Both ends inclusive.
      case within(ClosedRange<Int64>)
      /// Not blank, or blank.
      case given(Bool)
    }

    package let field: Int
    package let test: Test

    package init(field: Int, test: Test) { (self.field, self.test) = (field, test) }
  }

  package let name: String
  package let title: Title
  /// The word counted with, such as 处 or 起.
  package let unit: Title?
  package let moment: Moment
  /// A step that must have had effect; nil when none is asked for.
  package let step: String?
  package let conditions: [Condition]
  /// The statuses in which a record does not count.
  package let except: [String]
  /// The register or counter of integers that is added up; nil when records are counted.
  package let sum: Int?
  /// The register that names the unit visited or concerned: 家 beside 家次.
  package let units: Grouping?
  /// Whether its figure is the number of distinct units, and not that of the records.
  package let isDistinct: Bool
  package let sector: Int?
  package let campaign: Int?
  /// Its place among the columns and in the opening sentence of a notice; nil for those that stand in the list alone.
  package let headline: Int?
  /// What the opening sentence says of it, with `{value}` where the figure goes.
  package let phrase: Title?
  /// Whether notices compare it with the year before.
  package let isComparedByYear: Bool

  /// What tells one unit from another.
  package enum Grouping: Hashable, Sendable {
    case field(number: Int)
    /// The record's own area, where it is an enterprise's.
    case area
  }
}

extension Indicator.Condition {
  /// Whether the shown value of the field passes.
  package func admits(_ value: Value) -> Bool {
    switch test {
    case .among(let values): values.contains(value)
    case .within(let range): value.int.map(range.contains) ?? false
    case .noneOf(let values): !values.contains(value)
    case .given(let isGiven): value.isBlank != isGiven
    }
  }
}
