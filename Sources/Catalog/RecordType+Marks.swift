// What is wrong with a record as a whole: asked where it is entered, and told as marks where it has arrived.
package import Merge

extension RecordType {
  /// What forbids a record of this type in an area.
  package func problem(enteringFor area: Area) -> FieldProblem? {
    areas.contains(area.tier) ? nil : FieldProblem(field: "area", reason: .areaNotPermitted(areas))
  }

  /// What is wrong with the credit code that an enterprise's area ends in.
  ///
  /// There a code that was mistyped is an enterprise that nobody can ever have on file, so it is asked for its check character like
  /// any other.
  package static func problem(withCodeOf area: Area) -> FieldProblem? {
    guard area.tier == .terminal else { return nil }
    let code = area.code.suffix(CreditCode.length)
    if CreditCode.isValid(code) { return nil }
    return FieldProblem(
      field: "area", reason: .failsCheck(.uscc),
      remedy:
        "the part '\(code)' after the slash: compare it with the licence, or file under the community, \(area.code.prefix(12))"
    )
  }

  /// The fields whose value no other record of the type in the division is to show.
  package var fieldsOfOneRecord: [Field] {
    checks.compactMap { check in
      guard case .uniqueInArea(let name) = check else { return nil }
      return field(named: name)
    }
  }

  /// Where fields contradict each other.
  /// - Parameters:
  ///   - changed: only rules that look at one of these fields are asked, so that nobody must mend what others wrote; nil
  ///     asks all.
  ///   - shown: what each field shows.
  package func contradictions(
    in area: Area, changed: Set<String>? = nil, shown: (String) -> Value
  ) -> [FieldProblem] {
    checks.compactMap { check in
      if let changed, changed.isDisjoint(with: check.fields) { return nil }
      return check.contradiction(shown, area: area).map {
        FieldProblem(field: $0.field, reason: .contradicts(why: $0.why))
      }
    }
  }

  /// Which entered values are not codes of their tables.
  /// - Parameter entries: a register's value; a set's elements as a map, whose keys are the codes.
  package func unknownCodes(
    in entries: [(field: Field, value: Value)], tables: CodeTables, on day: Day
  ) -> [FieldProblem] {
    entries.flatMap { field, value -> [FieldProblem] in
      guard let table = field.codeTable else { return [] }
      switch value {
      case .text(let code):
        return tables.permits(code, in: table, on: day) || code.isEmpty
          ? [] : [FieldProblem(field: field.name, reason: .notInTable(table))]
      case .map(let elements):
        return elements.filter { !tables.permits($0.key, in: table, on: day) }
          .map { FieldProblem(field: field.name, element: $0.key, reason: .notInTable(table)) }
      default: return []
      }
    }
  }

  /// What of a record that stands would not be accepted if it were entered now; nothing is refused for it.
  /// - Parameter shown: what each field shows; a set as a list of its elements.
  package func marks(
    area: Area, tables: CodeTables, on day: Day, shown: (String) -> Value
  ) -> [FieldProblem] {
    marks(area: area, tables: tables, on: day, values: fields.map { shown($0.name) })
  }

  /// - Parameter values: what each field shows, in the order of `fields`; a set as a list of its elements.
  package func marks(area: Area, tables: CodeTables, on day: Day, values: [Value]) -> [FieldProblem] {
    precondition(values.count == fields.count, "a value for each field")
    // Most fields of most records are empty: only the others, and those that must not be, are asked.
    var known: [(field: Field, value: Value)] = []
    var counted: [FieldProblem] = []
    for (field, value) in zip(fields, values) {
      let entered: Value
      switch field.kind {
      case .register: entered = value
      case .set: entered = Self.elements(value)
      case .counter:
        counted += [field.problem(counting: value)].compactMap(\.self)
        continue
      case .steps: continue
      }
      if !entered.isBlank || field.isRequired { known.append((field, entered)) }
    }
    func shown(_ name: String) -> Value { position(named: name).map { values[$0] } ?? .null }
    return [problem(enteringFor: area), Self.problem(withCodeOf: area)].compactMap { $0 }
      + problems(in: known.map { ($0.field, $0.value) }, isNew: true) + counted
      + contradictions(in: area, shown: shown) + unknownCodes(in: known, tables: tables, on: day)
  }

  /// A list of elements, as rows show a set, as the map that is entered.
  private static func elements(_ list: Value) -> Value {
    guard case .list(let items) = list else { return .map([]) }
    return .sorted(items.compactMap { item in item["key"]?.text.map { ($0, item["value"] ?? .null) } })
  }
}
