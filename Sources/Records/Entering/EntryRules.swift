// Rules over a whole record, asked inside the transaction that enters it.
import Catalog
import Merge
import Replica
import Store

/// What is asked of a record where it is entered, beyond what each field is asked by itself.
struct EntryRules {
  let type: RecordType
  /// What a guarded field shows depends on the tier of the node that writes.
  let context: EntryContext

  /// - Parameters:
  ///   - state: the record before the edit; empty for a new one.
  ///   - isNew: asks every rule, and whether the area may have such a record.
  /// - Throws: `notAtOrAbove` where this node may not write such records about the area, whatever they say;
  ///   `invalidFields` with everything that is wrong at once.
  func check(
    _ changes: [FieldChange], on state: RecordState, area: Area, isNew: Bool, in reader: StoreReader
  ) throws {
    if let refusal = try refusal(of: area, in: reader) { throw refusal }
    let changed = changes.compactMap { type.field(numbered: $0.field) }
    var problems = isNew ? [type.problem(enteringFor: area), try unknown(area, in: reader)].compactMap(\.self) : []
    // Tried out only where a check asks: a set of which none does may have tens of thousands of elements.
    var tried: Scratch?
    problems += type.contradictions(in: area, changed: isNew ? nil : Set(changed.map(\.name))) { name in
      let scratch = tried ?? self.scratch(changes, on: state)
      tried = scratch
      return scratch.shown(name)
    }
    let named = Set(changed.compactMap(\.codeTable))
    if !named.isEmpty {
      let tables = try reader.codeTables(named, context.catalog)
      problems += type.unknownCodes(
        in: changes.compactMap { entry($0) }, tables: tables, on: Day(milliseconds: context.now))
    }
    if !problems.isEmpty { throw EntryRefusal.invalidFields(problems.map { .problem($0) }) }
  }

  /// Why this node may write no records of the type about an area. A node that has moved writes about its former place from there;
  /// what it does not hold at all is refused where it is written.
  private func refusal(of area: Area, in reader: StoreReader) throws -> EntryRefusal? {
    guard type.writers != .anyone, !type.writers.admits(context.home, about: area),
      let home = try type.class.home(of: area, among: [context.home] + reader.formerAreas()),
      !type.writers.admits(home, about: area)
    else { return nil }
    return .notAtOrAbove(type: type.name, area: area, home: home)
  }

  private func scratch(_ changes: [FieldChange], on state: RecordState) -> Scratch {
    var scratch = Scratch(state: state, type: type, user: "", tier: context.home.tier, now: context.now)
    scratch.applyFields(changes)
    return scratch
  }

  /// What is wrong with an area of which this node has nothing yet. One that an office has let in, or of which something has
  /// arrived, stands as it is.
  private func unknown(_ area: Area, in reader: StoreReader) throws -> FieldProblem? {
    guard area != context.home, let problem = RecordType.problem(withCodeOf: area) else { return nil }
    return try reader.hasFeeds(of: area) ? nil : problem
  }

  /// What a change enters, as it was entered.
  private func entry(_ change: FieldChange) -> (field: Field, value: Value)? {
    guard let field = type.field(numbered: change.field) else { return nil }
    switch change.edit {
    case .write(let value): return (field, value)
    case .elements(let add, _): return (field, .map(add))
    case .steps, .increment, .increments: return nil
    }
  }
}
