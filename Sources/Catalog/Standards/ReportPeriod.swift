// The periods that reports are made for.

/// A month, a quarter, a half-year or a year.
///
/// Written `2026-03`, `2026-Q1`, `2026-H1` or `2026`.
package struct ReportPeriod: Hashable, Sendable, CustomStringConvertible {
  package enum Length: Int64, Sendable, CaseIterable {
    case month = 1
    case quarter = 3
    case halfYear = 6
    case year = 12
  }

  package let length: Length
  package let year: Int64
  /// Which of its length in the year, from 1.
  package let number: Int64

  /// The period of a length in which a day lies.
  package init(_ length: Length, containing date: CivilDay) {
    let (year, month, _) = date.parts
    self.length = length
    self.year = year
    number = (month - 1) / length.rawValue + 1
  }

  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard let year = Self.number(parts[0], digits: 4), year > 0, parts.count <= 2 else { return nil }
    self.year = year
    guard let rest = parts.dropFirst().first else {
      (length, number) = (.year, 1)
      return
    }
    let (length, digits, count): (Length, Substring, Int64) =
      switch rest.first {
      case "Q": (.quarter, Substring(rest.dropFirst()), 4)
      case "H": (.halfYear, Substring(rest.dropFirst()), 2)
      default: (.month, Substring(rest), 12)
      }
    guard let number = Self.number(digits, digits: length == .month ? 2 : 1), (1...count).contains(number) else {
      return nil
    }
    (self.length, self.number) = (length, number)
  }

  private static func number(_ text: some StringProtocol, digits: Int) -> Int64? {
    guard text.utf8.count == digits, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    return Int64(text)
  }

  package var first: CivilDay {
    CivilDay(year: year, month: (number - 1) * length.rawValue + 1, day: 1) ?? CivilDay(days: 0)
  }

  package var last: CivilDay { first.adding(months: length.rawValue - 1).endOfMonth }

  package var previous: ReportPeriod { ReportPeriod(length, containing: first.adding(days: -1)) }

  package var description: String {
    let year = String(repeating: "0", count: max(0, 4 - String(self.year).count)) + String(self.year)
    return switch length {
    case .year: year
    case .halfYear: "\(year)-H\(number)"
    case .quarter: "\(year)-Q\(number)"
    case .month: number < 10 ? "\(year)-0\(number)" : "\(year)-\(number)"
    }
  }
}
