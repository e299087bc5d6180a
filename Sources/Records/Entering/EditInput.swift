// What somebody asks for, taken apart by whoever received it, before the catalog is asked.
package import Merge

/// What is to be done to the fields of one record, each by its name as it was said.
package struct EditInput: Hashable, Sendable {
  /// Values to be written, or elements to be added.
  package var fields: [Value.Entry] = []
  /// Elements of sets.
  package var add: [Value.Entry] = []
  /// For each set a list of the keys to be taken out.
  package var remove: [Value.Entry] = []
  package var increment: [CountInput] = []
  package var steps: [StepInput] = []

  /// Nothing yet.
  package init() {}
}

/// A step somebody wants to take.
package struct StepInput: Hashable, Sendable {
  package let kind: String
  /// Nil for the open round.
  package let round: Int64?
  package let details: Value
  /// Under which it counts once; nil where whoever asks names none.
  package let id: StepID?

  /// - Parameter details: a map, or null for none.
  package init(kind: String, round: Int64? = nil, details: Value = .null, id: StepID? = nil) {
    self.kind = kind
    self.round = round
    self.details = details
    self.id = id
  }
}

/// What is to be added to a counter.
package struct CountInput: Hashable, Sendable {
  /// What is added, and the id under which it counts once.
  package struct Part: Hashable, Sendable {
    package let by: Value
    package let id: IncrementID?

    /// - Parameter id: nil where whoever asks names none.
    package init(by: Value, id: IncrementID?) {
      self.by = by
      self.id = id
    }
  }

  package let field: String
  package let parts: [Part]

  /// - Parameter parts: one, or several that each have an id.
  package init(field: String, parts: [Part]) {
    self.field = field
    self.parts = parts
  }
}
