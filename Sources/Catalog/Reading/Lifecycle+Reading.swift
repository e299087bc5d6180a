// Reads a lifecycle and checks that everything it names is there.
import Merge

extension Lifecycle {
  init(_ entry: Entry, fields: [Field], roles: [RoleTerms]?) throws(CatalogError) {
    let map = try EntryMap(entry, keys: ["field", "initial", "statuses", "at_rest", "steps"])
    let place = try map.required("field")
    let name = try place.name()
    guard let field = fields.first(where: { $0.name == name }), field.kind == .steps else {
      let known = fields.filter { $0.kind == .steps }.map(\.name).joined(separator: ", ")
      let allowed = known.isEmpty ? "a field of kind steps" : known
      throw place.fail(.undefined, "'\(name)' is not a steps field of this type", allowed: allowed)
    }
    self.field = name
    fieldNumber = field.number
    statuses = try Self.statuses(map.required("statuses"))
    let choices = statuses.map { ($0.name, $0.name) }
    initial = try map.required("initial").choice(choices)
    atRest = try choices.names(map["at_rest"])
    var steps: [StepKind] = []
    for item in try map.required("steps").items() {
      steps.append(try StepKind(item, statuses: choices, earlier: steps, fields: fields, roles: roles))
    }
    self.steps = steps
  }

  private static func statuses(_ entry: Entry) throws(CatalogError) -> [Status] {
    var statuses: [Status] = []
    for item in try entry.items() {
      let map = try EntryMap(item, keys: ["name", "title"])
      let status = try Status(name: map.required("name").name(), title: map.title())
      if statuses.contains(where: { $0.name == status.name }) {
        throw item.fail(.duplicate, "the status '\(status.name)' is given twice", allowed: "each name once")
      }
      statuses.append(status)
    }
    return statuses
  }
}

extension StepKind {
  private static let keys = [
    "name", "title", "help", "status", "requires", "tiers", "by", "needs_fields", "needs_details", "confirms",
    "by_other_than", "by_higher_than", "when", "ends_round",
  ]

  /// - Parameter earlier: the steps listed before this one, which alone it may refer to.
  fileprivate init(
    _ entry: Entry, statuses: [(String, String)], earlier: [StepKind], fields: [Field], roles: [RoleTerms]?
  ) throws(CatalogError) {
    let map = try EntryMap(entry, keys: Self.keys)
    name = try map.required("name").name()
    if earlier.contains(where: { [name] in $0.name == name }) {
      throw entry.fail(.duplicate, "the step '\(name)' is given twice", allowed: "each name once")
    }
    title = try map.title()
    help = try map.optionalTitle("help")
    status = try map.required("status").choice(statuses)
    let references = earlier.map { ($0.name, $0.name) }
    requires = try references.names(map["requires"])
    needsFields = try fields.needed.names(map["needs_fields"])
    tiers = try Tier.range(map["tiers"])
    by = try Self.roles(map["by"], among: roles)
    takers = by.compactMap { name in roles?.first { $0.name == name } }
    needsDetails = try map.names("needs_details")
    confirms = try fields.registers.names(map["confirms"])
    byOtherThan = try map["by_other_than"]?.choice(references)
    byHigherThan = try map["by_higher_than"]?.choice(references)
    when = try Condition.list(map["when"], earlier: references, fields: fields)
    endsRound = try map.boolean("ends_round")
  }

  /// The roles that a step names: some of those that there are.
  private static func roles(_ entry: Entry?, among roles: [RoleTerms]?) throws(CatalogError) -> [String] {
    guard let entry else { return [] }
    let found: [String]
    if let roles { found = try roles.map { ($0.name, $0.name) }.names(entry) } else { found = try entry.names() }
    if found.isEmpty { throw entry.fail(.notAllowed, "an empty list", allowed: "at least one role, or no such key") }
    return found
  }
}

extension Condition {
  fileprivate static func list(
    _ entry: Entry?, earlier: [(String, String)], fields: [Field]
  ) throws(CatalogError) -> [Condition] {
    guard let entry else { return [] }
    var conditions: [Condition] = []
    for item in try entry.items() { conditions.append(try Condition(item, earlier: earlier, fields: fields)) }
    return conditions
  }

  private init(_ entry: Entry, earlier: [(String, String)], fields: [Field]) throws(CatalogError) {
    let keys = ["field", "is", "requires", "tiers", "needs_fields", "needs_details"]
    let map = try EntryMap(entry, keys: keys)
    test = try FieldTest(map, fields: fields)
    requires = try earlier.names(map["requires"])
    tiers = try Tier.range(map["tiers"])
    needsFields = try fields.needed.names(map["needs_fields"])
    needsDetails = try map.names("needs_details")
  }

}

extension FieldTest {
  /// The register that is looked at and the values it is compared with: the keys `field` and `is`.
  init(_ map: EntryMap, fields: [Field]) throws(CatalogError) {
    let registers = fields.filter { field in if case .register = field.kind { true } else { false } }
    let register = try map.required("field").choice(registers.map { ($0.name, $0) })
    var values: [Value] = []
    for item in try map.required("is").items() { values.append(try item.value(of: register)) }
    field = register.name
    self.values = values
  }
}

extension Entry {
  /// A scalar as a value of the field: one of its codes, where it has codes.
  fileprivate func value(of field: Field) throws(CatalogError) -> Value {
    let value: Value
    switch field.value {
    case .text: value = .text(try text())
    case .integer: value = .int(try integer(in: .min ... .max))
    case .boolean: value = .bool(try boolean())
    case .bytes, .any:
      throw fail(.notAllowed, "a value of type \(field.value.rawValue)", allowed: "text, integer, boolean")
    }
    if !field.codes.isEmpty, field.title(of: value) == nil {
      throw fail(.notAllowed, "not a code of '\(field.name)'", allowed: "the field's codes")
    }
    return value
  }
}

extension Tier {
  /// A range of tiers, given as the lowest and the highest.
  static func range(_ entry: Entry?) throws(CatalogError) -> ClosedRange<Tier> {
    guard let entry else { return .country ... .terminal }
    let map = try EntryMap(entry, keys: ["from", "to"])
    let lowest = try map["from"]?.tier() ?? .terminal
    let highest = try map["to"]?.tier() ?? .country
    guard highest <= lowest else {
      let problem = "from \(lowest.name) up to \(highest.name), which stands below it"
      throw entry.fail(.notAllowed, problem, allowed: "from: the lowest tier, to: the highest")
    }
    return highest...lowest
  }
}

extension [(String, String)] {
  /// The names in a sequence, each one of these and each once.
  func names(_ entry: Entry?) throws(CatalogError) -> [String] {
    guard let entry else { return [] }
    var names: [String] = []
    for item in try entry.items() {
      let name = try item.choice(self)
      if names.contains(name) { throw item.fail(.duplicate, "'\(name)' is given twice", allowed: "each name once") }
      names.append(name)
    }
    return names
  }
}

extension [Field] {
  /// What a step's details may repeat.
  fileprivate var registers: [(String, String)] {
    compactMap { field in if case .register = field.kind { (field.name, field.name) } else { nil } }
  }

  /// What a step may need: everything but steps.
  fileprivate var needed: [(String, String)] { filter { $0.kind != .steps }.map { ($0.name, $0.name) } }
}
