// Reading totals: sums over the cells of the tally, and the same counted again from the records.
package import Catalog
import GRDB
package import Merge
package import Totals

extension StoreReader {
  /// The totals of an indicator over the records this node holds.
  /// - Throws: `LongGroups`, `StoreError`.
  package func tally(
    _ indicator: String, in period: Period, area: Area? = nil, by grouping: TallyGrouping = TallyGrouping(),
    from source: TallySource = .packedDays
  ) throws -> [TallyRow] {
    var room = grouping.bytesMax
    return try tally(indicator, in: period, area: area, by: grouping, from: source, &room)
  }

  /// The totals of every indicator that counts anything, by its name.
  package func tallies(
    in period: Period, area: Area? = nil, by grouping: TallyGrouping = TallyGrouping(),
    from source: TallySource = .packedDays
  ) throws -> [TallyRow] {
    var room = grouping.bytesMax
    return try countedIndicators().flatMap { try tally($0, in: period, area: area, by: grouping, from: source, &room) }
  }

  /// The names of the indicators that have a cell. One seek for each: the names are few and the cells are many.
  func countedIndicators() throws -> [String] {
    let find = try db.hot("SELECT min(indicator) FROM tally WHERE indicator > ?1")
    defer { find.reset() }
    var names: [String] = []
    while true {
      find.bind(1, names.last ?? "")
      guard try find.step(), !find.isNull(0) else { return names }
      names.append(find.text(0))
      find.reset()
    }
  }

  private func tally(
    _ indicator: String, in period: Period, area: Area?, by grouping: TallyGrouping, from source: TallySource,
    _ room: inout Int
  ) throws -> [TallyRow] {
    if source == .packedDays, let rows = try packedTally(indicator, in: period, area: area, by: grouping, &room) {
      return rows
    }
    return try plainTally(indicator, in: period, area: area, by: grouping, &room)
  }

  /// As SQL adds the cells up.
  /// - Parameter room: how many bytes the names of sectors and campaigns may yet take.
  private func plainTally(
    _ indicator: String, in period: Period, area: Area?, by grouping: TallyGrouping, _ room: inout Int
  ) throws -> [TallyRow] {
    let statement = try db.hot(grouping.statement)
    statement.bind(1, period.first.description)
    statement.bind(2, period.last.description)
    let bounds = area.map { AreaRange.bounds(of: $0) }
    statement.bind(3, bounds?.0 ?? "")
    statement.bind(4, bounds?.1 ?? ":")
    statement.bind(5, indicator)
    var rows: [TallyRow] = []
    try statement.forEachRow { row in
      room -= row.blob(1).count + row.blob(2).count
      if room < 0 { throw LongGroups() }
      let digest = DigestLanes.join((7..<11).map { row.int($0) })
      rows.append(
        TallyRow(
          indicator: indicator, area: row.text(0), sector: row.text(1), campaign: row.text(2), day: row.text(3),
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
