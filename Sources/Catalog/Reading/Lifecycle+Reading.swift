// Reads a lifecycle and checks that everything it names is there.
import Merge

extension Lifecycle {
  init(_ entry: Entry, fields: [Field]) throws(CatalogError) {
    let map = try EntryMap(entry, keys: ["field", "initial", "statuses", "steps"])
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
    var steps: [StepKind] = []
    for item in try map.required("steps").items() {
      steps.append(try StepKind(item, statuses: choices, earlier: steps, fields: fields))
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
    "name", "title", "help", "status", "requires", "tiers", "needs_fields", "needs_details", "by_other_than",
    "ends_round",
  ]

  /// - Parameter earlier: the steps listed before this one, which alone it may refer to.
  fileprivate init(
    _ entry: Entry, statuses: [(String, String)], earlier: [StepKind], fields: [Field]
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
    requires = try Self.references(map["requires"], to: references)
    let sets = fields.filter { $0.isSet }.map { ($0.name, $0.name) }
    needsFields = try Self.references(map["needs_fields"], to: sets)
    tiers = try Self.tiers(map["tiers"])
    needsDetails = try map.names("needs_details")
    byOtherThan = try map["by_other_than"]?.choice(references)
    endsRound = try map.boolean("ends_round")
  }

  private static func references(_ entry: Entry?, to known: [(String, String)]) throws(CatalogError) -> [String] {
    guard let entry else { return [] }
    for item in try entry.items() { _ = try item.choice(known) }
    return try entry.names()
  }

  private static func tiers(_ entry: Entry?) throws(CatalogError) -> ClosedRange<Tier> {
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

extension Field {
  fileprivate var isSet: Bool { if case .set = kind { true } else { false } }
}
