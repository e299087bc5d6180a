// Totals as a node can know them: from the records it holds and, where records stop below it, from what was stated.
package import Catalog
package import Merge
package import Store
package import Totals

/// One total with where it comes from.
package struct TotalLine: Hashable, Sendable {
  package enum Source: Hashable, Sendable {
    /// Counted from the records this node holds.
    case records
    /// Added up from these roll-ups: the records stop below.
    case rollUps([RecordID])
  }

  package let indicator: String
  /// Twelve digits.
  package let area: String
  package let sector: String?
  package let campaign: String?
  package let day: String?
  package var sum: CountSum
  /// Distinct units. Counted from records it is exact; added up from roll-ups it is an upper bound, since one unit may
  /// have been counted by two of them.
  package var units: Int64
  package var isUnitsExact: Bool
  package var source: Source
}

/// Reads totals from one snapshot of a node's store.
package final class TotalsReader {
  package let catalog: Catalog
  /// The node's own area.
  package let home: Area
  let reader: StoreReader
  /// What was stated of a period inside an area, read once.
  private var stated: [Period: [RollUp]] = [:]
  private var statedTopmost: [Period: [RollUp]] = [:]

  package init(catalog: Catalog, home: Area, reader: StoreReader) {
    self.catalog = catalog
    self.home = home
    self.reader = reader
  }

  package func type(of indicator: Indicator) -> RecordType? {
    catalog.types.first { $0.indicators.contains { $0.name == indicator.name } }
  }

  /// Whether the records of an indicator stop below this node.
  package func isCarried(_ indicator: Indicator) -> Bool {
    type(of: indicator).map { !$0.class.reaches(home.tier) } ?? false
  }

  /// The total of an area; of the node's own where none is given. A sum of nothing where nothing is counted.
  package func total(_ indicator: Indicator, in period: Period, of area: Area? = nil) throws -> TotalLine {
    let area = area ?? home
    if isCarried(indicator) { return try stated(indicator, in: period, of: area) }
    let row = try reader.tally(indicator.name, in: period, area: area).first
    return TotalLine(
      indicator: indicator.name, area: area.code, sector: nil, campaign: nil, day: nil, sum: row?.sum ?? CountSum(),
      units: row?.units ?? 0, isUnitsExact: true, source: .records)
  }

  /// The totals of the areas just below one, and what stands under that area itself, by code.
  package func children(_ indicator: Indicator, in period: Period, of area: Area? = nil) throws -> [TotalLine] {
    let area = area ?? home
    if isCarried(indicator) { return try statedChildren(indicator, in: period, of: area) }
    return try Self.children(of: area, indicator.name, in: period, reader).rows.map { line($0, area: $0.area) }
  }

  /// The totals of every division of a tier inside an area.
  package func divisions(
    _ indicator: Indicator, at tier: Tier, in period: Period, of area: Area? = nil
  ) throws -> [TotalLine] {
    let area = area ?? home
    if isCarried(indicator) { return try statedChildren(indicator, in: period, of: area, tier: tier) }
    return try reader.tally(indicator.name, in: period, area: area, by: TallyGrouping(tier: tier)).map {
      line($0, area: $0.area)
    }
  }

  package enum Axis: String, CaseIterable, Sendable { case sector, campaign, day }

  /// The totals of an area by sector, campaign or day. Of days nothing is known where records stop below.
  /// - Parameter bytesMax: how long sectors and campaigns may be together.
  /// - Throws: `LongGroups`, `StoreError`.
  package func split(
    _ indicator: Indicator, by axis: Axis, in period: Period, of area: Area? = nil, bytesMax: Int = .max
  ) throws -> [TotalLine] {
    let area = area ?? home
    if isCarried(indicator) { return try statedSplit(indicator, by: axis, in: period, of: area) }
    var grouping = TallyGrouping(bySector: axis == .sector, byCampaign: axis == .campaign, byDay: axis == .day)
    grouping.bytesMax = bytesMax
    return try reader.tally(indicator.name, in: period, area: area, by: grouping).map { row in
      line(
        row, area: area.code, sector: axis == .sector ? row.sector : nil,
        campaign: axis == .campaign ? row.campaign : nil, day: axis == .day ? row.day : nil)
    }
  }

  private func line(
    _ row: TallyRow, area: String, sector: String? = nil, campaign: String? = nil, day: String? = nil
  ) -> TotalLine {
    TotalLine(
      indicator: row.indicator, area: area, sector: sector, campaign: campaign, day: day, sum: row.sum,
      units: row.units, isUnitsExact: true, source: .records)
  }

  /// What areas inside the node's own have stated of exactly one period, by code.
  func rollUps(of period: Period) throws -> [RollUp] {
    if let known = stated[period] { return known }
    guard let type = catalog.type(named: RollUps.type) else { return [] }
    let found = try RollUpReading.rollUps(of: period, inside: home, type: type, in: reader)
    stated[period] = found
    return found
  }

  /// Those of them whose area lies in no other one's.
  func topmost(of period: Period) throws -> [RollUp] {
    if let known = statedTopmost[period] { return known }
    let found = RollUpReading.topmost(try rollUps(of: period))
    statedTopmost[period] = found
    return found
  }

  /// The rows of the next tier below an area that has any: a city without districts has townships there.
  package static func children(
    of area: Area, _ indicator: String, in period: Period, _ reader: StoreReader
  ) throws -> (tier: Tier?, rows: [TallyRow]) {
    for tier in Tier.allCases where tier > area.tier && tier < .terminal {
      let rows = try reader.tally(indicator, in: period, area: area, by: TallyGrouping(tier: tier))
      if rows.contains(where: { Area($0.area)?.tier == tier }) { return (tier, rows) }
    }
    return (nil, try reader.tally(indicator, in: period, area: area, by: TallyGrouping(tier: area.tier)))
  }

  /// The rows of all indicators in the areas of the next tier below one that has any.
  static func rowsBelow(_ area: Area, in period: Period, _ reader: StoreReader) throws -> [TallyRow] {
    for tier in Tier.allCases where tier > area.tier && tier < .terminal {
      let rows = try reader.tallies(in: period, area: area, by: TallyGrouping(tier: tier))
      let below = rows.filter { Area($0.area)?.tier == tier }
      if !below.isEmpty { return below }
    }
    return []
  }
}
