// What a commit does to one record.

/// One lifecycle fact as its author states it; who, tier and when come from the commit.
package struct Step: Hashable, Sendable {
  package let id: StepID
  /// The catalog's name of the step, such as `rectified`.
  package let kind: String
  /// Which time through the loop this is, from 1.
  package let round: Int64
  /// Evidence, notes and whatever else the catalog asks for: a map, or null.
  package let details: Value

  package init(id: StepID, kind: String, round: Int64, details: Value = .null) {
    self.id = id
    self.kind = kind
    self.round = round
    self.details = details
  }
}

/// One increment that names itself.
package struct Increment: Hashable, Sendable {
  package let id: IncrementID
  /// Negative to take from the counter.
  package let amount: Int64

  package init(id: IncrementID, amount: Int64) {
    self.id = id
    self.amount = amount
  }
}

/// What a change does to one field.
package enum FieldEdit: Hashable, Sendable {
  /// Sets a register.
  case write(Value)
  /// Adds elements to a set and removes others, each named by its key.
  case elements(add: [Value.Entry], remove: [String])
  /// Adds facts to a lifecycle.
  case steps([Step])
  /// Adds to a counter; negative to take from it. Made again it counts again.
  case increment(Int64)
  /// Adds to a counter what names itself: each id counts once, whatever way and however often it comes.
  case increments([Increment])
}

/// One field of a change: the field's number in the catalog, and what is done to it.
package struct FieldChange: Hashable, Sendable {
  package let field: Int
  package let edit: FieldEdit

  package init(_ field: Int, _ edit: FieldEdit) {
    self.field = field
    self.edit = edit
  }
}

/// What a commit does to one record.
/// - Invariant: `fields` is sorted by field number, each field once.
package struct Change: Hashable, Sendable {
  /// The catalog's name of the record type.
  package let type: String
  package let record: RecordID
  /// What the writer had seen of this record.
  package let seen: SeenVector
  package let fields: [FieldChange]

  package init(type: String, record: RecordID, seen: SeenVector, fields: [FieldChange]) {
    self.type = type
    self.record = record
    self.seen = seen
    self.fields = fields.sorted { $0.field < $1.field }
  }

  /// The change without the increments that count again whenever they are made.
  package var withoutIncrements: Change {
    let kept = fields.filter { if case .increment = $0.edit { false } else { true } }
    return Change(type: type, record: record, seen: seen, fields: kept)
  }
}

/// In what post a person signed a commit, by a pass that counts.
package struct Actor: Hashable, Sendable {
  /// The role of the pass.
  package let role: String
  /// Whether the pass is as good as issued from above: roles that are appointed above ask for it.
  package let isIssuedAbove: Bool
  /// The account that the person stands in for.
  package let actingFor: String?

  package init(role: String, isIssuedAbove: Bool, actingFor: String? = nil) {
    self.role = role
    self.isIssuedAbove = isIssuedAbove
    self.actingFor = actingFor
  }
}

/// What the commit around a change says about it: its place, its time, and its author's authority.
package struct Origin: Hashable, Sendable {
  package let dot: Dot
  package let time: HybridTime
  /// The authority: the tier of the author's home, and of what a person signed that of the pass's area.
  package let tier: Tier
  package let user: String
  /// Who signed it; nil for the word of a node or a program.
  package let actor: Actor?

  package init(dot: Dot, time: HybridTime, tier: Tier, user: String, actor: Actor? = nil) {
    self.dot = dot
    self.time = time
    self.tier = tier
    self.user = user
    self.actor = actor
  }
}
