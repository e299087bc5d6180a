// Totals of records that stop below this node, from what the areas below have stated.
import Catalog
import Merge
import Store
import Totals

extension TotalsReader {
  /// The stated periods that together are one: itself where such are stated, else its months, else its days.
  static func parts(of period: Period) -> [Period] {
    switch period.kind {
    case .day, .week, .month: return [period]
    case .quarter, .half, .year, .span: break
    }
    var parts: [Period] = []
    var next = period.first.number
    while next <= period.last.number {
      let day = Day(number: next)
      let month = Period(.month, containing: day)
      let part = period.contains(month) && month.first == day ? month : Period(.day, containing: day)
      parts.append(part)
      next = part.last.number + 1
    }
    return parts
  }

  /// For each part of a period, what the areas below have stated that lie in no other's.
  func rollUps(of period: Period, inside area: Area) throws -> [RollUp] {
    try Self.parts(of: period).flatMap { part in
      if area == home { return try topmost(of: part) }
      return RollUpReading.topmost(try rollUps(of: part).filter { area.contains($0.area) && $0.area != area })
    }
  }

  func stated(_ indicator: Indicator, in period: Period, of area: Area) throws -> TotalLine {
    let tier = home.tier
    var rollUps = try rollUps(of: period, inside: home)
    // Of an area below, its own roll-up or that of whoever stands above it says it.
    rollUps = rollUps.filter { area.contains($0.area) || ($0.area.contains(area) && area.tier > tier) }
    var line = empty(indicator, area: area.code)
    for rollUp in rollUps {
      let figure =
        area.contains(rollUp.area)
        ? rollUp.total(indicator.name)
        : rollUp.figures.first {
          $0.indicator == indicator.name && $0.area == area.code && $0.sector == nil && $0.campaign == nil
        }
      if let figure { line.add(figure, from: rollUp) }
    }
    return line
  }

  func statedChildren(_ indicator: Indicator, in period: Period, of area: Area, tier: Tier? = nil) throws
    -> [TotalLine]
  {
    var lines: [String: TotalLine] = [:]
    for rollUp in try rollUps(of: period, inside: area) {
      let isChild = tier.map { rollUp.area.tier == $0 } ?? true
      for figure in rollUp.figures
      where figure.indicator == indicator.name && figure.sector == nil && figure.campaign == nil {
        let isOwn = figure.area == rollUp.area.code
        guard isChild ? isOwn : Area(figure.area)?.tier == tier else { continue }
        lines[figure.area, default: empty(indicator, area: figure.area)].add(figure, from: rollUp)
      }
    }
    return lines.values.sorted { $0.area < $1.area }
  }

  func statedSplit(_ indicator: Indicator, by axis: Axis, in period: Period, of area: Area) throws -> [TotalLine] {
    var lines: [ExactText: TotalLine] = [:]
    for rollUp in try rollUps(of: period, inside: area) {
      for figure in rollUp.figures where figure.indicator == indicator.name {
        guard let key = axis == .sector ? figure.sector : axis == .campaign ? figure.campaign : nil else { continue }
        let new = TotalLine(
          indicator: indicator.name, area: area.code, sector: figure.sector, campaign: figure.campaign, day: nil,
          sum: CountSum(), units: 0, isUnitsExact: false, source: .rollUps([]))
        lines[ExactText(key), default: new].add(figure, from: rollUp)
      }
    }
    return lines.sorted { $0.key < $1.key }.map(\.value)
  }

  private func empty(_ indicator: Indicator, area: String) -> TotalLine {
    TotalLine(
      indicator: indicator.name, area: area, sector: nil, campaign: nil, day: nil, sum: CountSum(), units: 0,
      isUnitsExact: true, source: .rollUps([]))
  }
}

extension TotalLine {
  fileprivate mutating func add(_ figure: Figure, from rollUp: RollUp) {
    isUnitsExact = isUnitsExact && sum.isEmpty
    sum += figure.sum
    units = units.addingSaturated(figure.units)
    if case .rollUps(let records) = source { source = .rollUps(records + [rollUp.record]) }
  }
}
