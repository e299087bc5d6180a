// Totals from packed days and, of those that are not packed or have changed since, from their cells.
import GRDB
import Merge

extension StoreReader {
  /// The totals of an indicator, if any day of the period is packed.
  /// - Returns: nil where none is, or where something can only be added up by SQL.
  /// - Throws: `LongGroups`, `StoreError`.
  func packedTally(
    _ indicator: String, in period: Period, area: Area?, by grouping: TallyGrouping, _ room: inout Int
  ) throws -> [TallyRow]? {
    guard try hasPackedDays() else { return nil }
    let find = try packedDays(of: indicator, in: period)
    defer { find.reset() }
    guard try find.step() else { return nil }
    var sums = TallySums(grouping, in: area)
    do {
      // The first day of which nothing has been added yet.
      var next = period.first.number
      repeat {
        try checkDeadline()
        guard let day = Day(find.text(0)), day.number >= next else { continue }
        // What does not fit is passed over, and so read with the cells before the next day.
        guard let cells = PackedCells(find.blob(1), hasKinds: sums.hasKinds) else { continue }
        try addCells(of: indicator, next..<day.number, area, to: &sums)
        try sums.add(cells)
        sums.endDay(day)
        next = day.number + 1
      } while try find.step()
      try addCells(of: indicator, next..<max(next, period.last.number + 1), area, to: &sums)
    } catch is PlainCells { return nil }
    return try sums.rows(of: indicator, &room)
  }

  func hasPackedDays() throws -> Bool { try packing?.isKept(db) ?? PackedTally.isKept(db) }

  /// A statement that goes through the packed days of a period whose cells have not changed since.
  private func packedDays(of indicator: String, in period: Period) throws -> HotStatement {
    let find = try db.hot(
      """
      SELECT day, cells FROM tally_packed AS packed
      WHERE indicator = ?1 AND day BETWEEN ?2 AND ?3 AND NOT EXISTS
        (SELECT 1 FROM tally_stale AS stale WHERE stale.indicator = packed.indicator AND stale.day = packed.day)
      ORDER BY day
      """)
    find.bind(1, indicator)
    find.bind(2, period.first.description)
    find.bind(3, period.last.description)
    return find
  }

  /// Adds the cells of some days, by their numbers.
  private func addCells(
    of indicator: String, _ days: Range<Int64>, _ area: Area?, to sums: inout TallySums
  ) throws {
    if days.isEmpty { return }
    var (day, text) = (Day?.none, [UInt8]())
    try cells(of: indicator, days, area).forEachRow { row in
      let bytes = row.blob(NumberedCell.dayColumn)
      if !bytes.elementsEqual(text) {
        if let day { sums.endDay(day) }
        text = Array(bytes)
        day = Day(row.text(NumberedCell.dayColumn))
        if day == nil { throw PlainCells() }
      }
      try sums.add(row)
    }
    if let day { sums.endDay(day) }
  }

  private func cells(of indicator: String, _ days: Range<Int64>, _ area: Area?) throws -> HotStatement {
    let read = try db.hot(
      """
      SELECT \(NumberedCell.columns) FROM tally AS cell LEFT JOIN tally_unit AS known ON known.unit = cell.unit
      WHERE cell.indicator = ?1 AND cell.day BETWEEN ?2 AND ?3 AND cell.area >= ?4 AND cell.area < ?5
      ORDER BY cell.day
      """)
    read.bind(1, indicator)
    read.bind(2, Day(number: days.lowerBound).description)
    read.bind(3, Day(number: days.upperBound - 1).description)
    let bounds = area.map { AreaRange.bounds(of: $0) }
    read.bind(4, bounds?.0 ?? "")
    read.bind(5, bounds?.1 ?? ":")
    return read
  }
}
