// Reads the checks and the deadlines of a record type.
import Merge

extension RecordCheck {
  static func list(_ entry: Entry, fields: [Field]) throws(CatalogError) -> [RecordCheck] {
    var checks: [RecordCheck] = []
    for item in try entry.items() { checks.append(try RecordCheck(item, fields: fields)) }
    return checks
  }

  private init(_ entry: Entry, fields: [Field]) throws(CatalogError) {
    let map = try EntryMap(entry)
    let names = ["coordinates", "accident_grade", "time_order", "area_credit_code", "either", "unique_in_area"]
    func field(_ key: String, _ kind: ValueKind) throws(CatalogError) -> String {
      try fields.register(map.required(key), holding: kind).name
    }
    switch try map.required("check").choice(names.map { ($0, $0) }) {
    case "coordinates":
      try map.allow(["check", "longitude", "latitude", "crs"])
      self = .coordinates(
        longitude: try field("longitude", .integer), latitude: try field("latitude", .integer),
        crs: try field("crs", .text))
    case "accident_grade":
      try map.allow(["check", "dead", "seriously_injured", "loss_fen", "grade"])
      self = .accidentGrade(
        dead: try field("dead", .integer), seriouslyInjured: try field("seriously_injured", .integer),
        lossFen: try field("loss_fen", .integer), grade: try field("grade", .integer))
    case "time_order":
      try map.allow(["check", "from", "to"])
      self = .timeOrder(from: try field("from", .integer), to: try field("to", .integer))
    case "either":
      try map.allow(["check", "field", "or"])
      self = .either(try field("field", .text), or: try field("or", .text))
    case "unique_in_area":
      try map.allow(["check", "field"])
      self = .uniqueInArea(try field("field", .text))
    default:
      try map.allow(["check", "credit_code"])
      self = .areaCreditCode(try field("credit_code", .text))
    }
  }
}

extension Deadline {
  static func list(
    _ entry: Entry, fields: [Field], lifecycle: Lifecycle?
  ) throws(CatalogError) -> [Deadline] {
    var deadlines: [Deadline] = []
    for item in try entry.items() {
      let deadline = try Deadline(item, fields: fields, steps: lifecycle?.steps.map { ($0.name, $0.name) } ?? [])
      if deadlines.contains(where: { $0.name == deadline.name }) {
        throw item.fail(.duplicate, "the deadline '\(deadline.name)' is given twice", allowed: "each name once")
      }
      deadlines.append(deadline)
    }
    return deadlines
  }

  private init(_ entry: Entry, fields: [Field], steps: [(String, String)]) throws(CatalogError) {
    let keys = ["name", "title", "source", "starts", "within", "before", "ends", "when"]
    let map = try EntryMap(entry, keys: keys)
    name = try map.required("name").name()
    title = try map.title()
    source = try map.required("source").text()
    let starts = try EntryMap(map.required("starts"), keys: ["field", "step"])
    if let step = starts["step"] {
      start = .step(try step.choice(steps))
    } else {
      start = .field(try fields.register(starts.required("field"), holding: .integer).name)
    }
    if let before = map["before"], map["within"] != nil {
      throw before.fail(.notAllowed, "both within and before", allowed: "one of them, or neither")
    }
    isBefore = map["before"] != nil
    span = try (map["within"] ?? map["before"]).map { entry throws(CatalogError) in try Span(entry) }
    let ends = try EntryMap(map.required("ends"), keys: ["field", "steps"])
    if let list = ends["steps"] {
      end = .steps(try steps.names(list))
    } else {
      end = .field(try fields.register(ends.required("field"), holding: .integer).name)
    }
    when = try map["when"].map { entry throws(CatalogError) in
      try FieldTest(EntryMap(entry, keys: ["field", "is"]), fields: fields)
    }
  }
}

extension Deadline.Span {
  /// The longest span, in any unit.
  private static let countMax: Int64 = 10_000

  fileprivate init(_ entry: Entry) throws(CatalogError) {
    let units = Deadline.Unit.allCases
    let map = try EntryMap(entry, keys: units.map(\.rawValue))
    let given = units.filter { map[$0.rawValue] != nil }
    guard given.count == 1 else {
      throw entry.fail(
        .wrongForm, "\(given.count) units", allowed: "one of \(units.map(\.rawValue).joined(separator: ", "))")
    }
    self.init(try map.required(given[0].rawValue).integer(in: 1...Self.countMax), given[0])
  }
}

extension [Field] {
  /// The register that an entry names.
  func register(_ entry: Entry, holding kind: ValueKind) throws(CatalogError) -> Field {
    let name = try entry.name()
    let field = first { field in
      guard field.name == name, field.value == kind, case .register = field.kind else { return false }
      return true
    }
    guard let field else {
      let problem = "'\(name)' is not a register of this type that holds \(kind.rawValue)"
      throw entry.fail(.undefined, problem, allowed: "a register with value \(kind.rawValue)")
    }
    return field
  }
}
