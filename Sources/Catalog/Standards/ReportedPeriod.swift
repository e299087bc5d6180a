// The periods that reports are made for.
package import Merge

extension Period {
  /// Reads a month, a quarter, a half-year or a year; nil for anything else, a day, a week or a run of days too.
  package init?(reported text: some StringProtocol) {
    guard let period = Period(text), Kind.reported.contains(period.kind) else { return nil }
    self = period
  }
}

extension Period.Kind {
  /// What reports are made for.
  package static let reported: [Period.Kind] = [.month, .quarter, .half, .year]

  /// The kind of so many months; nil when reports are made for none such.
  package init?(months: Int64) {
    switch months {
    case 1: self = .month
    case 3: self = .quarter
    case 6: self = .half
    case 12: self = .year
    default: return nil
    }
  }
}
