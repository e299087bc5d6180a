// Whether a total equals the sum of what the areas below have stated, and which of them differ.
import Merge

/// What one area below has stated of one indicator, beside what is counted of that area here.
package struct AgreementLine: Hashable, Sendable {
  package enum Verdict: String, CaseIterable, Sendable {
    /// The same records, with the same amounts, on the same days.
    case equal
    /// Something is counted at one end that is not, or not so, at the other.
    case differs
    /// The area has stated nothing of the period.
    case silent
    /// The area counts by another catalog: its figures do not compare.
    case anotherCatalog = "another-catalog"
    /// The records stop below this node; the roll-up alone says what there is.
    case carried
  }

  package let indicator: String
  package let area: String
  package let own: CountSum
  package let stated: CountSum?
  package let verdict: Verdict
}

/// A total beside the roll-ups below it, and whether they agree.
package struct Agreement: Sendable {
  package let indicator: String
  /// One for each area below that has counted anything or stated anything, by code.
  package let lines: [AgreementLine]
  /// What is counted of the node's area as a whole.
  package let total: CountSum
  /// What stands under this node's own area: entered for the whole of it, so that nobody below has it to count.
  package let atThisLevel: CountSum

  /// Whether the total is exactly what the areas below have stated, and what stands at this level.
  package var holds: Bool {
    var sum = atThisLevel
    for line in lines { sum += line.stated ?? CountSum() }
    return sum == total && lines.allSatisfy { $0.verdict == .equal || $0.verdict == .carried }
  }

  /// - Parameters:
  ///   - own: what is counted here of each area below.
  ///   - isCarried: whether the records of the indicator stop below this node.
  ///   - catalog: the digest of this node's catalog.
  package init(
    _ indicator: String, own: [(area: String, sum: CountSum)], atThisLevel: CountSum, rollUps: [RollUp],
    isCarried: Bool, catalog: String
  ) {
    self.indicator = indicator
    self.atThisLevel = atThisLevel
    let areas = Set(own.map(\.area)).union(rollUps.filter { $0.total(indicator) != nil }.map(\.area.code))
    lines = areas.sorted().map { area in
      let counted = own.first { $0.area == area }?.sum ?? CountSum()
      let rollUp = rollUps.first { $0.area.code == area }
      let stated = rollUp.map { $0.total(indicator)?.sum ?? CountSum() }
      let verdict: AgreementLine.Verdict
      if isCarried {
        verdict = stated == nil ? .silent : .carried
      } else if let rollUp, let stated {
        verdict = rollUp.catalog != catalog ? .anotherCatalog : stated == counted ? .equal : .differs
      } else {
        verdict = .silent
      }
      return AgreementLine(indicator: indicator, area: area, own: counted, stated: stated, verdict: verdict)
    }
    var total = atThisLevel
    for line in lines { total += isCarried ? line.stated ?? CountSum() : line.own }
    self.total = total
  }

  /// The agreements of the parts of a longer period as one: an area's verdict is the worst of its parts.
  package init(joining parts: [Agreement], of indicator: String) {
    self.indicator = indicator
    var total = CountSum()
    var atThisLevel = CountSum()
    var lines: [String: AgreementLine] = [:]
    for part in parts {
      total += part.total
      atThisLevel += part.atThisLevel
      for line in part.lines { lines[line.area] = lines[line.area].map { $0.joined(with: line) } ?? line }
    }
    self.total = total
    self.atThisLevel = atThisLevel
    self.lines = lines.values.sorted { $0.area < $1.area }
  }
}

extension AgreementLine {
  fileprivate func joined(with other: AgreementLine) -> AgreementLine {
    var (own, stated) = (own, stated)
    own += other.own
    if let more = other.stated {
      var sum = stated ?? CountSum()
      sum += more
      stated = sum
    }
    let order: [Verdict] = [.carried, .equal, .silent, .anotherCatalog, .differs]
    let worst = [verdict, other.verdict].max { order.firstIndex(of: $0)! < order.firstIndex(of: $1)! } ?? verdict
    return AgreementLine(indicator: indicator, area: area, own: own, stated: stated, verdict: worst)
  }
}
