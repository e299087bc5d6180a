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
    package fileprivate(set) var state: FieldState
    /// How much of its share each feed has used here: what goes beyond it has no effect.
    package fileprivate(set) var counts: FeedCounts

    /// Restores a field from its stored parts.
    /// - Parameter gone: what feeds have used beyond what stands in the state.
    package init(number: Int, state: FieldState, gone: [FeedCounts.Count] = []) {
      self.number = number
      self.state = state
      let standing = FeedCounts(standingIn: state)
      counts = gone.isEmpty ? standing : FeedCounts(standing.counts + gone)
    }

    /// What feeds have used beyond what stands here: for what was repeated, superseded or removed, for an increment with an id,
    /// which does not tell whose it is, or because something did not fit. In most fields nothing.
    package var gone: [FeedCounts.Count] { counts.beyond(FeedCounts(standingIn: state)) }
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
    let place = fields.place { $0.number < field }
    return place < fields.count && fields[place].number == field ? fields[place].state : nil
  }

  /// How much of its share each feed has used in a field.
  package func counts(of field: Int) -> FeedCounts { fields.first { $0.number == field }?.counts ?? FeedCounts() }

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
    if index < fields.count, fields[index].number == item.field {
      _ = fields[index].applyEdit(item.edit, kind: kind, origin: origin, seen: &seen)
      return
    }
    var field = Field(number: item.field, state: FieldState(kind))
    if field.applyEdit(item.edit, kind: kind, origin: origin, seen: &seen) { fields.insert(field, at: index) }
  }
}

extension RecordState {
  /// Takes away what somebody had seen in another commit of the same action: who has seen one copy has seen it.
  ///
  /// Asked after every merge; what it takes away stands under dots that are merged already, so it never comes back.
  /// - Parameters:
  ///   - repeats: for each action that several commits bring, the dots of these.
  ///   - kind: as for `applyChange`.
  package mutating func dropSeen(in repeats: [[Dot]], kind: (Int) -> MergeKind?) {
    for index in fields.indices {
      switch (fields[index].state, kind(fields[index].number)) {
      case (.register(var register), .register(let rule)?):
        register.dropSeen(in: repeats, rule: rule)
        fields[index].state = .register(register)
      case (.set(var set), .set?):
        for place in set.elements.indices { set.elements[place].register.dropSeen(in: repeats, rule: ElementSet.rule) }
        fields[index].state = .set(set)
      default: break
      }
    }
  }
}

extension RecordState.Field {
  /// Applies what of one edit counts; false when the edit does not fit the kind.
  fileprivate mutating func applyEdit(
    _ edit: FieldEdit, kind: MergeKind, origin: Origin, seen: inout ArrivingVector
  ) -> Bool {
    guard state.fits(edit, kind) else { return false }
    var edit = edit
    if let weight = edit.weight {
      let taken = counts.take(weight, of: origin.dot.feed)
      if taken < weight { edit = edit.first(within: taken) }
    }
    state.applyEdit(edit, kind: kind, origin: origin, seen: &seen)
    return true
  }
}

extension FieldState {
  fileprivate func fits(_ edit: FieldEdit, _ kind: MergeKind) -> Bool {
    switch (self, edit, kind) {
    case (.register, .write, .register), (.set, .elements, .set), (.steps, .steps, .steps),
      (.counter, .increment, .counter), (.counter, .increments, .counter):
      true
    default: false
    }
  }

  /// Applies an edit. What is merged into is taken out meanwhile: held in two places it would be copied as a whole for each edit.
  fileprivate mutating func applyEdit(
    _ edit: FieldEdit, kind: MergeKind, origin: Origin, seen: inout ArrivingVector
  ) {
    switch edit {
    case .write(let value):
      guard case .register(var register) = self, case .register(let rule) = kind else { return }
      self = Self.taken
      register.applyWrite(Write(origin: origin, value: value), seen: &seen, rule: rule)
      self = .register(register)
    case .elements(let add, let remove):
      guard case .set(var set) = self, case .set(let isGrowOnly) = kind else { return }
      self = Self.taken
      set.applyElements(add: add, remove: remove, origin: origin, seen: &seen, isGrowOnly: isGrowOnly)
      self = .set(set)
    case .steps(let added):
      guard case .steps(var steps) = self else { return }
      self = Self.taken
      steps.applySteps(added, origin: origin)
      self = .steps(steps)
    case .increment, .increments:
      guard case .counter(var counter) = self else { return }
      self = Self.taken
      if case .increment(let amount) = edit { counter.applyAmount(amount, at: origin.dot) }
      if case .increments(let increments) = edit { counter.applyIncrements(increments) }
      self = .counter(counter)
    }
  }

  private static var taken: FieldState { .counter(Counter()) }
}
