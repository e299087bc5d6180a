// Ranking areas by how much of what was found has been put right, and the three colours of the tier's score.

/// Red, yellow and blue of a tier's score; not the four colours of an enterprise's risk.
package enum ScoreColour: String, CaseIterable, Sendable {
  case blue, yellow, red

  package var title: String {
    switch self {
    case .blue: "蓝"
    case .yellow: "黄"
    case .red: "红"
    }
  }
}

/// From which rate on an area is blue, and from which on yellow.
/// - Units: thousandths.
package struct ColourRule: Hashable, Sendable {
  package var blueFrom: Int64 = 900
  package var yellowFrom: Int64 = 800

  package init() {}
}

/// An area with its place.
package struct RankedArea: Hashable, Sendable {
  package struct Counts: Hashable, Sendable {
    package let area: String
    package let found: Int64
    package let rectified: Int64
    package let visits: Int64

    package init(area: String, found: Int64, rectified: Int64, visits: Int64) {
      self.area = area
      self.found = found
      self.rectified = rectified
      self.visits = visits
    }
  }

  /// From 1; areas that stand equal share a place.
  package let place: Int
  package let counts: Counts
  /// Rectified of found, in thousandths; nil where nothing was found.
  package let permille: Int64?
  package let colour: ScoreColour

  /// Ranks areas: by rate, then by visits, then by code. Whoever found nothing on any visit stands behind whoever did, and
  /// whoever made no visit is red.
  package static func ranked(_ areas: [Counts], rule: ColourRule = ColourRule()) -> [RankedArea] {
    let rated = areas.map { (counts: $0, permille: $0.found > 0 ? Ratio.permille($0.rectified, of: $0.found) : nil) }
    let sorted = rated.sorted { left, right in
      if left.permille != right.permille { return (left.permille ?? -1) > (right.permille ?? -1) }
      if left.counts.visits != right.counts.visits { return left.counts.visits > right.counts.visits }
      return left.counts.area < right.counts.area
    }
    var ranked: [RankedArea] = []
    for (index, item) in sorted.enumerated() {
      let isTied =
        ranked.last.map { $0.permille == item.permille && $0.counts.visits == item.counts.visits } ?? false
      ranked.append(
        RankedArea(
          place: isTied ? ranked[index - 1].place : index + 1, counts: item.counts, permille: item.permille,
          colour: colour(item.counts, item.permille, rule)))
    }
    return ranked
  }

  private static func colour(_ counts: Counts, _ permille: Int64?, _ rule: ColourRule) -> ScoreColour {
    guard counts.visits > 0 else { return .red }
    guard let permille else { return .yellow }
    return permille >= rule.blueFrom ? .blue : permille >= rule.yellowFrom ? .yellow : .red
  }
}
