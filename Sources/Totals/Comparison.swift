// Comparing figures: with the year before, with each other as rates, and with what an earlier notice said of them.
package import Merge

/// By how much a figure has moved.
package struct Movement: Hashable, Sendable {
  package let now: Int64
  package let before: Int64

  package init(now: Int64, before: Int64) {
    self.now = now
    self.before = before
  }

  /// The change in thousandths of the former figure, rounded half away from zero; nil where there was nothing before.
  package var permille: Int64? {
    guard before > 0 else { return nil }
    return Ratio.permille(Int128(now) - Int128(before), of: before)
  }

  /// As a Chinese sentence says it: 上升47.4%, 下降3.0%, 持平.
  package var text: String {
    guard let permille else { return now == 0 ? "持平" : "上年同期为0" }
    if permille == 0 { return now == before ? "持平" : "基本持平" }
    return (permille > 0 ? "上升" : "下降") + Ratio.percent(Int64(clamping: permille.magnitude))
  }
}

/// Parts of a whole, in thousandths.
package enum Ratio {
  /// Rounded half away from zero; a rate beyond what 64 bits hold stays at their end.
  /// - Precondition: `whole` is above zero.
  package static func permille(_ part: Int64, of whole: Int64) -> Int64 { permille(Int128(part), of: whole) }

  static func permille(_ part: Int128, of whole: Int64) -> Int64 {
    precondition(whole > 0, "a part of nothing")
    let whole = Int128(whole)
    let rounded = ((part < 0 ? -part : part) * 2_000 + whole) / (2 * whole)
    return Int64(clamping: part < 0 ? -rounded : rounded)
  }

  /// `896` as `89.6%`.
  package static func percent(_ permille: Int64) -> String { "\(permille / 10).\(permille.magnitude % 10)%" }

  /// A rate such as 89.6%; a dash where there is nothing to be a part of.
  package static func text(_ part: Int64, of whole: Int64) -> String {
    whole > 0 ? percent(permille(part, of: whole)) : "—"
  }
}

/// A figure of an earlier notice that is no longer so.
package struct Correction: Hashable, Sendable {
  /// The notice that said it.
  package let notice: String
  package let period: Period
  package let indicator: String
  package let area: String
  package let was: CountSum
  package let now: CountSum

  /// What of a notice's figures is not what is counted now, in the order of indicators and areas.
  ///
  /// Equal numbers of other records are a correction too: the digests tell.
  /// - Parameter now: what is counted now; what it lacks counts nothing.
  package static func corrections(of notice: String, period: Period, was: [Figure], now: [Figure]) -> [Correction] {
    struct Key: Hashable {
      let indicator: String
      let area: String
    }
    func keyed(_ figures: [Figure]) -> [Key: CountSum] {
      let whole = figures.filter { $0.sector == nil && $0.campaign == nil }
      return Dictionary(
        whole.map { (Key(indicator: $0.indicator, area: $0.area), $0.sum) }, uniquingKeysWith: { first, _ in first })
    }
    let (before, after) = (keyed(was), keyed(now))
    let keys = Set(before.keys).union(after.keys).sorted { ($0.indicator, $0.area) < ($1.indicator, $1.area) }
    return keys.compactMap { key in
      let (was, now) = (before[key] ?? CountSum(), after[key] ?? CountSum())
      guard was != now else { return nil }
      return Correction(
        notice: notice, period: period, indicator: key.indicator, area: key.area, was: was, now: now)
    }
  }
}

/// A figure of a period before the system was in use.
package struct Baseline: Hashable, Sendable {
  package let indicator: String
  package let area: Area
  package let period: Period
  package let figure: Int64

  package init(indicator: String, area: Area, period: Period, figure: Int64) {
    self.indicator = indicator
    self.area = area
    self.period = period
    self.figure = figure
  }

  /// What the baselines of an indicator say of an area and a period, none counted twice: those of larger areas and longer
  /// periods first, then those that overlap none of them.
  /// - Returns: nil when nothing is known of the period.
  package static func figure(_ all: [Baseline], of area: Area, in period: Period) -> Int64? {
    let fitting = all.filter { period.contains($0.period) && area.contains($0.area) }.sorted { left, right in
      if left.area.tier != right.area.tier { return left.area.tier < right.area.tier }
      let lengths = (left.period.length, right.period.length)
      if lengths.0 != lengths.1 { return lengths.0 > lengths.1 }
      if left.period.first != right.period.first { return left.period.first < right.period.first }
      return left.area == right.area ? left.figure < right.figure : left.area < right.area
    }
    var chosen: [Baseline] = []
    for baseline in fitting
    where !chosen.contains(where: { $0.period.overlaps(baseline.period) && $0.area.contains(baseline.area) }) {
      chosen.append(baseline)
    }
    return chosen.isEmpty ? nil : Int64(clamping: chosen.reduce(Int128(0)) { $0 + Int128($1.figure) })
  }
}
