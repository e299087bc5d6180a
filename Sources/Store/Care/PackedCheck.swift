// Comparing the packed days of the tally with the cells that they are of.
import GRDB
import Merge

/// Packs each day a second time, from the cells, which verifying compares with the commits.
struct PackedCheck {
  private let reader: StoreReader

  init(_ reader: StoreReader) { self.reader = reader }

  /// Does nothing in a store that has no packed days.
  func run(_ result: inout Verification) throws {
    guard try PackedTally.isKept(reader.db) else { return }
    let packer = DayPacker(in: reader.db, cellsMin: 1)
    let rows = try reader.db.hot(
      """
      SELECT indicator, day, cells FROM tally_packed AS packed WHERE NOT EXISTS
        (SELECT 1 FROM tally_stale AS stale WHERE stale.indicator = packed.indicator AND stale.day = packed.day)
      ORDER BY indicator, day
      """)
    try rows.forEachRow { row in
      result.rows += 1
      let wanted = try Day(row.text(1)).flatMap { day in
        try packer.packed(TallyDay(indicator: row.text(0), day: day)).bytes
      }
      guard let wanted, row.blob(2).elementsEqual(wanted) else {
        result.viewFaults += 1
        result.faults.append(
          "tally_packed: \(row.text(0)) on \(row.text(1)) is not what its cells make it; run `gridward rebuild`")
        return
      }
    }
  }
}
