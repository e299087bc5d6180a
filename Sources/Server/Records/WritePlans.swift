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
  let mark: RequestMark
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
    let fields = edits.fields(identifiedBy: mark)
    let steps = try writer.steps(edits.steps, on: RecordState(), changing: fields, type: place.type)
    return [
      Intent(
        type: place.type.name, record: place.id, area: area, seen: .empty,
        fields: EditPlan.fields(fields, steps: steps, type: place.type))
    ]
  }

  private func expectSame(_ record: RecordView, in reader: StoreReader) throws {
    // Versions before increments had ids made it without.
    let wanted = [edits.fields(identifiedBy: mark), edits.fields].map { $0.sorted { $0.field < $1.field } }
    let steps = place.type.lifecycle?.fieldNumber
    let isSame = try reader.history(of: record).contains { entry in
      guard let change = entry.change, change.seen.isEmpty else { return false }
      return wanted.contains(change.fields.filter { $0.field != steps })
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
  let mark: RequestMark?
  let writer: StepWriter
  let rules: EntryRules

  /// - Returns: nothing when all of it has been done before.
  /// - Throws: `idInUse` when another amount counts under the id of an increment.
  func intents(in reader: StoreReader) throws -> [Intent] {
    let record = try place.record(in: reader)
    let vector = seen.vector(holding: record.state.version)
    let changes = edits.fields(identifiedBy: mark)
    try rules.check(changes, on: record.state, area: record.area, isNew: false, in: reader)
    let steps = try writer.steps(edits.steps, on: record.state, changing: changes, type: place.type)
    let repetition = Repetition(type: place.type, state: record.state, edited: seen, seen: vector, writer: writer)
    let fields = try Self.fields(changes, steps: steps, type: place.type).compactMap { change in
      try repetition.rest(of: change, in: reader)
    }
    guard !fields.isEmpty else {
      if edits.fields.isEmpty && edits.steps.isEmpty { throw CommitRefusal.empty }
      return []
    }
    return [Intent(type: place.type.name, record: place.id, area: record.area, seen: vector, fields: fields)]
  }

  static func fields(_ changes: [FieldChange], steps: [Step], type: RecordType) -> [FieldChange] {
    guard let lifecycle = type.lifecycle, !steps.isEmpty else { return changes }
    return changes + [FieldChange(lifecycle.fieldNumber, .steps(steps))]
  }
}
