// Marks of records of every type of the catalog, held against what they are by definition: every rule asked of every field.
import Catalog
import Merge
import SeededNumbers
import TestSupport
import Testing

/// The marks of a record, worked out from nothing that is known beforehand.
private struct NaiveMarks {
  let type: RecordType
  let area: Area
  let tables: CodeTables
  let day: Day

  func marks(_ values: [Value]) -> [FieldProblem] {
    var known: [(field: Field, value: Value)] = []
    var counted: [FieldProblem] = []
    for (field, value) in zip(type.fields, values) {
      switch field.kind {
      case .register where !value.isBlank || field.isRequired: known.append((field, value))
      case .set where !Self.elements(value).isBlank || field.isRequired: known.append((field, Self.elements(value)))
      case .counter:
        if let total = value.int, !Field.counterRange.contains(total) {
          counted.append(FieldProblem(field: field.name, reason: .outOfRange(Field.counterRange)))
        }
      case .register, .set, .steps: continue
      }
    }
    func shown(_ name: String) -> Value {
      zip(type.fields, values).first { $0.0.name == name }?.1 ?? .null
    }
    return [type.problem(enteringFor: area), RecordType.problem(withCodeOf: area)].compactMap { $0 }
      + type.problems(in: known.map { ($0.field, $0.value) }, isNew: true) + counted
      + type.checks.compactMap { contradiction($0, shown) } + known.flatMap { codes($0.field, $0.value) }
  }

  private static func elements(_ list: Value) -> Value {
    guard case .list(let items) = list else { return .map([]) }
    return .sorted(items.compactMap { item in item["key"]?.text.map { ($0, item["value"] ?? .null) } })
  }

  private func codes(_ field: Field, _ value: Value) -> [FieldProblem] {
    guard let table = field.codeTable else { return [] }
    switch value {
    case .text(let code):
      return permits(code, table) || code.isEmpty ? [] : [FieldProblem(field: field.name, reason: .notInTable(table))]
    case .map(let elements):
      return elements.filter { !permits($0.key, table) }
        .map { FieldProblem(field: field.name, element: $0.key, reason: .notInTable(table)) }
    default: return []
    }
  }

  private func permits(_ code: String, _ table: String) -> Bool {
    let versions = tables.versions(of: table, on: day)
    return versions.isEmpty || versions.contains { $0.entries.contains { Value.isSame($0.code, code) } }
  }

  private func contradiction(_ check: RecordCheck, _ shown: (String) -> Value) -> FieldProblem? {
    let found: (field: String, why: String)?
    switch check {
    case .coordinates(let longitude, let latitude, let crs):
      let missing = [longitude, latitude, crs].filter { shown($0).isBlank }
      let isPart = !missing.isEmpty && missing.count < 3
      found = isPart ? (missing[0], "longitude, latitude and reference system go together") : nil
    case .either(let field, let other):
      let isNone = shown(field).isBlank && shown(other).isBlank
      found = isNone ? (field, "required, unless \(other) says why not") : nil
    default: found = check.contradiction(shown, area: area)
    }
    return found.map { FieldProblem(field: $0.field, reason: .contradicts(why: $0.why)) }
  }
}

@Suite struct `Marks of a type` {
  private static let areas = [
    Place.city, Place.community, Area("370202001001/91350100M000100Y43")!, Area("370202001001/91350100M000100Y44")!,
  ]

  /// Versions in force and out of it, one table with none, and codes that records have.
  private static let tables: CodeTables = {
    var versions: [CodeTable] = []
    for (number, name) in ["sector", "sector", "sector", "accident_type", "hazard_category", "industry"].enumerated() {
      let codes = [["矿山"], ["危险化学品", "e\u{301}"], ["1"]][number % 3]
      let shown: [String: Value] = [
        "name": .text(name), "version": .text("\(number)"), "valid_from": .int(Int64(number % 3) * 900_000_000_000),
        "valid_to": number % 3 == 2 ? .null : .int(Int64(number % 3 + 1) * 900_000_000_000),
        "entries": .list(codes.map { .sorted([("key", .text($0)), ("value", .null)]) }),
      ]
      if let version = CodeTable({ shown[$0] ?? .null }) { versions.append(version) }
    }
    return CodeTables(versions)
  }()

  @Test(arguments: Catalog.builtIn.types.map(\.name))
  func `are those of every rule asked of every field, in its order`(name: String) throws {
    let type = try #require(Catalog.builtIn.type(named: name))
    var drawn = DrawnValues(seed: name.utf8.reduce(UInt64(0)) { $0 &* 31 &+ UInt64($1) })
    let asked = TypeMarks(type)
    for _ in 0..<60 {
      let area = drawn.random.pick(Self.areas)
      let day = Day(milliseconds: drawn.random.pick([0, 1_000_000_000_000, 1_767_225_600_000, .max]))
      let isSparse = drawn.random.below(2) == 0
      let values = type.fields.map { field in
        let value = drawn.shown(of: field)
        return isSparse && drawn.random.below(3) > 0 ? .null : value
      }
      let expected = NaiveMarks(type: type, area: area, tables: Self.tables, day: day).marks(values)
      #expect(asked.marks(area: area, tables: Self.tables, on: day, values: values) == expected)
      #expect(type.marks(area: area, tables: Self.tables, on: day, values: values) == expected)
    }
  }

  @Test func `say nothing of a credit code of which the characters are another's`() {
    for text in ["", "91350100M000100Y4", "91350100M000100Y433", "91350100M000100Y4\u{301}", "91350100i000100Y43"] {
      #expect(!CreditCode.isValid(text))
    }
    #expect(CreditCode.isValid("91350100M000100Y43") && CreditCode.isValid("x91350100M000100Y43".dropFirst()))
  }
}
