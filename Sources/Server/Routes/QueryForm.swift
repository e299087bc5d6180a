// What the value of each name in a query is: one that cannot be read must not be answered as if nothing had been asked.
import Catalog
import Merge
import Node
import Store

/// What a value in a query is. A name means the same at every route that takes it.
package enum QueryForm: Hashable, Sendable {
  case area
  /// `true` or `false`.
  case flag
  case day
  /// Milliseconds since 1970: 0, or of this century and later.
  case moment
  /// How many rows a page has at most.
  case count
  /// Where a page begins.
  case place
  /// What its route knows and checks: a name of the catalog or of the rules, a period, a nonce.
  case known

  /// Every name that a route may take.
  package static let forms: [String: QueryForm] = [
    "after": .place, "area": .area, "by": .known, "changed_before": .moment, "changed_from": .moment,
    "conflicts": .flag, "empty": .known, "ended": .flag, "force": .flag, "given": .known, "indicator": .known,
    "limit": .count, "nonce": .known, "on": .day, "open": .flag, "period": .known, "rule": .known, "sort": .known,
    "state": .known, "status": .known, "type": .known,
  ]

  /// The same for people to read, as the end of a sentence that begins with the name.
  package var words: String {
    switch self {
    case .area: "an area"
    case .flag: "true or false"
    case .day: "a day such as 2026-03-01"
    case .moment: "a time in milliseconds since 1970"
    case .count: "1 to \(RecordFilter.countMax)"
    case .place: "what 'next' of the page before says; 0 begins"
    case .known: "a name or a text that the node knows"
    }
  }

  /// - Throws: `badRequest` for a value that is none.
  func check(_ value: String, of name: String) throws(Problem) {
    switch self {
    case .area where Area(value) == nil: throw Problem(.badRequest, "'\(value)' is no area. \(Area.form)")
    case .flag where Bool(value) == nil, .day where Day(value) == nil, .known where value.isEmpty:
      throw refusal(of: name, value)
    case .count where !(Int64(value).map { (1...Int64(RecordFilter.countMax)).contains($0) } ?? false):
      throw refusal(of: name, value)
    case .place where ListCursor(value) == nil: throw refusal(of: name, value)
    case .moment:
      guard let number = Int64(value), number >= 0 else { throw refusal(of: name, value) }
      guard number == 0 || number >= EnteredTime.moments.lowerBound else {
        throw Problem(.badRequest, "'\(name)' is \(number); \(EnteredTime.remedy(for: number)).")
      }
    default: break
    }
  }

  private func refusal(of name: String, _ value: String) -> Problem {
    Problem(.badRequest, "'\(name)' is \(value.isEmpty ? "empty" : "'\(value)'"); it is \(words).")
  }
}
