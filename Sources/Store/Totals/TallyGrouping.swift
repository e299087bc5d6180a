// What totals are asked by, and what one total is.
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

/// What totals are read from.
package enum TallySource: Hashable, Sendable {
  /// From packed days where there are any, and of other days from their cells.
  case packedDays
  /// From the cells of all days.
  case cells
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

extension TallyGrouping {
  private static let keys = ["place", "trade", "action", "date"]

  /// Adds up the cells of an indicator (?5) on the days from ?1 to ?2, in areas from ?3 to below ?4.
  var statement: String {
    let columns = columns
    let list = Self.keys.map { key in columns.first { $0.name == key }?.expression ?? "''" }
    let keys = (["indicator"] + columns.map(\.name)).joined(separator: ", ")
    return """
      SELECT \(zip(list, Self.keys).map { "\($0) AS \($1)" }.joined(separator: ", ")),
        sum(count), sum(amount_high), sum(amount_low), sum(digest0), sum(digest1), sum(digest2), sum(digest3),
        count(DISTINCT nullif(unit, ''))
      FROM tally AS cell WHERE indicator = ?5 AND day BETWEEN ?1 AND ?2 AND area >= ?3 AND area < ?4
      GROUP BY \(keys) ORDER BY \(keys)
      """
  }

  /// The names of what is grouped by, with the expressions they stand for.
  private var columns: [(name: String, expression: String)] {
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
