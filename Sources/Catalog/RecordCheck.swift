// What is asked of several fields of a record together, where they are entered.
package import Merge

/// A rule over several fields.
/// - Source: catalog README §3.6.
package enum RecordCheck: Hashable, Sendable {
  /// All three or none: a point means nothing without its reference system.
  case coordinates(longitude: String, latitude: String, crs: String)
  /// The grade is what Order 493 makes of the harm.
  case accidentGrade(dead: String, seriouslyInjured: String, lossFen: String, grade: String)
  /// The first time is not after the second.
  case timeOrder(from: String, to: String)
  /// An enterprise's own area ends in the credit code.
  case areaCreditCode(String)
  /// One of the two is given: what there is, or why there is none.
  case either(String, or: String)
  /// No other record of the type in the division shows the same; told, never a reason to refuse.
  case uniqueInArea(String)

  /// The word that catalog files have for it.
  package var name: String {
    switch self {
    case .coordinates: "coordinates"
    case .accidentGrade: "accident_grade"
    case .timeOrder: "time_order"
    case .areaCreditCode: "area_credit_code"
    case .either: "either"
    case .uniqueInArea: "unique_in_area"
    }
  }

  /// The fields it looks at.
  package var fields: [String] {
    switch self {
    case .coordinates(let longitude, let latitude, let crs): [longitude, latitude, crs]
    case .accidentGrade(let dead, let injured, let loss, let grade): [dead, injured, loss, grade]
    case .timeOrder(let from, let to): [from, to]
    case .areaCreditCode(let code): [code]
    case .either(let field, let other): [field, other]
    case .uniqueInArea(let field): [field]
    }
  }

  /// A moment at midnight is a day that somebody gave without a clock: it lasts that day, as deadlines do.
  private static func last(of moment: Int64) -> Int64 {
    let day = Day(milliseconds: moment)
    return moment == day.start ? day.end : moment
  }

  /// The field that contradicts the others, and why; nil when nothing does.
  package func contradiction(_ shown: (String) -> Value, area: Area) -> (field: String, why: String)? {
    let names = fields
    return contradiction(at: { shown(names[$0]) }, area: area)
  }

  /// - Parameter shown: what the field at a place of `fields` shows.
  func contradiction(at shown: (Int) -> Value, area: Area) -> (field: String, why: String)? {
    switch self {
    case .coordinates:
      guard let place = (0..<3).first(where: { shown($0).isBlank }) else { return nil }
      if (0..<3).allSatisfy({ shown($0).isBlank }) { return nil }
      return (fields[place], "longitude, latitude and reference system go together")
    case .accidentGrade(_, _, _, let grade):
      guard let dead = shown(0).int, let given = shown(3).int else { return nil }
      let right = AccidentGrade(dead: dead, seriouslyInjured: shown(1).int ?? 0, lossFen: shown(2).int ?? 0)
      return given == right.rawValue ? nil : (grade, "Order 493 makes it grade \(right.rawValue)")
    case .timeOrder(let from, let to):
      guard let start = shown(0).int, let end = shown(1).int, start > Self.last(of: end) else { return nil }
      return (to, "earlier than \(from)")
    case .areaCreditCode(let code):
      guard area.tier == .terminal, let text = shown(0).text, !area.code.hasSuffix(text) else { return nil }
      return (code, "not the credit code of the area \(area.code)")
    case .either(let field, let other):
      return shown(0).isBlank && shown(1).isBlank ? (field, "required, unless \(other) says why not") : nil
    // The other records are asked for where there is a store (`EntryRules`).
    case .uniqueInArea: return nil
    }
  }
}
