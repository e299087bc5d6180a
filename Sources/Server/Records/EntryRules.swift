// Rules over a whole record, asked inside the transaction that enters it.
import Catalog
import Merge
import Store

/// What is asked of a record where it is entered, beyond what each field is asked by itself.
struct EntryRules {
  let type: RecordType
  let catalog: Catalog
  /// Of the node that writes: what a guarded field shows depends on its tier.
  let home: Area
  /// - Units: milliseconds.
  let now: Int64

  /// - Parameters:
  ///   - state: the record before the edit; empty for a new one.
  ///   - isNew: asks every rule, and whether the area may have such a record.
  /// - Throws: `invalidFields` with everything that is wrong at once.
  func check(
    _ changes: [FieldChange], on state: RecordState, area: Area, isNew: Bool, in reader: StoreReader
  ) throws {
    var scratch = Scratch(state: state, type: type, user: "", tier: home.tier, now: now)
    scratch.apply(changes)
    let changed = changes.compactMap { type.field(numbered: $0.field) }
    var problems = isNew ? [type.problem(enteringFor: area), try unknown(area, in: reader)].compactMap(\.self) : []
    problems += type.contradictions(in: area, changed: isNew ? nil : Set(changed.map(\.name))) { scratch.shown($0) }
    if changed.contains(where: { $0.codeTable != nil }) {
      let tables = try reader.codeTables(catalog)
      problems += type.unknownCodes(
        in: changes.compactMap { entry($0) }, tables: tables, on: CivilDay(milliseconds: now))
    }
    try Problem.refuse(problems)
  }

  /// What is wrong with an area of which this node has nothing yet. One that an office has let in, or of which something has
  /// arrived, stands as it is.
  private func unknown(_ area: Area, in reader: StoreReader) throws -> FieldProblem? {
    guard area != home, let problem = RecordType.problem(withCodeOf: area) else { return nil }
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

/// What of a record that arrived is not as it would be entered here: told to readers, never a reason to refuse it.
struct Marking {
  private let tables: CodeTables

  init(_ type: RecordType, in reader: StoreReader, catalog: Catalog) throws {
    tables = type.fields.contains { $0.codeTable != nil } ? try reader.codeTables(catalog) : .none
  }

  func marks(_ record: RecordView) -> [JSON] {
    var shown: [String: Value] = [:]
    for (field, value) in record.values { shown[field.name] = value }
    let day = CivilDay(milliseconds: record.state.created.milliseconds)
    return record.type.marks(area: record.area, tables: tables, on: day) { shown[$0] ?? .null }.map(\.json)
  }

  /// Where another record of the division shows what only one is to show.
  /// - Complexity: reads the division's records of the type, so lists leave it out.
  static func doubles(of record: RecordView, in reader: StoreReader) throws -> [JSON] {
    guard record.standing?.status != "withdrawn" else { return [] }
    return try record.type.fieldsOfOneRecord.flatMap { field -> [JSON] in
      let value = record.values.first { $0.field.number == field.number }?.value
      guard let text = value?.text, !text.isEmpty else { return [] }
      return try reader.others(showing: text, in: field, than: record.id, type: record.type, near: record.area)
        .map { FieldProblem(field: field.name, reason: .notUnique($0)).json }
    }
  }
}

extension StoreReader {
  /// The code tables this node holds, but for those withdrawn.
  func codeTables(_ catalog: Catalog) throws -> CodeTables {
    guard let type = catalog.type(named: CodeTable.recordType) else { return .none }
    var tables: [CodeTable] = []
    var filter = RecordFilter(type: type.name)
    filter.count = RecordFilter.countMax
    var next: Int64? = 0
    while let after = next {
      filter.after = after
      let page = try records(filter, type: type)
      for record in page.records where record.standing?.status != "withdrawn" {
        var shown: [String: Value] = [:]
        for (field, value) in record.values { shown[field.name] = value }
        if let table = CodeTable({ shown[$0] ?? .null }) { tables.append(table) }
      }
      next = page.next
    }
    return CodeTables(tables)
  }
}

extension FieldProblem {
  /// As `errors` and `marks` tell it.
  var json: JSON {
    var members: [(String, JSON)] = [("field", .text(field))]
    if let element { members.append(("element", .text(element))) }
    members += [("code", .text(code)), ("message", .text(description))]
    return .object(members)
  }
}

extension Problem {
  /// - Throws: `invalidFields` when there are any.
  static func refuse(_ problems: [FieldProblem]) throws(Problem) {
    if problems.isEmpty { return }
    throw Problem(
      .invalidFields, "'errors' says what is wrong with each field; nothing was written.",
      members: [("errors", .list(problems.map(\.json)))])
  }
}
