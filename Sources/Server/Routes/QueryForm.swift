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
  /// A text to look for.
  case text
  /// How far changes have been followed.
  case cursor
  case seconds
  /// What its route knows and checks: a name of the catalog or of the rules, a period, a nonce.
  case known

  /// Every name that a route may take.
  package static let forms: [String: QueryForm] = [
    "after": .place, "area": .area, "by": .known, "changed_before": .moment, "changed_from": .moment,
    "conflicts": .flag, "empty": .known, "ended": .flag, "force": .flag, "given": .known, "ids": .flag,
    "indicator": .known, "limit": .count, "nonce": .known, "on": .day, "open": .flag, "overdue": .flag,
    "period": .known, "rule": .known, "since": .cursor, "sort": .known, "state": .known, "status": .known,
    "text": .text, "type": .known, "wait": .seconds,
  ]

  /// The longest that an answer may be held.
  static let secondsMax: Int64 = 55

  /// The same for people to read, as the end of a sentence that begins with the name.
  package var words: String {
    switch self {
    case .area: "an area"
    case .flag: "true or false"
    case .day: "a day such as 2026-03-01"
    case .moment: "a time in milliseconds since 1970"
    case .count: "1 to \(RecordFilter.countMax)"
    case .place: "what 'next' of the page before says; 0 begins"
    case .text: "letters, characters or digits to look for, at most \(TextQuery.charactersMax)"
    case .cursor:
      "what 'next' of the answer before says, digit for digit; without it everything that is held comes first"
    case .seconds: "0 to \(Self.secondsMax) seconds"
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
    case .cursor where ChangeCursor(value) == nil: throw refusal(of: name, value)
    case .seconds where !(Int64(value).map { (0...Self.secondsMax).contains($0) } ?? false):
      throw refusal(of: name, value)
    case .place where !Self.canBePlace(value): throw refusal(of: name, value)
    case .text where (try? TextQuery(value)) == nil: throw refusal(of: name, value)
    case .moment:
      guard let number = Int64(value), number >= 0 else { throw refusal(of: name, value) }
      guard number == 0 || number >= EnteredTime.moments.lowerBound else {
        throw Problem(.badRequest, "'\(name)' is \(number); \(EnteredTime.remedy(for: number)).")
      }
    default: break
    }
  }

  /// Which place it is only its route knows: one number or several, or what a sorted list gives.
  private static func canBePlace(_ value: String) -> Bool {
    let isOfNumbers = value.utf8.allSatisfy { (48...57).contains($0) || $0 == 45 || $0 == 46 }
    return (1...200).contains(value.utf8.count) && isOfNumbers || ListCursor(value) != nil
  }

  /// That a place is none of those that the route's pages give.
  static func refusal(ofPlace value: String) -> Problem { QueryForm.place.refusal(of: "after", value) }

  private func refusal(of name: String, _ value: String) -> Problem {
    Problem(.badRequest, "'\(name)' is \(value.isEmpty ? "empty" : "'\(value)'"); it is \(words).")
  }
}
