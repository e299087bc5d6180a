// Reads the indicators of a record type and checks that everything they name is there.
import Merge

extension Indicator {
  private static let keys = [
    "name", "title", "unit", "at", "at_step", "step", "where", "except", "sum", "units", "sector", "campaign",
    "distinct", "headline", "phrase", "year_on_year",
  ]

  /// Reads the list under `totals`.
  static func indicators(_ entry: Entry?, fields: [Field], lifecycle: Lifecycle?) throws(CatalogError) -> [Indicator] {
    guard let entry else { return [] }
    var indicators: [Indicator] = []
    for item in try entry.items(countMax: countMax) {
      let indicator = try Indicator(item, fields: fields, lifecycle: lifecycle)
      if indicators.contains(where: { $0.name == indicator.name }) {
        throw item.fail(.duplicate, "the indicator '\(indicator.name)' is given twice", allowed: "each name once")
      }
      indicators.append(indicator)
    }
    return indicators
  }

  /// The most indicators of one type.
  static let countMax = 64

  private init(_ entry: Entry, fields: [Field], lifecycle: Lifecycle?) throws(CatalogError) {
    let map = try EntryMap(entry, keys: Self.keys)
    let steps = (lifecycle?.steps ?? []).map { ($0.name, $0.name) }
    name = try map.required("name").name()
    title = try map.title()
    unit = try map.optionalTitle("unit")
    moment = try Self.moment(map, fields: fields, steps: steps)
    step = try map["step"]?.choice(steps)
    except = try Self.statuses(map["except"], of: lifecycle)
    var conditions: [Condition] = []
    for item in try map["where"]?.items() ?? [] { conditions.append(try Condition(item, fields: fields)) }
    self.conditions = conditions
    sum = try map["sum"]?.field(among: fields) { $0.value == .integer && !$0.isElements }.number
    units = try Self.grouping(map["units"], fields: fields)
    isDistinct = try map.boolean("distinct")
    if isDistinct, units == nil || sum != nil {
      throw entry.fail(.notAllowed, "distinct without units, or beside a sum", allowed: "'distinct' with 'units'")
    }
    sector = try map["sector"]?.field(among: fields) { $0.isPlainText }.number
    campaign = try map["campaign"]?.field(among: fields) { $0.isPlainText }.number
    headline = try map["headline"].map { (entry) throws(CatalogError) in Int(try entry.integer(in: 1...999)) }
    phrase = try Self.phrase(map)
    isComparedByYear = try map.boolean("year_on_year")
  }

  private static func phrase(_ map: EntryMap) throws(CatalogError) -> Title? {
    guard let phrase = try map.optionalTitle("phrase"), let entry = map["phrase"] else { return nil }
    guard phrase.zh.contains("{value}"), phrase.en.contains("{value}") else {
      throw entry.fail(.notAllowed, "a phrase without its figure", allowed: "'{value}' where the figure goes")
    }
    return phrase
  }

  private static func moment(
    _ map: EntryMap, fields: [Field], steps: [(String, String)]
  ) throws(CatalogError) -> Moment {
    switch (map["at"], map["at_step"]) {
    case (let at?, nil):
      return .field(number: try at.field(among: fields) { $0.value == .integer && $0.isRegister }.number)
    case (nil, let step?): return .step(kind: try step.choice(steps))
    default:
      throw map.entry.fail(.missingKey, "not one of 'at' and 'at_step'", allowed: "'at' or 'at_step', one of them")
    }
  }

  private static func statuses(_ entry: Entry?, of lifecycle: Lifecycle?) throws(CatalogError) -> [String] {
    guard let entry else { return [] }
    let known = (lifecycle?.statuses ?? []).map { ($0.name, $0.name) }
    for item in try entry.items() { _ = try item.choice(known) }
    return try entry.names()
  }

  private static func grouping(_ entry: Entry?, fields: [Field]) throws(CatalogError) -> Grouping? {
    guard let entry else { return nil }
    if try entry.name() == "area" { return .area }
    return .field(number: try entry.field(among: fields) { $0.isPlainText }.number)
  }
}

extension Indicator.Condition {
  fileprivate init(_ entry: Entry, fields: [Field]) throws(CatalogError) {
    let map = try EntryMap(entry, keys: ["field", "is", "not", "from", "to", "given"])
    let field = try map.required("field").field(among: fields) { $0.isRegister }
    self.field = field.number
    let tests = [map["is"], map["not"], map["from"] ?? map["to"], map["given"]]
    guard tests.count(where: { $0 != nil }) == 1 else {
      throw entry.fail(.missingKey, "no test, or several", allowed: "one of 'is', 'not', 'from' and 'to', 'given'")
    }
    if let list = map["is"] {
      test = .among(try Self.values(list, of: field))
    } else if let list = map["not"] {
      test = .noneOf(try Self.values(list, of: field))
    } else if let given = map["given"] {
      test = .given(try given.boolean())
    } else {
      guard field.value == .integer else {
        throw entry.fail(.notAllowed, "'\(field.name)' holds no integers", allowed: "from and to for integers")
      }
      test = .within(try Self.range(map, entry: entry))
    }
  }

  private static func range(_ map: EntryMap, entry: Entry) throws(CatalogError) -> ClosedRange<Int64> {
    let low = try map["from"]?.integer(in: .min ... .max) ?? .min
    let high = try map["to"]?.integer(in: .min ... .max) ?? .max
    guard low <= high else { throw entry.fail(.notAllowed, "from \(low) to \(high)", allowed: "from at most to") }
    return low...high
  }

  private static func values(_ entry: Entry, of field: Field) throws(CatalogError) -> [Value] {
    var values: [Value] = []
    for item in try entry.items() {
      let value: Value
      switch field.value {
      case .integer: value = .int(try item.integer(in: .min ... .max))
      case .boolean: value = .bool(try item.boolean())
      case .text: value = .text(try item.text())
      case .bytes, .any:
        throw item.fail(.notAllowed, "a test of '\(field.name)'", allowed: "fields of text, integers or truth values")
      }
      if !field.codes.isEmpty, field.title(of: value) == nil {
        throw item.fail(.undefined, "'\(field.name)' has no such code", allowed: "one of its codes")
      }
      values.append(value)
    }
    return values
  }
}

extension Entry {
  /// The field this text names.
  fileprivate func field(among fields: [Field], _ isFit: (Field) -> Bool) throws(CatalogError) -> Field {
    let name = try name()
    guard let field = fields.first(where: { $0.name == name }), isFit(field) else {
      let allowed = fields.filter(isFit).map(\.name).joined(separator: ", ")
      throw fail(.undefined, "'\(name)' is no field that fits here", allowed: allowed.isEmpty ? "none" : allowed)
    }
    return field
  }
}

extension Field {
  fileprivate var isRegister: Bool { if case .register = kind { true } else { false } }
  fileprivate var isElements: Bool { if case .set = kind { true } else { kind == .steps } }
  fileprivate var isPlainText: Bool { isRegister && value == .text }
}
