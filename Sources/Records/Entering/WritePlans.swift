// What a write comes to, decided inside the transaction that writes it.
import Catalog
package import Merge
package import Replica
package import Store
import Wire

/// Making a record; made again with the same content, it is made once.
package struct CreatePlan: WritePlan {
  package let place: RecordPlace
  private let area: Area
  private let edits: RecordEdits
  private let mark: RequestMark
  private let context: EntryContext

  /// - Parameters:
  ///   - place: the record, by the id that it is to have.
  ///   - area: where it belongs.
  package init(_ place: RecordPlace, in area: Area, _ edits: RecordEdits, context: EntryContext) {
    self.place = place
    self.area = area
    self.edits = edits
    self.context = context
    mark = RequestMark(making: place, in: area)
  }

  /// - Returns: nothing when the record was made before with this content.
  /// - Throws: `EntryRefusal`: `madeWithOtherContent` when it was made with other content, `madeElsewhere` when a record of
  ///   another area has the id here; `StoreError`.
  package func intents(in reader: StoreReader) throws -> [Intent] {
    let known = try reader.records(place.id, type: place.type)
    if let record = known.first(where: { $0.area == area }) {
      try expectSame(record, in: reader)
      return []
    }
    try expectNone(known)
    try EntryRules(type: place.type, context: context)
      .check(edits.fields, on: RecordState(), area: area, isNew: true, in: reader)
    let fields = edits.fields(identifiedBy: mark)
    let steps = try StepWriter(context: context, mark: mark)
      .steps(edits.steps, on: RecordState(), changing: fields, type: place.type, isProved: reader.isProving)
    let changes = EditPlan.fields(fields, steps: steps, type: place.type)
    try EntryCounts(type: place.type).check(changes, on: RecordState())
    try EntryShares(type: place.type, home: context.home).check(changes, on: RecordState(), area: area, in: reader)
    return [Intent(type: place.type.name, record: place.id, area: area, seen: .empty, fields: changes)]
  }

  /// Nobody could say any more by the id alone which of two records is meant. A statement has its id from what it says, and
  /// is told wherever it counts: one record of each area.
  private func expectNone(_ elsewhere: [RecordView]) throws(EntryRefusal) {
    guard place.type.origin != .statement, !elsewhere.isEmpty else { return }
    throw .madeElsewhere(place.id, type: place.type.name, areas: elsewhere.map(\.area))
  }

  private func expectSame(_ record: RecordView, in reader: StoreReader) throws {
    // Versions before increments had ids made it without.
    let wanted = [edits.fields(identifiedBy: mark), edits.fields].map { $0.sorted { $0.field < $1.field } }
    let steps = place.type.lifecycle?.fieldNumber
    let isSame = try reader.history(of: record).contains { entry in
      guard entry.objection == nil, let change = entry.change, change.seen.isEmpty else { return false }
      return wanted.contains(change.fields.filter { $0.field != steps })
    }
    if !isSame { throw EntryRefusal.madeWithOtherContent(place.id, type: place.type.name) }
  }
}

/// Editing a record from the version that its writer had seen.
package struct EditPlan: WritePlan {
  package let place: RecordPlace
  private let seen: Seen
  private let edits: RecordEdits
  private let mark: RequestMark?
  private let context: EntryContext

  /// - Parameters:
  ///   - seen: what its writer had seen of the record.
  ///   - deviceTime: when it was made by the device's own clock, in milliseconds; by it an edit that is sent again is known.
  package init(
    _ place: RecordPlace, seen: Seen, _ edits: RecordEdits, deviceTime: Int64?, context: EntryContext
  ) {
    self.place = place
    self.seen = seen
    self.edits = edits
    self.context = context
    mark = RequestMark(editing: place, seen: seen, by: context.user, deviceTime: deviceTime)
  }

  /// - Returns: nothing when all of it has been done before.
  /// - Throws: `EntryRefusal`: `countedOtherwise` when another amount counts under the id of an increment, `versionChanged` when
  ///   the version that is said by its digest is not held; `CommitRefusal.empty` when nothing is asked for; `StoreError`.
  package func intents(in reader: StoreReader) throws -> [Intent] {
    let record = try place.record(in: reader)
    let changes = edits.fields(identifiedBy: mark)
    guard let known = seen.vector(holding: record.state.version) else {
      throw EntryRefusal.versionChanged(place.id, type: place.type.name)
    }
    let vector = known.carried(first: record.state.writers(of: changes))
    try EntryRules(type: place.type, context: context)
      .check(changes, on: record.state, area: record.area, isNew: false, in: reader)
    let steps = try StepWriter(context: context, mark: mark)
      .steps(edits.steps, on: record.state, changing: changes, type: place.type, isProved: reader.isProving)
    let repetition = Repetition(type: place.type, state: record.state, edited: seen, seen: vector, context: context)
    let fields = try Self.fields(changes, steps: steps, type: place.type).compactMap { change in
      try repetition.rest(of: change, in: reader)
    }
    guard !fields.isEmpty else {
      if edits.fields.isEmpty && edits.steps.isEmpty { throw CommitRefusal.empty }
      return []
    }
    try EntryCounts(type: place.type).check(fields, on: record.state)
    try EntryShares(type: place.type, home: context.home)
      .check(fields, on: record.state, area: record.area, in: reader)
    return [Intent(type: place.type.name, record: place.id, area: record.area, seen: vector, fields: fields)]
  }

  static func fields(_ changes: [FieldChange], steps: [Step], type: RecordType) -> [FieldChange] {
    guard let lifecycle = type.lifecycle, !steps.isEmpty else { return changes }
    return changes + [FieldChange(lifecycle.fieldNumber, .steps(steps))]
  }
}
