// Reads the file of one record type.
import Merge

extension RecordType {
  /// Names that the file of the classes and the tables of the store have. Tables that a later version keeps begin with
  /// `node_`: no city has a type of that name then. Those beside `record_text` begin with its name.
  package static let reservedNames = [
    "classes", "commit", "concurrent", "custody", "custody_receipt", "deadline", "element", "evidence", "feed", "link",
    "meta", "moment_kind", "peer_mark", "pending_redaction", "proposal", "quarantine", "record_text", "roles", "seal",
    "statement", "tally", "tally_changed", "tally_packed", "tally_stale", "tally_unit", "watch_notice",
  ]

  private static let reservedBeginnings = ["sqlite_", "node_", "record_text_"]

  private static let keys = [
    "type", "class", "origin", "writers", "title", "help", "areas", "fields", "searched", "checks", "deadlines",
    "lifecycle", "totals",
  ]

  /// - Parameter name: the file's name without its suffix, which the type must have too.
  /// - Parameter roles: those that steps can name; nil where any name will do.
  init(_ document: Entry, name: String, classes: [RecordClass], roles: [RoleTerms]?) throws(CatalogError) {
    let map = try EntryMap(document, keys: Self.keys)
    try Self.check(map.required("type"), name: name)
    let fields = try Self.fields(map.required("fields"))
    var lifecycle: Lifecycle?
    if let entry = map["lifecycle"] { lifecycle = try Lifecycle(entry, fields: fields, roles: roles) }
    let checks = try map["checks"].map { entry throws(CatalogError) in try RecordCheck.list(entry, fields: fields) }
    let deadlines = try map["deadlines"].map { entry throws(CatalogError) in
      try Deadline.list(entry, fields: fields, lifecycle: lifecycle)
    }
    let origin = try map["origin"]?.choice(RecordOrigin.allCases.map { ($0.rawValue, $0) }) ?? .people
    let writers = try map["writers"]?.choice(RecordWriters.allCases.map { ($0.rawValue, $0) }) ?? .anyone
    try self.init(
      name: name, title: map.title(), help: map.optionalTitle("help"),
      class: map.required("class").choice(classes.map { ($0.name, $0.feed) }), origin: origin,
      writers: writers, fields: fields, lifecycle: lifecycle, areas: Tier.range(map["areas"]), checks: checks ?? [],
      deadlines: deadlines ?? [],
      indicators: Indicator.indicators(map["totals"], fields: fields, lifecycle: lifecycle),
      searched: Self.searched(map["searched"], fields: fields))
  }

  private static func check(_ entry: Entry, name: String) throws(CatalogError) {
    let type = try entry.name()
    if type != name {
      throw entry.fail(.notAllowed, "the type '\(type)' in this file", allowed: "'\(name)', the name of the file")
    }
    if reservedNames.contains(type) || reservedBeginnings.contains(where: { type.hasPrefix($0) }) {
      let beginnings = reservedBeginnings.joined(separator: " or ")
      let allowed = "any name but \(reservedNames.joined(separator: ", ")) and those beginning with \(beginnings)"
      throw entry.fail(.notAllowed, "the name '\(type)' is reserved", allowed: allowed)
    }
  }

  private static func fields(_ entry: Entry) throws(CatalogError) -> [Field] {
    var fields: [Field] = []
    for item in try entry.items(countMax: 256) {
      let field = try Field(item)
      if let other = fields.first(where: { $0.number == field.number || $0.name == field.name }) {
        let problem = "number \(field.number) and name '\(field.name)' meet \(other.number) '\(other.name)'"
        throw item.fail(.duplicate, problem, allowed: "each number and each name once")
      }
      fields.append(field)
    }
    return fields.sorted { $0.number < $1.number }
  }

  /// Searching looks at one value for each field: the registers of text, whatever else they are asked for.
  private static func searched(_ entry: Entry?, fields: [Field]) throws(CatalogError) -> [Field] {
    guard let entry else { return [] }
    let texts = fields.filter { field in
      if case .register = field.kind { field.value == .text } else { false }
    }
    let names = try texts.map { ($0.name, $0.name) }.names(entry)
    return names.compactMap { name in texts.first { $0.name == name } }
  }
}
