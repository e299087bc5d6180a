// Deadlines of a record type, as data: from when, how long, until what is done.
package import Merge

/// A time by which something must have happened to a record.
///
/// A deadline never makes a step ineffective: clocks and calendars differ between nodes, and what was done late was done. It
/// says what is due, overdue or was late.
/// - Source: catalog README §8.
package struct Deadline: Hashable, Sendable {
  /// What the time is counted from.
  package enum Start: Hashable, Sendable {
    /// A register that holds milliseconds.
    case field(String)
    /// The earliest effective step of the kind in the round the record stands in.
    case step(String)
  }

  /// What must have happened.
  package enum End: Hashable, Sendable {
    /// Any of these steps, effective in the round the record stands in.
    case steps([String])
    /// A register that holds the milliseconds at which it happened.
    case field(String)
  }

  package enum Unit: String, Sendable, CaseIterable {
    case hours, days
    case workingDays = "working_days"
    case months
  }

  /// A length of time.
  package struct Span: Hashable, Sendable {
    package let count: Int64
    package let unit: Unit

    package init(_ count: Int64, _ unit: Unit) {
      self.count = count
      self.unit = unit
    }
  }

  package let name: String
  package let title: Title
  /// The phrase of the rule it comes from.
  package let source: String
  package let start: Start
  /// Counted forward from the start; backward when `isBefore`. Nil when the start itself is the time.
  package let span: Span?
  package let isBefore: Bool
  package let end: End
  /// It holds only for records whose register shows one of these values.
  package let when: FieldTest?
}

/// Whether a register shows one of some values.
package struct FieldTest: Hashable, Sendable {
  package let field: String
  package let values: [Value]

  package init(field: String, values: [Value]) { (self.field, self.values) = (field, values) }

  package func holds(_ shown: (String) -> Value) -> Bool { values.contains(shown(field)) }
}
