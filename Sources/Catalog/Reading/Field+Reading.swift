// Reads one field of a record type.
import Merge

extension Field {
  /// Columns that every table of records has, or that SQLite gives a meaning of its own.
  package static let reservedNames = [
    "id", "area", "status", "round", "created_at", "changed_at", "conflicts", "change", "merge", "flags", "rowid",
  ]

  private static let commonKeys = ["number", "name", "kind", "title", "help"]
  private static let valueKeys = ["value", "required", "length_max", "range", "codes", "unit", "code_table", "listed"]

  init(_ entry: Entry) throws(CatalogError) {
    let map = try EntryMap(entry)
    let kind = try Self.kind(map)
    let value = try Self.value(map, kind: kind)
    let name = try Self.name(map.required("name"))
    let number = Int(try map.required("number").integer(in: 1...65_535))
    let description = Description(
      title: try map.title(), help: try map.optionalTitle("help"), limits: try Limits(map, value: value),
      unit: try map["unit"]?.text(), codes: try Self.codes(map["codes"], value: value),
      check: try Self.check(map["check"], value: value), codeTable: try map["code_table"]?.name(),
      refersTo: try map["refers_to"]?.name(), isEndOfDay: try Self.isEndOfDay(map),
      listed: try Self.listing(map["listed"], of: name, kind: kind, value: value))
    self.init(number: number, name: name, kind: kind, value: value, description: description)
  }

  private static func name(_ entry: Entry) throws(CatalogError) -> String {
    let name = try entry.name()
    if reservedNames.contains(name) {
      let allowed = "any name but \(reservedNames.joined(separator: ", "))"
      throw entry.fail(.notAllowed, "the name '\(name)' is reserved", allowed: allowed)
    }
    return name
  }

  private static func kind(_ map: EntryMap) throws(CatalogError) -> MergeKind {
    let kinds = ["register", "set", "steps", "counter"].map { ($0, $0) }
    switch try map.required("kind").choice(kinds) {
    case "register":
      try map.allow(commonKeys + valueKeys + ["guarded", "prefer", "check", "refers_to", "day"])
      let preferences = RegisterRule.Preference.allCases.map { ($0.rawValue, $0) }
      let preference = try map["prefer"]?.choice(preferences) ?? .latest
      return .register(RegisterRule(isGuarded: try map.boolean("guarded"), preference: preference))
    case "set":
      try map.allow(commonKeys + valueKeys + ["grow_only"])
      return .set(isGrowOnly: try map.boolean("grow_only"))
    case "steps":
      try map.allow(commonKeys)
      return .steps
    default:
      try map.allow(commonKeys + ["unit", "listed"])
      return .counter
    }
  }

  private static func value(_ map: EntryMap, kind: MergeKind) throws(CatalogError) -> ValueKind {
    switch kind {
    case .register, .set: try map.required("value").choice(ValueKind.allCases.map { ($0.rawValue, $0) })
    case .steps: .any
    case .counter: .integer
    }
  }

  private static func check(_ entry: Entry?, value: ValueKind) throws(CatalogError) -> FieldCheck? {
    guard let entry else { return nil }
    guard value == .text else {
      throw entry.fail(.notAllowed, "a check for a value of type \(value.rawValue)", allowed: "check for text")
    }
    return try entry.choice(FieldCheck.allCases.map { ($0.rawValue, $0) })
  }

  private static func isEndOfDay(_ map: EntryMap) throws(CatalogError) -> Bool {
    guard let entry = map["day"] else { return false }
    guard try map["unit"]?.text() == "ms" else {
      throw entry.fail(.notAllowed, "a day of what is no time", allowed: "day for a register in ms")
    }
    return try entry.choice([("begin", false), ("end", true)])
  }

  /// Of a set the keys are looked for, so it has what a value has that is looked for anywhere.
  private static func listing(
    _ entry: Entry?, of name: String, kind: MergeKind, value: ValueKind
  ) throws(CatalogError) -> Listing? {
    guard let entry else { return nil }
    let isPlain = value == .text || value == .integer || value == .boolean
    let allowed: [Listing] =
      switch kind {
      case .register: isPlain ? Listing.allCases : []
      case .set: [.byValue]
      case .counter: [.byPlace]
      case .steps: []
      }
    if allowed.isEmpty || unlistedNames.contains(name) {
      let allowed =
        "a text, an integer, a boolean, a set or a counter of another name than \(unlistedNames.joined(separator: ", "))"
      throw entry.fail(.notAllowed, "lists by '\(name)', of type \(value.rawValue)", allowed: allowed)
    }
    return try entry.choice(allowed.map { ($0.rawValue, $0) })
  }

  private static func codes(_ entry: Entry?, value: ValueKind) throws(CatalogError) -> [Code] {
    guard let entry else { return [] }
    guard value == .text || value == .integer else {
      throw entry.fail(.notAllowed, "codes for a value of type \(value.rawValue)", allowed: "codes for text or integer")
    }
    var codes: [Code] = []
    for item in try entry.items() {
      let map = try EntryMap(item, keys: ["code", "title"])
      let code = try map.required("code")
      let value = try value == .integer ? Value.int(code.integer(in: .min ... .max)) : .text(code.text())
      if codes.contains(where: { $0.value == value }) {
        throw code.fail(.duplicate, "the code is given twice", allowed: "each code once")
      }
      codes.append(Code(value: value, title: try map.title()))
    }
    return codes
  }
}

extension Field.Limits {
  fileprivate init(_ map: EntryMap, value: ValueKind) throws(CatalogError) {
    isRequired = try map.boolean("required")
    if let entry = map["length_max"] {
      guard value == .text else {
        let problem = "length_max for a value of type \(value.rawValue)"
        throw entry.fail(.notAllowed, problem, allowed: "length_max for text")
      }
      lengthMax = Int(try entry.integer(in: 1...65_535))
    }
    if let entry = map["range"] {
      guard value == .integer else {
        throw entry.fail(.notAllowed, "range for a value of type \(value.rawValue)", allowed: "range for integer")
      }
      range = try Self.range(entry)
    }
  }

  private static func range(_ entry: Entry) throws(CatalogError) -> ClosedRange<Int64> {
    let ends = try entry.items(countMax: 2)
    guard ends.count == 2 else {
      throw entry.fail(.wrongForm, "a range of \(ends.count) ends", allowed: "[lowest, highest]")
    }
    let lower = try ends[0].integer(in: .min ... .max)
    let upper = try ends[1].integer(in: .min ... .max)
    guard lower <= upper else {
      throw entry.fail(.notAllowed, "\(lower) is more than \(upper)", allowed: "[lowest, highest]")
    }
    return lower...upper
  }
}
