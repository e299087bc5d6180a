// What a list is narrowed to, read from the query.
import Catalog
import Hummingbird
import Merge
import Node
import Store

/// The query of a list.
struct ListQuery {
  private(set) var filter: RecordFilter

  init(_ request: Request, type: RecordType) throws(Problem) {
    filter = RecordFilter(type: type.name)
    for (name, value) in request.uri.queryParameters {
      try narrow(String(name), String(value), type: type)
    }
  }

  private mutating func narrow(_ name: String, _ value: String, type: RecordType) throws(Problem) {
    switch name {
    case "area":
      guard let area = Area(value) else { throw Problem(.badRequest, "'\(value)' is no area. \(Area.form)") }
      filter.area = area
    case "status":
      guard let lifecycle = type.lifecycle, lifecycle.title(ofStatus: value) != nil else {
        throw Problem(.badRequest, "'\(value)' is no status of \(type.name).")
      }
      filter.status = value
    case "changed_from": filter.changedFrom = try Self.time(value, name)
    case "changed_before": filter.changedBefore = try Self.time(value, name)
    case "conflicts": filter.hasConflicts = try Self.flag(value, name)
    case "after": filter.after = try Self.place(value)
    default: filter.count = try Self.limit(value)
    }
  }

  private static func time(_ text: String, _ name: String) throws(Problem) -> Int64 {
    guard let number = Int64(text), number >= 0 else {
      throw Problem(.badRequest, "'\(name)' is a time in milliseconds since 1970.")
    }
    guard number == 0 || number >= EnteredTime.moments.lowerBound else {
      throw Problem(.badRequest, "'\(name)' is \(number); \(EnteredTime.remedy(for: number)).")
    }
    return number
  }

  private static func place(_ text: String) throws(Problem) -> Int64 {
    guard let number = Int64(text), number >= 0 else {
      throw Problem(.badRequest, "'after' is the number that 'next' of the page before says; 0 begins.")
    }
    return number
  }

  private static func flag(_ text: String, _ name: String) throws(Problem) -> Bool {
    switch text {
    case "true", "1": true
    case "false", "0": false
    default: throw Problem(.badRequest, "'\(name)' is true or false.")
    }
  }

  private static func limit(_ text: String) throws(Problem) -> Int {
    guard let count = Int(text), (1...RecordFilter.countMax).contains(count) else {
      throw Problem(.badRequest, "'limit' is 1 to \(RecordFilter.countMax).")
    }
    return count
  }
}
