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
    let code = Substring(area.code.utf8.suffix(CreditCode.length))
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
    var problems: [FieldProblem] = []
    for (field, value) in entries {
      guard let table = field.codeTable else { continue }
      switch value {
      case .text(let code):
        if !code.isEmpty, !tables.permits(code, in: table, on: day) {
          problems.append(FieldProblem(field: field.name, reason: .notInTable(table)))
        }
      case .map(let elements):
        for element in elements where !tables.permits(element.key, in: table, on: day) {
          problems.append(FieldProblem(field: field.name, element: element.key, reason: .notInTable(table)))
        }
      default: break
      }
    }
    return problems
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
    TypeMarks(self).marks(area: area, tables: tables, on: day, values: values)
  }
}
