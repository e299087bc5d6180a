// What is wrong with the fields of an action: what would count for nothing, and what the catalog does not admit.
import Catalog
import Merge
import Replica
import Store
import Trust

extension ActionPlan {
  /// The fields in which this node's feed has no share left, as for records that are entered here; where whoever hands the action in
  /// asks for it, also everything that fails the catalog's checks.
  func faults(
    under standing: PassStanding, in reader: StoreReader, _ replica: Replica, now: Int64
  ) throws -> ActionRefusal? {
    var faults: [EntryFault] = []
    do {
      faults = try self.faults(asOf: standing.pass, in: reader, replica, now: now)
    } catch EntryRefusal.countedOtherwise(let id, let counted, _) {
      return .notEntered("under the id \(id) of an increment \(counted) counts already")
    } catch let refusal as EntryRefusal { return .notEntered("\(refusal)") }
    return faults.isEmpty ? nil : .invalidFields(faults)
  }

  private func faults(asOf pass: Pass, in reader: StoreReader, _ replica: Replica, now: Int64) throws -> [EntryFault] {
    var faults: [EntryFault] = []
    for change in entry.changes {
      guard let type = catalog.type(named: change.type) else { continue }
      let held = try reader.records(change.record, type: type).first { $0.area == entry.area }
      let state = held?.state ?? RecordState()
      faults += try Self.faults {
        try EntryShares(type: type, home: replica.identity.area)
          .check(change.fields, on: state, area: entry.area, in: reader)
      }
      faults += try Self.faults {
        try EntryCounts(type: type).check(Self.uncounted(change.fields, on: state), on: state)
      }
      if isStrict { faults += try strictFaults(change, type, on: held?.state, under: pass, reader, now: now) }
    }
    return faults
  }

  /// What is done to counters, without what counts already.
  /// - Throws: `invalidFields` where another amount counts under an id.
  private static func uncounted(_ changes: [FieldChange], on state: RecordState) throws -> [FieldChange] {
    try changes.map { change in
      guard case .increments(let parts) = change.edit, case .counter(let counter)? = state[change.field] else {
        return change
      }
      let fresh = try parts.filter { part in
        guard let counted = counter.amount(of: part.id) else { return true }
        if counted != part.amount {
          throw EntryRefusal.countedOtherwise(part.id, counted: counted, asked: part.amount)
        }
        return false
      }
      return FieldChange(change.field, .increments(fresh))
    }
  }

  /// What is asked of a record that a person enters here.
  private func strictFaults(
    _ change: Change, _ type: RecordType, on state: RecordState?, under pass: Pass, _ reader: StoreReader, now: Int64
  ) throws -> [EntryFault] {
    let entries = change.fields.compactMap { item -> (Field, Value)? in
      guard let field = type.field(numbered: item.field) else { return nil }
      switch item.edit {
      case .write(let value): return (field, value)
      case .elements(let add, _): return (field, .map(add))
      case .increment(let amount): return (field, .int(amount))
      case .increments, .steps: return nil
      }
    }
    let unknown = change.fields.filter { type.field(numbered: $0.field) == nil }
    var faults = unknown.map { EntryFault.unknownField("\($0.field)", type: type.name) }
    faults += type.problems(in: entries, isNew: state == nil).map { .problem($0) }
    let context = EntryContext(
      user: pass.account.description, catalog: catalog, home: pass.area, now: now,
      newStepID: { StepID(Bytes16(high: 0, low: 0)) })
    let fields = change.fields.filter { type.field(numbered: $0.field) != nil && !$0.edit.isOfSteps }
    faults += try Self.faults {
      try EntryRules(type: type, context: context)
        .check(fields, on: state ?? RecordState(), area: entry.area, isNew: state == nil, in: reader)
    }
    return faults
  }

  private static func faults(_ check: () throws -> Void) throws -> [EntryFault] {
    do { try check() } catch EntryRefusal.invalidFields(let faults) { return faults }
    return []
  }
}

extension FieldEdit {
  fileprivate var isOfSteps: Bool { if case .steps = self { true } else { false } }
}
