// What a list is narrowed to, read from the query.
import Catalog
import Hummingbird
import Merge
import Node
import Store

/// The query of a list, or of its counts.
///
/// The names it takes are those of its route and, beside these, the fields that the type's catalog lists.
struct ListQuery {
  /// What every list is narrowed by, whatever its type. Something further that is no field of a type is a name here and a line in
  /// `init`.
  static let names = [
    "area", "status", "open", "changed_from", "changed_before", "conflicts", "overdue", "empty", "given",
  ]

  /// So many things are asked of fields in one question.
  static let fieldsMax = 30
  /// So many values, or names, are taken in one place.
  static let valuesMax = 50

  private let type: RecordType
  private(set) var list = RecordList()
  /// Whether a deadline of the records is past.
  private(set) var isOverdue = false
  /// What is looked for in the records' texts.
  private(set) var text: TextQuery?
  /// Whether the list comes in the order in which its deadlines were due, and where its page begins then.
  private(set) var isByDueDay = false
  private(set) var placeByDueDay: String?

  /// - Parameter route: the names that the route takes, those of `names` among them.
  init(_ request: Request, type: RecordType, route: [String]) throws(Problem) {
    self.type = type
    let query = request.query
    list.area = query.area("area")
    list.statuses = try statuses(query.text("status"))
    list.isOpen = query.flag("open")
    if list.isOpen != nil, type.lifecycle == nil {
      throw Problem(.badRequest, "'open' is asked of what has a status, and \(type.name) has none.")
    }
    list.changedFrom = query.number("changed_from")
    list.changedBefore = query.number("changed_before")
    list.hasConflicts = query.flag("conflicts")
    isOverdue = try overdue(query.flag("overdue"))
    for name in try names(query.text("empty"), of: "empty") {
      list.fields.append(.init(try field(name, "empty"), .empty))
    }
    for name in try names(query.text("given"), of: "given") {
      list.fields.append(.init(try field(name, "given"), .given))
    }
    for (name, value) in request.parameters where !route.contains(String(name)) {
      list.fields.append(try test(String(name), String(value), route))
    }
    guard list.fields.count <= Self.fieldsMax else {
      throw Problem(
        .badRequest, "\(list.fields.count) things are asked of fields; \(Self.fieldsMax) are taken at most.")
    }
  }

  /// Reads what a list is sorted by, and its page.
  mutating func takePage(_ request: Request) throws(Problem) {
    let query = request.query
    // What has changed lately is asked for again and again, and is found in its own order.
    let isTimed = list.changedFrom != nil || list.changedBefore != nil
    let sort = query.text("sort")
    list.order = try sort.map { text throws(Problem) in try order(text) } ?? (isTimed ? ListOrder(.changed) : .arrival)
    if let count = query.number("limit") { list.count = Int(count) }
    if let asked = query.text("text") {
      try takeText(asked, sort)
    } else {
      isByDueDay = isOverdue && sort == nil
    }
    guard let text = query.text("after"), text != "0" else { return }
    if isByDueDay {
      placeByDueDay = text
      return
    }
    guard let cursor = ListCursor(text), cursor.sort == list.order.text else {
      throw Problem(
        .badRequest, "'after' is '\(text)', which no 'next' of a list sorted by \(list.order.text) has said; 0 begins.")
    }
    list.after = cursor.place
  }

  private mutating func takeText(_ asked: String, _ sort: String?) throws(Problem) {
    guard !type.searched.isEmpty else {
      throw Problem(.badRequest, "'text' is not for \(type.name): the catalog names no fields of it to be searched.")
    }
    if sort != nil {
      throw Problem(.badRequest, "'sort' is not taken beside 'text': what is found comes newest first.")
    }
    if isOverdue {
      throw Problem(.badRequest, "'overdue' is not taken beside 'text': what is found comes newest first.")
    }
    text = try? TextQuery(asked)
    list.order = .newest
  }
}

// MARK: Names and what they stand for

extension ListQuery {
  private func statuses(_ text: String?) throws(Problem) -> [String]? {
    guard text != nil else { return nil }
    let found = try names(text, of: "status")
    for name in found where type.lifecycle?.title(ofStatus: name) == nil {
      let known = type.lifecycle?.statuses.map(\.name).joined(separator: ", ")
      throw Problem(
        .badRequest,
        "'\(name)' is no status of \(type.name)\(known.map { "; such are \($0)." } ?? ", which has none.")")
    }
    return found
  }

  private func overdue(_ flag: Bool?) throws(Problem) -> Bool {
    guard let flag else { return false }
    if type.deadlines.isEmpty {
      throw Problem(.badRequest, "'overdue' is asked of what has deadlines, and \(type.name) has none.")
    }
    if !flag { throw Problem(.badRequest, "'overdue' is 'false'; it is 'true', or not asked.") }
    return true
  }

  /// The names that stand in one value, with commas between them.
  func names(_ text: String?, of name: String) throws(Problem) -> [String] {
    guard let text else { return [] }
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard parts.count <= Self.valuesMax, parts.allSatisfy({ !$0.isEmpty }), Set(parts).count == parts.count else {
      throw Problem(.badRequest, "'\(name)' is '\(text)'; it is names, each once, with commas between them.")
    }
    return parts
  }

  /// A listed field.
  private func field(_ name: String, _ asked: String) throws(Problem) -> Field {
    if let field = type.field(named: name), field.listed != nil { return field }
    throw Problem(
      .badRequest, "'\(asked)' says '\(name)'; \(type.name) is listed by \(listed.isEmpty ? "no field" : listed).")
  }

  private func test(_ name: String, _ value: String, _ route: [String]) throws(Problem) -> RecordList.FieldTest {
    if let field = type.field(named: name), field.listed != nil {
      return RecordList.FieldTest(field, try FieldQuery(field).test(value))
    }
    let known =
      "known are \(route.sorted().joined(separator: ", "))\(listed.isEmpty ? "" : ", and of \(type.name) \(listed)")"
    let isField = type.field(named: name) != nil
    throw Problem(
      .badRequest,
      "'\(name)' is not known here\(isField ? " (it is a field by which nothing is listed)" : ""); \(known).")
  }

  private var listed: String { type.fields.filter { $0.listed != nil }.map(\.name).joined(separator: ", ") }

  private func order(_ text: String) throws(Problem) -> ListOrder {
    let isDescending = text.hasPrefix("-")
    let name = isDescending ? String(text.dropFirst()) : text
    let fields = type.fields.filter { $0.listed != nil && !$0.isSet }.map(\.name)
    switch name {
    case "arrival": return ListOrder(.arrival, isDescending: isDescending)
    case "changed_at": return ListOrder(.changed, isDescending: isDescending)
    case "created_at": return ListOrder(.created, isDescending: isDescending)
    case _ where fields.contains(name): return ListOrder(.field(name), isDescending: isDescending)
    default:
      let known = (["arrival", "changed_at", "created_at"] + fields).joined(separator: ", ")
      throw Problem(
        .badRequest,
        "'sort' is '\(text)'; \(type.name) is sorted by \(known), with '-' before it from the last to the first.")
    }
  }
}

extension ListOrder {
  /// As a question says it.
  var text: String {
    let name =
      switch key {
      case .arrival: "arrival"
      case .changed: "changed_at"
      case .created: "created_at"
      case .field(let name): name
      }
    return isDescending ? "-\(name)" : name
  }
}
