// Whether a node's totals are those its children have stated, where they part, and how they compare with the year before.
package import Catalog
package import Merge
import Store
package import Totals

extension TotalsReader {
  /// Compares the total of a day, week or month with what the areas below have stated of it.
  package func agreement(on indicator: Indicator, in period: Period) throws -> Agreement {
    let rollUps = try topmost(of: period)
    let isCarried = isCarried(indicator)
    var own: [(area: String, sum: CountSum)] = []
    var atThisLevel = CountSum()
    if !isCarried {
      // Of the areas that have stated something; what else there is stands by the tier below.
      for row in try Self.children(of: home, indicator.name, in: period, reader).rows {
        if row.area == home.code { atThisLevel = row.sum } else { own.append((row.area, row.sum)) }
      }
    }
    return Agreement(
      indicator.name, own: own, atThisLevel: atThisLevel, rollUps: rollUps, isCarried: isCarried,
      catalog: RollUps(catalog: catalog, area: home).digest)
  }

  /// The figure of the year before: from baselines where there are any, else from records; nil when nothing is known.
  package func yearBefore(_ indicator: Indicator, in period: Period, of area: Area? = nil) throws -> Int64? {
    let (area, before) = (area ?? home, period.yearBefore)
    if let type = catalog.type(named: "baseline") {
      let all = try RollUpReading.baselines(of: indicator.name, type: type, in: reader)
      if let figure = Baseline.figure(all, of: area, in: before) { return figure }
    }
    let line = try total(indicator, in: before, of: area)
    return line.sum.isEmpty ? nil : indicator.figure(line)
  }
}

extension Indicator {
  /// The figure an indicator is read for: distinct units, an amount, or how many records.
  package func figure(_ line: TotalLine) -> Int64 {
    if isDistinct { return line.units }
    return sum == nil ? line.sum.count : line.sum.amount
  }

  package func figure(_ sum: CountSum, units: Int64) -> Int64 {
    if isDistinct { return units }
    return self.sum == nil ? sum.count : sum.amount
  }
}

/// How figures are written: money is counted in fen and read in units of ten thousand yuan.
package struct FigureFormat: Sendable {
  private let moneyIndicators: Set<String>

  package init(catalog: Catalog) {
    var names: Set<String> = []
    for (type, indicator) in catalog.indicators {
      if let sum = indicator.sum, type.field(numbered: sum)?.unit == "0.01 CNY" { names.insert(indicator.name) }
    }
    moneyIndicators = names
  }

  package func isMoney(_ indicator: String) -> Bool { moneyIndicators.contains(indicator) }

  /// The figure in the indicator's unit; money with as many decimals as it has, at least one, at most six.
  package func text(_ figure: Int64, of indicator: String) -> String {
    isMoney(indicator) ? Self.millionths(figure) : String(figure)
  }

  /// Millionths as a decimal number.
  package static func millionths(_ figure: Int64) -> String {
    let magnitude = figure.magnitude
    let fraction = String(magnitude % 1_000_000)
    var decimals = String(repeating: "0", count: 6 - fraction.utf8.count) + fraction
    while decimals.utf8.count > 1, decimals.hasSuffix("0") { decimals.removeLast() }
    let whole = String(magnitude / 1_000_000)
    return (figure < 0 ? "-" : "") + (decimals == "0" ? whole : "\(whole).\(decimals)")
  }
}
