// What records of a type are asked for their marks, found once for all of them.
package import Merge

/// Tells what of records that stand would not be accepted if they were entered now; nothing is refused for it.
///
/// A page of a list asks it of thousands of fields, of which nearly all are empty or as they should be: only the others cost
/// anything.
package struct TypeMarks: Sendable {
  /// A field of which something can be wrong.
  private struct Asked {
    let field: Field
    /// Its place in the type's fields.
    let place: Int
    let isSet: Bool
    let isRequired: Bool
    let codeTable: String?
  }

  private struct Check {
    let check: RecordCheck
    /// The places of the fields it looks at, in its order; nil for one that the type does not have.
    let places: [Int?]
  }

  private let type: RecordType
  private let entered: [Asked]
  private let counters: [Asked]
  /// What nobody can enter and yet must be there.
  private let missing: [FieldProblem]
  private let checks: [Check]

  package init(_ type: RecordType) {
    self.type = type
    var (entered, counters, missing): ([Asked], [Asked], [FieldProblem]) = ([], [], [])
    for (place, field) in type.fields.enumerated() {
      let asked = Asked(
        field: field, place: place, isSet: field.isSet, isRequired: field.isRequired, codeTable: field.codeTable)
      switch field.kind {
      case .register, .set: entered.append(asked)
      case .counter: counters.append(asked)
      case .steps: break
      }
      if field.isRequired, !field.isEntered { missing.append(FieldProblem(field: field.name, reason: .missing)) }
    }
    (self.entered, self.counters, self.missing) = (entered, counters, missing)
    checks = type.checks.map { check in Check(check: check, places: check.fields.map { type.position(named: $0) }) }
  }

  /// - Parameter values: what each field shows, in the order of the type's fields; a set as a list of its elements.
  /// - Returns: what is wrong with the record's area, with its fields by number, with what its counters show, with fields
  ///   together, and with codes.
  package func marks(area: Area, tables: CodeTables, on day: Day, values: [Value]) -> [FieldProblem] {
    precondition(values.count == type.fields.count, "a value for each field")
    var problems: [FieldProblem] = []
    if let problem = type.problem(enteringFor: area) { problems.append(problem) }
    if let problem = RecordType.problem(withCodeOf: area) { problems.append(problem) }
    var known: [(field: Field, value: Value)] = []
    // Most fields of most records are empty: only the others, and those that must not be, are asked.
    for index in entered.indices where entered[index].isRequired || !values[entered[index].place].isBlank {
      let asked = entered[index]
      let value = asked.isSet ? RecordType.elements(values[asked.place]) : values[asked.place]
      if value.isBlank, !asked.isRequired { continue }
      type.append(problemsWith: value, in: asked.field, isNew: true, to: &problems)
      if asked.codeTable != nil { known.append((asked.field, value)) }
    }
    problems += missing
    for asked in counters {
      if let problem = asked.field.problem(counting: values[asked.place]) { problems.append(problem) }
    }
    appendContradictions(in: area, values, to: &problems)
    if !known.isEmpty { problems += type.unknownCodes(in: known, tables: tables, on: day) }
    return problems
  }

  private func appendContradictions(in area: Area, _ values: [Value], to problems: inout [FieldProblem]) {
    for check in checks {
      let found = check.check.contradiction(at: { check.places[$0].map { values[$0] } ?? .null }, area: area)
      if let found { problems.append(FieldProblem(field: found.field, reason: .contradicts(why: found.why))) }
    }
  }
}

extension RecordType {
  /// A list of elements, as rows show a set, as the map that is entered.
  fileprivate static func elements(_ list: Value) -> Value {
    guard case .list(let items) = list, !items.isEmpty else { return .map([]) }
    var entries: [Value.Entry] = []
    entries.reserveCapacity(items.count)
    for item in items {
      guard let key = item["key"]?.text else { continue }
      let isInOrder = entries.last.map { Value.precedes($0.key, key) } ?? true
      // Rows show them in the order of a map: what is not, somebody else has made.
      guard isInOrder else { return sortedElements(items) }
      entries.append(Value.Entry(key, item["value"] ?? .null))
    }
    return .map(entries)
  }

  private static func sortedElements(_ items: [Value]) -> Value {
    .sorted(items.compactMap { item in item["key"]?.text.map { ($0, item["value"] ?? .null) } })
  }
}

extension Field {
  /// Whether people enter it as it is: steps are taken, and counters added to.
  fileprivate var isEntered: Bool {
    switch kind {
    case .register, .set: true
    case .steps, .counter: false
    }
  }
}
