// Reads the roles: first what steps of types ask of them, then, once the types are known, what they may.
import Merge

extension Role {
  private static let keys = [
    "name", "title", "tiers", "reads", "reads_types", "hides", "enters", "carries", "appoints", "appointed", "excludes",
  ]

  /// What of each role has to be known before types are read.
  static func terms(in document: Entry) throws(CatalogError) -> [RoleTerms] {
    var terms: [RoleTerms] = []
    for item in try list(document) {
      let map = try EntryMap(item, keys: keys)
      let role = try RoleTerms(
        name: map.required("name").name(), tiers: Tier.range(map["tiers"]),
        appointed: map.required("appointed").choice(Appointment.allCases.map { ($0.rawValue, $0) }))
      if terms.contains(where: { $0.name == role.name }) {
        throw item.fail(.duplicate, "the role '\(role.name)' is defined twice", allowed: "each name once")
      }
      terms.append(role)
    }
    return terms
  }

  /// The roles in the order of the file.
  static func roles(
    in document: Entry, terms: [RoleTerms], types: [RecordType], classes: [RecordClass]
  ) throws(CatalogError) -> [Role] {
    let known = KnownNames(
      roles: terms.map { ($0.name, $0.name) }, classes: classes.map { ($0.name, $0.name) },
      types: types.map { ($0.name, $0) })
    let items = try list(document)
    var roles: [Role] = []
    for (item, terms) in zip(items, terms) { roles.append(try Role(EntryMap(item), terms: terms, known: known)) }
    for (item, role) in zip(items, roles) { try role.checkExclusions(among: roles, at: item) }
    return roles
  }

  private static func list(_ document: Entry) throws(CatalogError) -> [Entry] {
    try EntryMap(document, keys: ["roles"]).required("roles").items()
  }

  private init(_ map: EntryMap, terms: RoleTerms, known: KnownNames) throws(CatalogError) {
    self.terms = terms
    title = try map.title()
    reads = try known.classes.names(map["reads"])
    readsTypes = try known.typeNames.names(map["reads_types"])
    let (reads, readsTypes) = (reads, readsTypes)
    let read = known.types.filter { reads.contains($0.1.class.name) || readsTypes.contains($0.0) }
    hides = try HiddenField.list(map["hides"], read: read)
    enters = try known.entered.names(map["enters"])
    carries = try map["carries"].map { entry throws(CatalogError) in try Carried(entry, read: read) }
    appoints = try known.roles.names(map["appoints"])
    excludes = try known.roles.filter { $0.0 != terms.name }.names(map["excludes"])
  }

  private func checkExclusions(among roles: [Role], at entry: Entry) throws(CatalogError) {
    guard let other = roles.first(where: { excludes.contains($0.name) && !$0.excludes.contains(name) }) else { return }
    let problem = "'\(name)' excludes '\(other.name)', which does not exclude it"
    throw entry.fail(.notAllowed, problem, allowed: "roles that exclude each other")
  }
}

/// What a role can name.
private struct KnownNames {
  let roles: [(String, String)]
  let classes: [(String, String)]
  let types: [(String, RecordType)]

  var typeNames: [(String, String)] { types.map { ($0.0, $0.0) } }
  /// What only nodes and keys say is entered by no role.
  var entered: [(String, String)] {
    types.filter { $0.1.origin == .people || $0.1.origin == .figures }.map { ($0.0, $0.0) }
  }
}

extension HiddenField {
  /// - Parameter read: the types that the role reads: in others there is nothing to hide.
  fileprivate static func list(
    _ entry: Entry?, read: [(String, RecordType)]
  ) throws(CatalogError) -> [HiddenField] {
    guard let entry else { return [] }
    var hidden: [HiddenField] = []
    for item in try entry.items() {
      let field = try HiddenField(item, read: read)
      if hidden.contains(field) {
        throw item.fail(.duplicate, "'\(field.type).\(field.field)' is given twice", allowed: "each field once")
      }
      hidden.append(field)
    }
    return hidden
  }

  private init(_ entry: Entry, read: [(String, RecordType)]) throws(CatalogError) {
    let text = try entry.text()
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2 else {
      throw entry.fail(.wrongForm, "'\(text)' is no field", allowed: "the name of a type, a dot, the name of a field")
    }
    guard let type = read.first(where: { $0.0 == parts[0] })?.1 else {
      let problem = "the role reads no type '\(parts[0])'"
      let allowed = read.isEmpty ? "nothing, since it reads no type" : read.map(\.0).joined(separator: ", ")
      throw entry.fail(.notAllowed, problem, allowed: allowed)
    }
    // What steps have made of a record is told by its status, so that hiding them would hide nothing.
    let fields = type.fields.filter { $0.kind != .steps }.map(\.name)
    guard fields.contains(parts[1]) else {
      let problem = "'\(parts[1])' is no field of '\(type.name)' that can be hidden"
      throw entry.fail(.undefined, problem, allowed: fields.joined(separator: ", "))
    }
    self.init(type: type.name, field: parts[1])
  }
}

extension Carried {
  /// - Parameter read: the types that the role reads: a phone holds nothing else, and nothing confidential.
  fileprivate init(_ entry: Entry, read: [(String, RecordType)]) throws(CatalogError) {
    let map = try EntryMap(entry, keys: ["types", "days", "budget"])
    let allowed = read.filter { !$0.1.isConfidential }.map { ($0.0, $0.0) }
    try self.init(
      types: allowed.names(map.required("types")), days: map.required("days").integer(in: 1...10_000),
      budget: map.required("budget").integer(in: 1...Self.budgetMax))
  }
}
