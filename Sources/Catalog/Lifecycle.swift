// A lifecycle: the steps a kind of record can take, who may take them, and which status each yields.
package import Merge

/// One of the statuses a lifecycle can stand at.
package struct Status: Hashable, Sendable {
  package let name: String
  package let title: Title

  package init(name: String, title: Title) {
    self.name = name
    self.title = title
  }
}

/// What the catalog says about one kind of step.
/// - Source: catalog README §5.
package struct StepKind: Hashable, Sendable {
  package let name: String
  package let title: Title
  package let help: Title?
  /// The status it yields.
  package let status: String
  /// The steps that must have taken effect in the same round; all of them stand earlier in the lifecycle.
  package let requires: [String]
  /// The highest and the lowest tier that may take it.
  package let tiers: ClosedRange<Tier>
  /// The roles one of which must have signed it; none where nobody is asked for a signature.
  package let by: [String]
  /// Those of them that the catalog has, which alone can be held.
  package let takers: [RoleTerms]
  /// The fields of the record that must not be blank: a set must have an element.
  package let needsFields: [String]
  /// The keys of the step's details that must be there and not blank.
  package let needsDetails: [String]
  /// The registers whose values its details repeat: what its taker vouches for, and without which it counts for nothing.
  package let confirms: [String]
  /// The earlier step of the same round that must have been taken by other users.
  package let byOtherThan: String?
  /// The earlier step of the same round that must have been taken by a lower tier, among others.
  package let byHigherThan: String?
  /// What it needs besides when a field shows certain values.
  package let when: [Condition]
  /// Whether it ends its round and so opens the next.
  package let endsRound: Bool
}

/// What a step needs besides, when a register shows one of the values named.
/// - Source: catalog README §5.10.
package struct Condition: Hashable, Sendable {
  package let test: FieldTest
  package let requires: [String]
  package let tiers: ClosedRange<Tier>
  package let needsFields: [String]
  package let needsDetails: [String]
}

/// The steps of one record type, from the weakest to the strongest.
///
/// A status is never stored as truth. It is computed from the set of facts, so that every node that holds the same facts
/// shows the same status, in whatever order they arrived.
package struct Lifecycle: Hashable, Sendable {
  /// The steps field whose facts it reads.
  package let field: String
  package let fieldNumber: Int
  /// The status of a record on which no step has had effect.
  package let initial: String
  package let statuses: [Status]
  /// The statuses in which nobody has anything to do; a record in another one is open.
  package let atRest: [String]
  package let steps: [StepKind]

  package func step(named name: String) -> StepKind? { steps.first { $0.name == name } }

  package func title(ofStatus name: String) -> Title? { statuses.first { $0.name == name }?.title }
}
