// Reads the file of one record type.
import Merge

extension RecordType {
  /// Names that the file of the classes and the tables of the store have. Tables that a later version keeps begin with
  /// `node_`: no city has a type of that name then.
  package static let reservedNames = [
    "classes", "commit", "concurrent", "custody", "custody_receipt", "element", "evidence", "feed", "link", "meta",
    "peer_mark",
    "pending_redaction", "quarantine", "seal", "statement", "tally", "tally_changed", "watch_notice",
  ]

  private static let keys = [
    "type", "class", "origin", "writers", "title", "help", "areas", "fields", "checks", "deadlines", "lifecycle",
    "totals",
  ]

  /// - Parameter name: the file's name without its suffix, which the type must have too.
  init(_ document: Entry, name: String, classes: [RecordClass]) throws(CatalogError) {
    let map = try EntryMap(document, keys: Self.keys)
    try Self.check(map.required("type"), name: name)
    let fields = try Self.fields(map.required("fields"))
    var lifecycle: Lifecycle?
    if let entry = map["lifecycle"] { lifecycle = try Lifecycle(entry, fields: fields) }
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
      indicators: Indicator.indicators(map["totals"], fields: fields, lifecycle: lifecycle))
  }

  private static func check(_ entry: Entry, name: String) throws(CatalogError) {
    let type = try entry.name()
    if type != name {
      throw entry.fail(.notAllowed, "the type '\(type)' in this file", allowed: "'\(name)', the name of the file")
    }
    if reservedNames.contains(type) || type.hasPrefix("sqlite_") || type.hasPrefix("node_") {
      let allowed = "any name but \(reservedNames.joined(separator: ", ")) and those beginning with sqlite_ or node_"
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
}
