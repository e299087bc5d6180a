// Adding cells up in groups, packed ones and others alike: what SQL would give, without its steps.
import GRDB
import Merge
import Totals

/// Sums of the cells of one indicator, by what they are grouped by.
struct TallySums {
  /// A group's sums.
  private struct Sum {
    var count: Int64 = 0
    var amount: Int128 = 0
    var digest: UInt128 = 0
    var units: Int64 = 0
  }

  /// A group that is summed up.
  private struct Line {
    let place: UInt64
    let kind: Int
    let day: Int64
    let sum: Sum
  }

  private let grouping: TallyGrouping
  private let places: Range<UInt64>
  /// Places are told apart by their number without its last digits.
  private let divisor: UInt64
  private var kinds: [CellKind: Int] = [:]
  private var kindNames: [CellKind] = []
  private var kindBytes = 0
  /// Of each group its place and kind, as one number.
  private var groups = NumberIndex()
  private var sums: [Sum] = []
  /// The groups of the cells that are being added, in their order.
  private var found: [Int32] = []
  private var lastGroup: (key: UInt64, group: Int)?
  private var units = DistinctUnits()
  private var lines: [Line] = []

  /// - Parameter area: nil for all.
  init(_ grouping: TallyGrouping, in area: Area?) {
    self.grouping = grouping
    places = area.map(Self.places) ?? 0..<Self.power(of: 12)
    divisor = grouping.tier.map { Self.power(of: 12 - $0.digitCount) } ?? 1
  }

  var hasKinds: Bool { grouping.bySector || grouping.byCampaign }

  private static func power(of digits: Int) -> UInt64 { (0..<digits).reduce(1) { power, _ in power * 10 } }

  /// The numbers of the divisions in an area: none in an enterprise.
  private static func places(in area: Area) -> Range<UInt64> {
    guard area.tier != .terminal, let first = UInt64(area.code) else { return 0..<0 }
    return first..<(first + power(of: 12 - area.tier.digitCount))
  }

  /// - Throws: `LongGroups`.
  mutating func add(_ cells: PackedCells) throws {
    try findGroups(of: cells)
    let found = found
    // Apart from finding groups and units, so that nothing is asked of an array here but its memory.
    sums.withUnsafeMutableBufferPointer { sums in
      found.withUnsafeBufferPointer { found in
        for cell in 0..<cells.count {
          let group = Int(found[cell])
          if group < 0 { continue }
          sums[group].count &+= cells.count(at: cell)
          if cells.hasAmounts { sums[group].amount &+= cells.amount(at: cell) }
          sums[group].digest &+= cells.digest(at: cell)
        }
      }
    }
    for (group, unit) in zip(found, cells.units) where group >= 0 && unit > 0 {
      if units.insert(unit, in: Int(group)) { sums[Int(group)].units += 1 }
    }
  }

  /// Finds the group of each cell; -1 for one outside the area.
  private mutating func findGroups(of cells: PackedCells) throws {
    found.removeAll(keepingCapacity: true)
    // Only of what lies in the area: what others call their sectors is not told.
    var kinds = [Int](repeating: -1, count: cells.kindNames.count)
    for run in cells.runs {
      let length = run.end - found.count
      guard places.contains(run.area) else {
        found.append(contentsOf: repeatElement(-1, count: length))
        continue
      }
      let place = place(of: run.area)
      if kinds.isEmpty {
        let group = Int32(truncatingIfNeeded: group(place, 0))
        for _ in 0..<length { found.append(group) }
        continue
      }
      for cell in found.count..<run.end {
        let kind = try kind(Int(cells.kinds[cell]), of: cells, &kinds)
        found.append(Int32(truncatingIfNeeded: group(place, kind)))
      }
    }
  }

  /// - Parameter row: stands on a row of `NumberedCell.columns`.
  /// - Throws: `PlainCells` for a cell that is not to be grouped so; `LongGroups`.
  mutating func add(_ row: HotStatement) throws {
    guard let cell = NumberedCell(row) else { throw PlainCells() }
    guard places.contains(cell.area) else { return }
    let kind = hasKinds ? try kind(CellKind(sector: Array(row.blob(1)), campaign: Array(row.blob(2)))) : 0
    let group = group(place(of: cell.area), kind)
    sums[group].count &+= cell.count
    sums[group].amount &+= cell.amount
    sums[group].digest &+= cell.digest
    let unit = try cell.unit ?? units.stranger(Array(row.blob(3)))
    if unit > 0, units.insert(unit, in: group) { sums[group].units += 1 }
  }

  @inline(__always) private func place(of area: UInt64) -> UInt64 {
    grouping.tier == nil ? 0 : area / divisor * divisor
  }

  @inline(__always) private mutating func kind(_ number: Int, of cells: PackedCells, _ known: inout [Int]) throws -> Int
  {
    if known[number] < 0 { known[number] = try kind(cells.kindNames[number]) }
    return known[number]
  }

  /// A kind's place, of which only what is grouped by is asked.
  private mutating func kind(_ cell: CellKind) throws -> Int {
    let kind = CellKind(
      sector: grouping.bySector ? cell.sector : [], campaign: grouping.byCampaign ? cell.campaign : [])
    if let known = kinds[kind] { return known }
    kindBytes += kind.byteCount
    guard kindBytes <= grouping.bytesMax, kindNames.count < Self.kindsMax else { throw LongGroups() }
    kinds[kind] = kindNames.count
    kindNames.append(kind)
    return kindNames.count - 1
  }

  /// A place of twelve digits has forty bits of a group's key, and a kind the rest.
  private static let kindsMax = 1 << 24

  @inline(__always) private mutating func group(_ place: UInt64, _ kind: Int) -> Int {
    let key = place << 24 | UInt64(kind)
    if let last = lastGroup, last.key == key { return last.group }
    let group = groups.place(of: key)
    if group == sums.count { sums.append(Sum()) }
    lastGroup = (key, group)
    return group
  }

  // MARK: Lines

  /// Called after the last cell of each day: where days are told apart, its groups are at their end.
  mutating func endDay(_ day: Day) { if grouping.byDay { endGroups(day.number) } }

  private mutating func endGroups(_ day: Int64) {
    for (key, sum) in zip(groups.numbers, sums) {
      lines.append(Line(place: key >> 24, kind: Int(key & 0xFF_FFFF), day: day, sum: sum))
    }
    groups.removeAll()
    sums.removeAll(keepingCapacity: true)
    units.removeAll()
    lastGroup = nil
  }

  /// The groups in the order of their keys; nothing may be added after that.
  /// - Parameter room: how many bytes the names of sectors and campaigns may yet take.
  /// - Throws: `LongGroups` where they take more.
  mutating func rows(of indicator: String, _ room: inout Int) throws -> [TallyRow] {
    if !grouping.byDay { endGroups(0) }
    let order = kindNames.indices.sorted { CellKind.precedes(kindNames[$0], kindNames[$1]) }
    var ranks = [Int](repeating: 0, count: max(kindNames.count, 1))
    for (rank, kind) in order.enumerated() { ranks[kind] = rank }
    lines.sort { ($0.place, ranks[$0.kind], $0.day) < ($1.place, ranks[$1.kind], $1.day) }
    return try lines.map { line in
      let kind = kindNames.isEmpty ? CellKind() : kindNames[line.kind]
      room -= kind.byteCount
      if room < 0 { throw LongGroups() }
      return row(line, kind, of: indicator)
    }
  }

  /// More than the lanes of any amounts come to: bytes that nobody packed may say any number, and sums of rows must not end in it.
  private static let amountMax = Int128(1) << 96

  private func row(_ line: Line, _ kind: CellKind, of indicator: String) -> TallyRow {
    let digits = String(line.place)
    let digest = Bytes16(
      high: UInt64(truncatingIfNeeded: line.sum.digest >> 64), low: UInt64(truncatingIfNeeded: line.sum.digest))
    let amount = min(max(line.sum.amount, -Self.amountMax), Self.amountMax)
    return TallyRow(
      indicator: indicator,
      area: grouping.tier == nil ? "" : String(repeating: "0", count: max(0, 12 - digits.utf8.count)) + digits,
      sector: String(decoding: kind.sector, as: UTF8.self), campaign: String(decoding: kind.campaign, as: UTF8.self),
      day: grouping.byDay ? Day(number: line.day).description : "",
      sum: CountSum(count: line.sum.count, exactAmount: amount, digest: digest), units: line.sum.units)
  }
}
