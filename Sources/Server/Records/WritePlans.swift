// What a write comes to, decided inside the transaction that writes it.
import Catalog
import Merge
import Replica
import Store

/// Making a record; made again with the same content, it is made once.
struct CreatePlan: Sendable {
  let place: RecordPlace
  let area: Area
  let edits: RecordEdits
  let writer: StepWriter
  let rules: EntryRules

  /// - Returns: nothing when the record was made before with this content.
  /// - Throws: `idInUse` when it was made with other content.
  func intents(in reader: StoreReader, identity: Identity) throws -> [Intent] {
    if let record = try place.held(in: reader).first {
      try expectSame(record, in: reader)
      return []
    }
    try rules.check(edits.fields, on: RecordState(), area: area, isNew: true, in: reader)
    let steps = try writer.steps(edits.steps, on: RecordState(), changing: edits.fields, type: place.type)
    return [
      Intent(
        type: place.type.name, record: place.id, area: area, seen: .empty,
        fields: EditPlan.fields(edits, steps: steps, type: place.type))
    ]
  }

  private func expectSame(_ record: RecordView, in reader: StoreReader) throws {
    let wanted = edits.fields.sorted { $0.field < $1.field }
    let steps = place.type.lifecycle?.fieldNumber
    let isSame = try reader.history(of: record).contains { entry in
      guard let change = entry.change, change.seen.isEmpty else { return false }
      return change.fields.filter { $0.field != steps } == wanted
    }
    guard isSame else {
      throw Problem(.idInUse, "A \(place.type.name) with the id \(place.id) exists and was made with other content.")
    }
  }
}

/// Editing a record from the version that its writer had seen.
struct EditPlan: Sendable {
  let place: RecordPlace
  let seen: Seen
  let edits: RecordEdits
  let writer: StepWriter
  let rules: EntryRules

  /// - Returns: nothing when all of it has been done before.
  func intents(in reader: StoreReader) throws -> [Intent] {
    let record = try place.record(in: reader)
    let vector = seen.vector(holding: record.state.version)
    try rules.check(edits.fields, on: record.state, area: record.area, isNew: false, in: reader)
    let steps = try writer.steps(edits.steps, on: record.state, changing: edits.fields, type: place.type)
    let fields = try Self.fields(edits, steps: steps, type: place.type).filter { change in
      try !isRepeated(change, on: record, seen: vector, in: reader)
    }
    guard !fields.isEmpty else {
      if edits.fields.isEmpty && edits.steps.isEmpty { throw CommitRefusal.empty }
      return []
    }
    return [Intent(type: place.type.name, record: place.id, area: record.area, seen: vector, fields: fields)]
  }

  static func fields(_ edits: RecordEdits, steps: [Step], type: RecordType) -> [FieldChange] {
    guard let lifecycle = type.lifecycle, !steps.isEmpty else { return edits.fields }
    return edits.fields + [FieldChange(lifecycle.fieldNumber, .steps(steps))]
  }

  /// Whether a write is one that this user made before and whose answer was lost: the same value stands here, unseen, and
  /// there is nothing it would supersede.
  private func isRepeated(
    _ change: FieldChange, on record: RecordView, seen: SeenVector, in reader: StoreReader
  ) throws -> Bool {
    guard case .write(let value) = change.edit, case .register(let register)? = record.state[change.field],
      !register.writes.contains(where: { seen.covers($0.origin.dot) })
    else { return false }
    return try register.writes.contains { write in
      try write.value == value && reader.author(of: write.origin.dot) == writer.user
    }
  }
}
