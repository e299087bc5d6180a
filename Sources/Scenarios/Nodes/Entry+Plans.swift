// What a scenario enters, as what people enter: asked by the rules of entry at the node at which it is entered.
import Catalog
import Merge
import Records
import Replica
import Store

extension Entry {
  /// The plans of one commit's records.
  /// - Throws: `invalidFields` where the scenario says of a field what nobody may enter.
  func plans(at home: Area, catalog: Catalog) throws(EntryRefusal) -> [any WritePlan] {
    let context = EntryContext(user: user, catalog: catalog, home: home, now: time) {
      preconditionFailure("every step of a scenario brings its id")
    }
    return try intents.map { intent throws(EntryRefusal) in
      guard let type = catalog.type(named: intent.type) else {
        preconditionFailure("the catalog has no \(intent.type)")
      }
      let edits = try RecordEdits(input(intent, type), type: type, isNew: isNew)
      let place = RecordPlace(type: type, id: intent.record, area: intent.area)
      if isNew { return CreatePlan(place, in: intent.area, edits, context: context) }
      return EditPlan(place, seen: .whatIsHeld, edits, deviceTime: nil, context: context)
    }
  }

  private func input(_ intent: Intent, _ type: RecordType) -> EditInput {
    var input = EditInput()
    for change in intent.fields {
      guard let name = type.field(numbered: change.field)?.name else { continue }
      switch change.edit {
      case .write(let value): input.fields.append(Value.Entry(name, value))
      case .elements(let add, _): input.add.append(Value.Entry(name, .map(add)))
      case .increment(let amount): input.fields.append(Value.Entry(name, .int(amount)))
      case .increments(let increments):
        let parts = increments.map { CountInput.Part(by: .int($0.amount), id: $0.id) }
        input.increment.append(CountInput(field: name, parts: parts))
      case .steps(let steps):
        input.steps += steps.map { StepInput(kind: $0.kind, round: $0.round, details: $0.details, id: $0.id) }
      }
    }
    return input
  }
}
