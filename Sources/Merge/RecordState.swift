// The merged state of one record: what folding its changes in any order yields.

/// How a field merges, as its catalog entry says.
package enum MergeKind: Hashable, Sendable {
  case register(RegisterRule)
  case set(isGrowOnly: Bool)
  case steps
  case counter
}

/// The merged state of one field.
package enum FieldState: Hashable, Sendable {
  case register(Register)
  case set(ElementSet)
  case steps(Steps)
  case counter(Counter)

  package init(_ kind: MergeKind) {
    switch kind {
    case .register: self = .register(Register())
    case .set: self = .set(ElementSet())
    case .steps: self = .steps(Steps())
    case .counter: self = .counter(Counter())
    }
  }
}

/// The merged state of one record.
///
/// Changes are applied in any order across feeds, and within a feed in its order; the result is the same.
/// - Invariant: `fields` is sorted by number, each once; a field appears only when some change had effect on it.
package struct RecordState: Hashable, Sendable {
  package struct Field: Hashable, Sendable {
    package let number: Int
    package var state: FieldState

    package init(number: Int, state: FieldState) {
      self.number = number
      self.state = state
    }
  }

  /// Everything merged here: what a person looking at this record has seen.
  package private(set) var version: SeenVector
  /// The earliest and the latest time of any change to the record.
  package private(set) var created: HybridTime
  package private(set) var changed: HybridTime
  package private(set) var fields: [Field]

  package init() {
    self.init(version: .empty, created: HybridTime(packed: .max), changed: .zero, fields: [])
  }

  /// Restores a state from its stored parts.
  package init(version: SeenVector, created: HybridTime, changed: HybridTime, fields: [Field]) {
    self.version = version
    self.created = created
    self.changed = changed
    self.fields = fields
  }

  package subscript(field: Int) -> FieldState? {
    fields.first { $0.number == field }?.state
  }

  /// Merges one change. A field the catalog does not know, or an edit that does not fit its kind, has no effect here; the
  /// commit keeps it for the day the catalog does.
  package mutating func applyChange(_ change: Change, origin: Origin, kind: (Int) -> MergeKind?) {
    if version.covers(origin.dot) { return }
    version.include(origin.dot)
    created = min(created, origin.time)
    changed = max(changed, origin.time)
    var seen = ArrivingVector(change.seen)
    for item in change.fields {
      guard let kind = kind(item.field) else { continue }
      applyFieldChange(item, kind: kind, origin: origin, seen: &seen)
    }
  }

  private mutating func applyFieldChange(
    _ item: FieldChange, kind: MergeKind, origin: Origin, seen: inout ArrivingVector
  ) {
    let index = fields.firstIndex { $0.number >= item.field } ?? fields.count
    let isPresent = index < fields.count && fields[index].number == item.field
    var state = isPresent ? fields[index].state : FieldState(kind)
    guard state.applyEdit(item.edit, kind: kind, origin: origin, seen: &seen) else { return }
    if isPresent {
      fields[index].state = state
    } else {
      fields.insert(Field(number: item.field, state: state), at: index)
    }
  }
}

extension FieldState {
  /// Applies one edit; false when the edit does not fit the kind.
  fileprivate mutating func applyEdit(
    _ edit: FieldEdit, kind: MergeKind, origin: Origin, seen: inout ArrivingVector
  ) -> Bool {
    switch (self, edit, kind) {
    case (.register(var register), .write(let value), .register(let rule)):
      register.applyWrite(Write(origin: origin, value: value), seen: &seen, rule: rule)
      self = .register(register)
    case (.set(var set), .elements(let add, let remove), .set(let isGrowOnly)):
      set.applyElements(add: add, remove: remove, origin: origin, seen: &seen, isGrowOnly: isGrowOnly)
      self = .set(set)
    case (.steps(var steps), .steps(let added), .steps):
      steps.applySteps(added, origin: origin)
      self = .steps(steps)
    case (.counter(var counter), .increment(let amount), .counter):
      counter.applyAmount(amount, at: origin.dot)
      self = .counter(counter)
    case (.counter(var counter), .increments(let increments), .counter):
      counter.applyIncrements(increments)
      self = .counter(counter)
    default: return false
    }
    return true
  }
}
