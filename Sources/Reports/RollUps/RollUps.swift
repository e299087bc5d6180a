// What a node states of a day, week or month to those above it: which periods are due, and what to say.
package import Catalog
package import Merge
package import Replica
package import Store
package import Totals
import Trust

/// Plans the roll-ups of one node. It reads the node's tally and writes nothing: the caller commits what it intends.
///
/// A period is stated once it has ended, and again when anything in it changes: the record's value moves and its history
/// keeps what was said before. One record stands for one area and period, whoever states it.
package struct RollUps: Sendable {
  package let catalog: Catalog
  package let area: Area
  /// The catalog's digest, in hexadecimal.
  package let digest: String

  /// Who states them, where no person does.
  package static let user = "gridward"
  /// The type of record a roll-up is.
  package static let type = "roll_up"
  /// The periods that are stated.
  package static let kinds: [Period.Kind] = [.day, .week, .month]
  /// The most figures of areas, sectors and campaigns beside the totals: a commit has to carry them.
  static let detailsMax = 1_000

  package init(catalog: Catalog, area: Area) {
    self.catalog = catalog
    self.area = area
    digest = Bytes16.hexadecimal(Hashing.sha256(catalog.canonicalBytes).bytes)
  }

  /// Whether a node at this place states roll-ups: an office with somebody above it and areas below.
  package static func areStated(by area: Area, hasParent: Bool) -> Bool { hasParent && area.tier < .community }

  /// The ended periods that days lie in, in the order of their first days, the shorter first.
  /// - Parameter today: the day that has not ended; nil when every period counts as ended.
  package static func due(_ days: [Day], today: Day?) -> [Period] {
    var periods: Set<Period> = []
    for day in days {
      for kind in kinds {
        let period = Period(kind, containing: day)
        if let today, period.last >= today { continue }
        periods.insert(period)
      }
    }
    return periods.sorted { ($0.first, $0.last) < ($1.first, $1.last) }
  }

  /// What the record for a period of an area is named by.
  /// - Source: catalog README §10.7.
  package static func name(of area: Area, period: Period) -> [UInt8] { Array("\(type)\n\(area.code)\n\(period)".utf8) }

  /// The id of the record for a period of an area: the first sixteen bytes of the SHA-256 of its name.
  package static func record(of area: Area, period: Period) -> RecordID {
    RecordID(Hashing.sha256(name(of: area, period: period)).first16)
  }

  /// What to write so that each period's roll-up says what is counted now; nothing where it says so already.
  package func intents(for periods: [Period], now: Int64, in reader: StoreReader) throws -> [Intent] {
    guard let type = catalog.type(named: Self.type) else { return [] }
    return try periods.compactMap { period in
      let id = Self.record(of: area, period: period)
      let held = try reader.records(id, type: type).first { $0.area == area }
      let figures = try figures(of: period, in: reader)
      let before = held.flatMap { RollUpReading.rollUp($0) }
      guard before.map({ $0.figures != figures || $0.catalog != digest }) ?? !figures.isEmpty else { return nil }
      let values: [(String, Value)] = [
        ("period", .text(period.description)), ("figures", .list(figures.map(\.value))), ("stated_at", .int(now)),
        ("catalog", .text(digest)),
      ]
      let fields = values.compactMap { name, value in
        type.field(named: name).map { FieldChange($0.number, .write(value)) }
      }
      return Intent(type: type.name, record: id, area: area, seen: held?.state.version ?? .empty, fields: fields)
    }
  }

  /// The totals of this node's area, then those of the areas below it, then, where the records stop here, those of sectors
  /// and campaigns.
  package func figures(of period: Period, in reader: StoreReader) throws -> [Figure] {
    let totals = try reader.tallies(in: period, area: area).map { figure($0, area: area.code) }
    if totals.isEmpty { return [] }
    var details = try TotalsReader.rowsBelow(area, in: period, reader).map { figure($0, area: $0.area) }
    for (type, indicator) in catalog.indicators where !type.class.isHeld(above: area.tier) {
      for row in try reader.tally(indicator.name, in: period, area: area, by: TallyGrouping(bySector: true))
      where !row.sector.isEmpty {
        details.append(figure(row, area: area.code, sector: row.sector))
      }
      for row in try reader.tally(indicator.name, in: period, area: area, by: TallyGrouping(byCampaign: true))
      where !row.campaign.isEmpty {
        details.append(figure(row, area: area.code, campaign: row.campaign))
      }
    }
    return totals + (details.count <= Self.detailsMax ? details : [])
  }

  private func figure(_ row: TallyRow, area: String, sector: String? = nil, campaign: String? = nil) -> Figure {
    Figure(
      indicator: row.indicator, area: area, sector: sector, campaign: campaign, sum: row.sum, units: row.units)
  }
}

extension FeedClass {
  /// Whether records of this class rise above a tier.
  package func isHeld(above tier: Tier) -> Bool { rises.map { $0 < tier } ?? false }

  /// Whether records of this class about areas below reach a tier.
  package func reaches(_ tier: Tier) -> Bool { rises.map { $0 <= tier } ?? false }
}
