// Packing the days of the tally, some at a time, when they have become quiet.
import Catalog
import GRDB
import Merge

/// Days that may be packed now, and how to go on.
package struct PackableDays: Sendable {
  /// Days of which much is to be read, and nothing packed that holds.
  package fileprivate(set) var days: [TallyDay] = []
  /// Whether there are such days that have changed too lately.
  package fileprivate(set) var hasRestless = false
  /// From where the next part goes on; nil at the end.
  package fileprivate(set) var next: TallyDay?
  /// The number of the last change there is: a day whose cells have none above it has not changed since.
  package let newest: Int64
}

extension StoreReader {
  /// How many days one part looks at.
  private static let lookedAtMax = 5_000
  /// How many it gives.
  private static let packableMax = 500

  /// Looks for days that are to be packed: first those that have changed since they were, then those that never were.
  /// - Parameters:
  ///   - last: where the part before ended; nil to begin.
  ///   - number: a change number: whatever has changed since is left for later.
  package func packableDays(
    after last: TallyDay? = nil, quietSince number: Int64, cellsMin: Int? = nil
  ) throws -> PackableDays {
    let newest = try ChangeNumbers.highest(in: ChangeNumbers.tables(db), db)
    var (found, lookedAt) = (PackableDays(newest: newest), 0)
    let cellsMin = cellsMin ?? PackedTally.cellsMin
    if last == nil {
      for day in try staleDays() { try look(at: day, isStale: true, number, cellsMin, &found) }
    }
    for indicator in try countedIndicators() where indicator >= last?.indicator ?? "" {
      var day = indicator == last?.indicator ? last?.day : nil
      while let next = try dayCounted(in: indicator, after: day) {
        day = next
        let place = TallyDay(indicator: indicator, day: next)
        if try !isPacked(place) { try look(at: place, isStale: false, number, cellsMin, &found) }
        lookedAt += 1
        if lookedAt >= Self.lookedAtMax || found.days.count >= Self.packableMax {
          found.next = place
          return found
        }
      }
    }
    return found
  }

  private func look(
    at day: TallyDay, isStale: Bool, _ number: Int64, _ cellsMin: Int, _ found: inout PackableDays
  ) throws {
    let count = try db.hot(
      """
      SELECT count(*), max(change) FROM
        (SELECT change FROM tally WHERE indicator = ?1 AND day = ?2 LIMIT \(PackedTally.cellsMax + 1))
      """)
    count.bind(1, day.indicator)
    count.bind(2, day.day.description)
    defer { count.reset() }
    guard try count.step() else { return }
    // What is packed of a day that is not to be any more is taken away.
    guard isStale || (Int64(max(cellsMin, 1))...Int64(PackedTally.cellsMax)).contains(count.int(0)) else { return }
    if count.int(1) > number { found.hasRestless = true } else { found.days.append(day) }
  }

  private func staleDays() throws -> [TallyDay] {
    guard try hasPackedDays() else { return [] }
    var days: [TallyDay] = []
    try db.hot("SELECT indicator, day FROM tally_stale ORDER BY day, indicator").forEachRow { row in
      if let day = Day(row.text(1)) { days.append(TallyDay(indicator: row.text(0), day: day)) }
    }
    return days
  }

  private func isPacked(_ day: TallyDay) throws -> Bool {
    guard try hasPackedDays() else { return false }
    let find = try db.hot("SELECT 1 FROM tally_packed WHERE indicator = ?1 AND day = ?2")
    find.bind(1, day.indicator)
    find.bind(2, day.day.description)
    defer { find.reset() }
    return try find.step()
  }

  /// The next day on which an indicator has cells.
  private func dayCounted(in indicator: String, after day: Day?) throws -> Day? {
    let find = try db.hot("SELECT min(day) FROM tally WHERE indicator = ?1 AND day > ?2")
    find.bind(1, indicator)
    find.bind(2, day?.description ?? "")
    defer { find.reset() }
    return try find.step() && !find.isNull(0) ? Day(find.text(0)) : nil
  }
}

extension StoreWriter {
  /// How many cells one transaction packs: others wait for it.
  private static let packedCellsMax = 4_000

  /// Packs the first of these days, at least one: what has changed of them since they were looked for is packed as well.
  /// - Returns: how many days are done; all of them while the views are being folded.
  package func packDays(_ days: ArraySlice<TallyDay>, cellsMin: Int? = nil) throws -> Int {
    try flush()
    if isRebuilding || days.isEmpty { return days.count }
    if try !PackedTally.isKept(db) {
      try PackedTally.make(db)
      notePacking()
    }
    let packer = DayPacker(in: db, cellsMin: cellsMin ?? PackedTally.cellsMin)
    var (done, cells) = (0, 0)
    for day in days where cells < Self.packedCellsMax {
      cells += try packer.pack(day)
      done += 1
    }
    return done
  }
}
