// A figure as a roll-up or a notice gives it, and how it stands in a record.
package import Merge

/// One total with what it is a total of.
package struct Figure: Hashable, Sendable {
  package let indicator: String
  /// Twelve digits; the area of whoever states it where nothing else is said.
  package let area: String
  /// Nil for all sectors together, empty for records that name none. Likewise the campaign.
  package let sector: String?
  package let campaign: String?
  package let sum: CountSum
  /// How many distinct units were counted.
  package let units: Int64

  package init(
    indicator: String, area: String, sector: String? = nil, campaign: String? = nil, sum: CountSum, units: Int64 = 0
  ) {
    self.indicator = indicator
    self.area = area
    self.sector = sector
    self.campaign = campaign
    self.sum = sum
    self.units = units
  }
}

extension Figure {
  /// The value that stands for it in a record's list of figures.
  package var value: Value {
    var entries: [(String, Value)] = [
      ("indicator", .text(indicator)), ("area", .text(area)), ("count", .int(sum.count)),
      ("digest", .text(sum.digest.hex)),
    ]
    if let sector { entries.append(("sector", .text(sector))) }
    if let campaign { entries.append(("campaign", .text(campaign))) }
    if sum.amount != 0 { entries.append(("amount", .int(sum.amount))) }
    if units != 0 { entries.append(("units", .int(units))) }
    return .sorted(entries)
  }

  /// Reads such a value; nil for one that is none.
  package init?(_ value: Value) {
    guard let indicator = value["indicator"]?.text, let area = value["area"]?.text, let count = value["count"]?.int,
      let digest = value["digest"]?.text.flatMap({ Bytes16(hex: $0) })
    else { return nil }
    self.init(
      indicator: indicator, area: area, sector: value["sector"]?.text, campaign: value["campaign"]?.text,
      sum: CountSum(count: count, amount: value["amount"]?.int ?? 0, digest: digest),
      units: value["units"]?.int ?? 0)
  }

  /// The figures in a record's list; what is none of them is left out.
  package static func figures(in list: Value) -> [Figure] {
    guard case .list(let items) = list else { return [] }
    return items.compactMap(Figure.init)
  }
}

/// What a node has stated of a period.
package struct RollUp: Hashable, Sendable {
  /// The record that says it.
  package let record: RecordID
  package let area: Area
  package let period: Period
  package let figures: [Figure]
  /// In milliseconds.
  package let statedAt: Int64
  /// The digest of the catalog by which it was counted.
  package let catalog: String

  package init(
    record: RecordID, area: Area, period: Period, figures: [Figure], statedAt: Int64, catalog: String
  ) {
    self.record = record
    self.area = area
    self.period = period
    self.figures = figures
    self.statedAt = statedAt
    self.catalog = catalog
  }

  /// What it says of an indicator as a whole.
  package func total(_ indicator: String) -> Figure? {
    figures.first {
      $0.indicator == indicator && $0.area == area.code && $0.sector == nil && $0.campaign == nil
    }
  }
}
