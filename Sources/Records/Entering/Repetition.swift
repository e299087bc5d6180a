// What of an edit has been done before: its answer was lost, and it is sent again.
import Catalog
import Merge
import Store

/// A record as an edit meets it, to see whether the edit has been made already.
struct Repetition {
  let type: RecordType
  let state: RecordState
  /// What the writer says to have seen, and the vector that this comes to here.
  let edited: Seen
  let seen: SeenVector
  let context: EntryContext

  /// What of a change is left to be done; nil when nothing is.
  /// - Throws: `countedOtherwise` when another amount counts under the id of an increment.
  func rest(of change: FieldChange, in reader: StoreReader) throws -> FieldChange? {
    switch change.edit {
    case .write(let value):
      guard case .register(let register)? = state[change.field] else { return change }
      return try isWritten(value, in: register, reader) ? nil : change
    case .elements(let add, let remove):
      guard case .set(let set)? = state[change.field] else { return change }
      return try elements(add, remove, of: change.field, in: set, reader).map { FieldChange(change.field, $0) }
    case .increments(let increments):
      guard case .counter(let counter)? = state[change.field] else { return change }
      let rest = try increments.filter { try !isCounted($0, in: counter) }
      return rest.isEmpty ? nil : FieldChange(change.field, .increments(rest))
    case .steps, .increment: return change
    }
  }

  /// Whether a write is one that this user made before: the same value stands here, unseen, and there is nothing it would
  /// supersede. Of an edit of what this node holds: the value stands here alone, and this user wrote it with the same authority.
  private func isWritten(_ value: Value, in register: Register, _ reader: StoreReader) throws -> Bool {
    func isSame(_ write: Write) throws -> Bool {
      try write.value == value && reader.author(of: write.origin.dot) == context.user
    }
    if !register.writes.contains(where: { seen.covers($0.origin.dot) }) {
      return try register.writes.contains(where: isSame)
    }
    guard edited == .whatIsHeld, register.writes.count == 1, register.writes[0].origin.tier == context.home.tier else {
      return false
    }
    return try isSame(register.writes[0])
  }

  /// The additions that are not made yet, and the removals that would take something away.
  private func elements(
    _ add: [Value.Entry], _ remove: [String], of field: Int, in set: ElementSet, _ reader: StoreReader
  ) throws -> FieldEdit? {
    let added = try add.filter { entry in
      try set.register(of: entry.key).map { try !isWritten(entry.value, in: $0, reader) } ?? true
    }
    let adding = Set(add.map { Array($0.key.utf8) })
    let removed = remove.filter { key in
      // Of a key that is added and removed only the addition counts.
      !adding.contains(Array(key.utf8))
        && set.register(of: key)?.writes.contains { seen.covers($0.origin.dot) } ?? false
    }
    let takesAway = type.kind(of: field) == .set(isGrowOnly: false)
    if added.isEmpty, removed.isEmpty || !takesAway { return nil }
    return .elements(add: added, remove: removed)
  }

  private func isCounted(_ increment: Increment, in counter: Counter) throws(EntryRefusal) -> Bool {
    guard let amount = counter.amount(of: increment.id) else { return false }
    guard amount == increment.amount else {
      throw .countedOtherwise(increment.id, counted: amount, asked: increment.amount)
    }
    return true
  }
}

extension ElementSet {
  /// The register of an element, of which a set may have tens of thousands.
  /// - Complexity: O(log n).
  fileprivate func register(of key: String) -> Register? {
    var (low, high) = (0, elements.count)
    while low < high {
      let middle = (low + high) / 2
      if Value.precedes(elements[middle].key, key) { low = middle + 1 } else { high = middle }
    }
    return low < elements.count && Value.isSame(elements[low].key, key) ? elements[low].register : nil
  }
}
