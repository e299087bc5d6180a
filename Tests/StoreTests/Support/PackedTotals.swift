// Packing the days of a store in tests, and comparing what is read from them with what is read from the cells.
import Catalog
import Merge
import SeededNumbers
import Store
import TestSupport
import Testing
import Totals

extension WrittenStore {
  /// Every day that may be packed, whatever has changed lately.
  func packable(cellsMin: Int = 1, quietSince number: Int64 = .max) throws -> [TallyDay] {
    var (days, place) = ([TallyDay](), TallyDay?.none)
    repeat {
      let after = place
      let found = try store.read {
        try $0.packableDays(after: after, quietSince: number, cellsMin: cellsMin)
      }
      days += found.days
      place = found.next
    } while place != nil
    return days
  }

  /// Packs these days; all that may be where none are named.
  func pack(_ days: [TallyDay]? = nil) throws {
    var rest = try days ?? packable()
    while !rest.isEmpty {
      rest.removeFirst(try store.write { [rest] writer in try writer.packDays(rest[...], cellsMin: 1) })
    }
  }

  /// The pairs of packed days that are said to hold.
  func packedDays() throws -> [String] {
    guard try count("SELECT count(*) FROM sqlite_schema WHERE name = 'tally_packed'") == 1 else { return [] }
    let stale = "SELECT indicator || ' ' || day FROM tally_stale"
    return try lines(
      "SELECT indicator || ' ' || day AS name FROM tally_packed WHERE name NOT IN (\(stale)) ORDER BY name")
  }

  /// Asks for totals by every grouping, from packed days and from the cells.
  func expectEqualTotals(
    _ random: inout SplitMix64, location: SourceLocation = #_sourceLocation
  ) throws {
    let (first, last) = (8 + random.below(4), 12 + random.below(4))
    let names = ["2025", "2025-10-\(first < 10 ? "0" : "")\(first)..2025-10-\(last)", "2025-10-\(last - 2)"]
    let periods = try names.map { try #require(Period($0)) }
    let areas = [nil, Self.town, Self.village, Area("370200000000"), Area("370202001001/91370200000000000X")]
    let groupings = TallyGrouping.all.map { grouping in
      var grouping = grouping
      if random.below(4) == 0 { grouping.bytesMax = random.below(40) }
      return grouping
    }
    try store.read { reader in
      for period in periods {
        for grouping in groupings {
          let area = areas[random.below(areas.count)]
          let plain = Result { try reader.tallies(in: period, area: area, by: grouping, from: .cells) }
          let packed = Result { try reader.tallies(in: period, area: area, by: grouping) }
          let what = "\(period) of \(area?.code ?? "all") by \(grouping)"
          switch (plain, packed) {
          case (.success(let plain), .success(let packed)):
            #expect(Self.bytes(plain) == Self.bytes(packed), "\(what)", sourceLocation: location)
          default:
            #expect(throws: LongGroups.self, "\(what)", sourceLocation: location) { try plain.get() }
            #expect(throws: LongGroups.self, "\(what)", sourceLocation: location) { try packed.get() }
          }
        }
      }
    }
  }

  /// Rows as texts that differ where their bytes do.
  private static func bytes(_ rows: [TallyRow]) -> [[UInt8]] {
    rows.map { row in
      let texts = [row.indicator, row.area, row.sector, row.campaign, row.day]
      let sums = "\(row.sum.count) \(row.sum.amount) \(row.sum.digest.hex) \(row.units)"
      return Array((texts + [sums]).joined(separator: "|").utf8)
    }
  }
}

extension TallyGrouping {
  /// Every one there is.
  static let all: [TallyGrouping] = {
    let tiers: [Tier?] = [nil] + Tier.allCases.filter { $0 < .terminal }
    return tiers.flatMap { tier in
      (0..<8).map { bits in
        TallyGrouping(tier: tier, bySector: bits & 1 > 0, byCampaign: bits & 2 > 0, byDay: bits & 4 > 0)
      }
    }
  }()
}
