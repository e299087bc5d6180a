// How periods are written and read.

extension Period {
  /// Reads `2014-06-30`, `2014-W26`, `2014-06`, `2014-Q2`, `2014-H1`, `2014` or `2014-01-01..2014-06-30`.
  package init?(_ text: some StringProtocol) {
    if let dots = text.firstRange(of: "..") {
      guard let first = Day(text[..<dots.lowerBound]), let last = Day(text[dots.upperBound...]) else { return nil }
      self.init(from: first, to: last)
      return
    }
    if let day = Day(text) {
      self.init(.day, containing: day)
      return
    }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard let first = parts.first, first.utf8.count == 4, let year = Self.digits(first), year > 0, parts.count <= 2
    else {
      return nil
    }
    guard parts.count == 2 else {
      self.init(.year, year: year, month: 1, count: 12)
      return
    }
    self.init(year: year, part: parts[1])
  }

  private init?(year: Int, part: some StringProtocol) {
    guard let letter = part.first else { return nil }
    switch (letter, Self.digits(part.dropFirst()), part.utf8.count) {
    case ("W", let week?, 3) where (1...Self.weekCount(year)).contains(week): self = Self.week(year: year, week: week)
    case ("Q", let quarter?, 2) where (1...4).contains(quarter):
      self.init(.quarter, year: year, month: 3 * quarter - 2, count: 3)
    case ("H", let half?, 2) where (1...2).contains(half): self.init(.half, year: year, month: 6 * half - 5, count: 6)
    default:
      guard part.utf8.count == 2, let month = Self.digits(part), (1...12).contains(month) else { return nil }
      self.init(.month, year: year, month: month, count: 1)
    }
  }

  private static func digits(_ text: some StringProtocol) -> Int? {
    text.utf8.allSatisfy { (48...57).contains($0) } ? Int(text) : nil
  }

  package var description: String {
    let (year, month, _) = first.parts
    switch kind {
    case .day: return first.description
    case .week: return "\(Day.padded(first.week.year, 4))-W\(Day.padded(first.week.week, 2))"
    case .month: return "\(Day.padded(year, 4))-\(Day.padded(month, 2))"
    case .quarter: return "\(Day.padded(year, 4))-Q\((month + 2) / 3)"
    case .half: return "\(Day.padded(year, 4))-H\(month == 1 ? 1 : 2)"
    case .year: return Day.padded(year, 4)
    case .span: return "\(first)..\(last)"
    }
  }
}
