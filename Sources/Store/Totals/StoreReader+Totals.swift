// Reading totals: sums over the cells of the tally, and the same counted again from the records.
package import Catalog
import GRDB
package import Merge
package import Totals

/// What totals are grouped by; a total of everything is grouped by nothing.
package struct TallyGrouping: Hashable, Sendable {
  /// The divisions of this tier; what belongs to a division above it stands under that one.
  package var tier: Tier?
  package var bySector = false
  package var byCampaign = false
  package var byDay = false
  /// How long sectors and campaigns may be together: whoever writes records decides what they are called.
  package var bytesMax = Int.max

  package init(tier: Tier? = nil, bySector: Bool = false, byCampaign: Bool = false, byDay: Bool = false) {
    self.tier = tier
    self.bySector = bySector
    self.byCampaign = byCampaign
    self.byDay = byDay
  }
}

/// One total.
package struct TallyRow: Hashable, Sendable {
  package let indicator: String
  /// Twelve digits; empty where the rows are not grouped by area. Likewise the three below.
  package let area: String
  package let sector: String
  package let campaign: String
  package let day: String
  package let sum: CountSum
  /// How many distinct units are named.
  package let units: Int64
}

/// What totals are grouped by is called in so long words that they are not told.
package struct LongGroups: Error, Hashable, Sendable {
  package init() {}
}

extension StoreReader {
  /// The totals of an indicator over the records this node holds.
  /// - Throws: `LongGroups`, `StoreError`.
  package func tally(
    _ indicator: String, in period: Period, area: Area? = nil, by grouping: TallyGrouping = TallyGrouping()
  ) throws -> [TallyRow] {
    try tally(from: "(SELECT ?5 AS name)", named: indicator, in: period, area: area, by: grouping)
  }

  /// The totals of every indicator that counts anything, by its name.
  package func tallies(
    in period: Period, area: Area? = nil, by grouping: TallyGrouping = TallyGrouping()
  ) throws -> [TallyRow] {
    // One seek for each name: the names are few and the cells are many.
    let names = """
      (WITH RECURSIVE known(name) AS (
        SELECT min(indicator) FROM tally
        UNION ALL SELECT (SELECT min(indicator) FROM tally WHERE indicator > name) FROM known WHERE name IS NOT NULL
      ) SELECT name FROM known WHERE name IS NOT NULL AND ?5 IS NULL)
      """
    return try tally(from: names, named: nil, in: period, area: area, by: grouping)
  }

  private func tally(
    from names: String, named indicator: String?, in period: Period, area: Area?, by grouping: TallyGrouping
  ) throws -> [TallyRow] {
    let columns = grouping.columns
    let list = TallyGrouping.keys.map { key in columns.first { $0.name == key }?.expression ?? "''" }
    let keys = (["indicator"] + columns.map(\.name)).joined(separator: ", ")
    let statement = try db.hot(
      """
      SELECT \(zip(list, TallyGrouping.keys).map { "\($0) AS \($1)" }.joined(separator: ", ")),
        sum(count), sum(amount_high), sum(amount_low), sum(digest0), sum(digest1), sum(digest2), sum(digest3),
        count(DISTINCT nullif(unit, '')), indicator
      FROM \(names) AS wanted CROSS JOIN tally AS cell
      WHERE indicator = wanted.name AND day BETWEEN ?1 AND ?2 AND area >= ?3 AND area < ?4
      GROUP BY \(keys) ORDER BY \(keys)
      """)
    statement.bind(1, period.first.description)
    statement.bind(2, period.last.description)
    let bounds = area.map { AreaRange.bounds(of: $0) }
    statement.bind(3, bounds?.0 ?? "")
    statement.bind(4, bounds?.1 ?? ":")
    if let indicator { statement.bind(5, indicator) } else { statement.bindNull(5) }
    var (rows, bytes) = ([TallyRow](), 0)
    try statement.forEachRow { row in
      bytes += row.blob(1).count + row.blob(2).count
      if bytes > grouping.bytesMax { throw LongGroups() }
      let digest = DigestLanes.join((7..<11).map { row.int($0) })
      rows.append(
        TallyRow(
          indicator: row.text(12), area: row.text(0), sector: row.text(1), campaign: row.text(2), day: row.text(3),
          sum: CountSum(
            count: row.int(4), exactAmount: AmountLanes.join(high: row.int(5), low: row.int(6)), digest: digest),
          units: row.int(11)))
    }
    return rows
  }

  /// Every cell of the tally, in the order of its key, as text and numbers; without the number of its last change.
  package func tallyCells() throws -> [[Cell]] {
    var cells: [[Cell]] = []
    let order = "indicator, day, area, sector, campaign, unit"
    try db.hot("SELECT * FROM tally ORDER BY \(order)").forEachRow { row in cells.append((0..<13).map(row.cell)) }
    return cells
  }

  /// What every record of a type adds to its indicators, counted from the rows: what the tally must be the sum of.
  package func contributions(of type: RecordType) throws -> [Contribution] {
    var filter = RecordFilter(type: type.name)
    filter.count = RecordFilter.countMax
    var found: [Contribution] = []
    while true {
      let page = try records(filter, type: type)
      for view in page.records { found += type.contributions(of: MergedRecord(view)) }
      guard let next = page.next else { return found }
      filter.after = next
    }
  }

  /// What one record adds to its type's indicators.
  package func contributions(of view: RecordView) -> [Contribution] {
    view.type.contributions(of: MergedRecord(view))
  }

  /// The days whose totals have changed since they were last taken note of.
  package func changedDays() throws -> [Day] {
    var days: [Day] = []
    try db.hot("SELECT day FROM tally_changed ORDER BY day").forEachRow { row in
      if let day = Day(row.text(0)) { days.append(day) }
    }
    return days
  }
}

extension MergedRecord {
  init(_ view: RecordView) {
    self.init(type: view.type, record: view.id, area: view.area, state: view.state, standing: view.standing)
  }
}

extension TallyGrouping {
  static let keys = ["place", "trade", "action", "date"]

  /// The names of what is grouped by, with the expressions they stand for.
  fileprivate var columns: [(name: String, expression: String)] {
    var columns: [(name: String, expression: String)] = []
    if let tier {
      let digits = tier.digitCount
      columns.append(("place", "substr(cell.area, 1, \(digits)) || '\(String(repeating: "0", count: 12 - digits))'"))
    }
    if bySector { columns.append(("trade", "cell.sector")) }
    if byCampaign { columns.append(("action", "cell.campaign")) }
    if byDay { columns.append(("date", "cell.day")) }
    return columns
  }
}

extension StoreWriter {
  package func changedDays() throws -> [Day] {
    try flush()
    return try StoreReader(db).changedDays()
  }

  /// Takes note of days that have changed: they are named again when they change again.
  package func forgetChangedDays(_ days: [Day]) throws {
    try flush()
    let statement = try db.hot("DELETE FROM tally_changed WHERE day = ?1")
    for day in days {
      statement.bind(1, day.description)
      try statement.run()
    }
  }
}
