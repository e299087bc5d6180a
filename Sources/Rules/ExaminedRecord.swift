// A record as the rules see it: what it shows, and the steps that have had effect.
package import Catalog
package import Merge

/// One record, read from its tables.
package struct ExaminedRecord: Sendable {
  /// A step that has had effect.
  package struct Taken: Hashable, Sendable {
    package let kind: String
    package let round: Int64
    /// - Units: milliseconds since 1970.
    package let at: Int64
    package let tier: Tier
  }

  package let type: String
  package let id: RecordID
  package let area: Area
  /// - Units: milliseconds since 1970.
  package let created: Int64
  package let changed: Int64
  /// Nil for a type without a lifecycle.
  package let status: String?
  package let round: Int64
  /// In the order of their times.
  package let taken: [Taken]
  private let values: [String: Value]

  /// - Parameters:
  ///   - shown: what each field shows, by name; a set as a list of elements.
  ///   - standing: where it stands, with the outcome of each of `facts`.
  package init(
    type: String, id: RecordID, area: Area, created: Int64, changed: Int64, shown: [(String, Value)],
    standing: Standing?, facts: [Fact]
  ) {
    self.type = type
    self.id = id
    self.area = area
    self.created = created
    self.changed = changed
    status = standing?.status
    round = standing?.round ?? 1
    taken = facts.filter { standing?.outcome(of: $0) == .effective }.map { fact in
      Taken(
        kind: fact.step.kind, round: fact.step.round, at: fact.origin.time.milliseconds, tier: fact.origin.tier)
    }
    values = Dictionary(shown.map { ($0.0, $0.1) }) { first, _ in first }
  }

  package subscript(field: String) -> Value { values[field] ?? .null }
  package func text(_ field: String) -> String? { self[field].text.flatMap { $0.isEmpty ? nil : $0 } }
  package func int(_ field: String) -> Int64? { self[field].int }
  package func day(_ field: String) -> Day? { int(field).map { Day(milliseconds: $0) } }

  /// The keys of a set's elements, in the order shown.
  package func keys(_ field: String) -> [String] {
    guard case .list(let items) = self[field] else { return [] }
    return items.compactMap { $0["key"]?.text }
  }

  /// Withdrawn records count for nothing.
  package var isWithdrawn: Bool { status == Self.withdrawn }

  /// The status of what is withdrawn.
  package static let withdrawn = "withdrawn"

  /// The earliest effective step of one of the kinds in the round it stands in.
  package func first(_ kinds: [String]) -> Taken? { taken.first { $0.round == round && kinds.contains($0.kind) } }
}
