// Packs one day after another from the cells there are.
import GRDB
import Merge

/// Makes the packed form of days in one transaction, or says what it should be.
struct DayPacker {
  private let db: Database
  private let cellsMin: Int

  init(in db: Database, cellsMin: Int = PackedTally.cellsMin) { (self.db, self.cellsMin) = (db, cellsMin) }

  /// Packs a day anew, or takes away what is packed of it where it is not to be packed.
  /// - Returns: how many cells have been gone through.
  func pack(_ day: TallyDay) throws -> Int {
    try numberUnits(of: day)
    let (bytes, count) = try packed(day)
    if let bytes {
      try save(bytes, of: day)
    } else {
      try run("DELETE FROM tally_packed WHERE indicator = ?1 AND day = ?2", day)
    }
    try run("DELETE FROM tally_stale WHERE indicator = ?1 AND day = ?2", day)
    return count
  }

  /// What the packed form of a day is, from its cells; nil for a day that is not to be packed.
  func packed(_ day: TallyDay) throws -> (bytes: [UInt8]?, count: Int) {
    let read = try db.hot(
      """
      SELECT \(NumberedCell.columns) FROM tally AS cell LEFT JOIN tally_unit AS known ON known.unit = cell.unit
      WHERE cell.indicator = ?1 AND cell.day = ?2
      ORDER BY cell.area, cell.sector, cell.campaign, cell.unit LIMIT \(PackedTally.cellsMax + 1)
      """)
    bind(day, to: read)
    defer { read.reset() }
    var packer = CellPacker()
    while try read.step() {
      let kind = CellKind(sector: Array(read.blob(1)), campaign: Array(read.blob(2)))
      guard packer.count < PackedTally.cellsMax, let cell = NumberedCell(read), packer.append(cell, of: kind) else {
        return (nil, packer.count + 1)
      }
    }
    return (packer.count < max(cellsMin, 1) ? nil : packer.packed(), packer.count)
  }

  /// Gives a number to each unit of a day's cells that has none.
  private func numberUnits(of day: TallyDay) throws {
    try run(
      """
      INSERT OR IGNORE INTO tally_unit (unit)
      SELECT unit FROM (SELECT unit FROM tally WHERE indicator = ?1 AND day = ?2 LIMIT \(PackedTally.cellsMax))
      WHERE unit <> ''
      """, day)
  }

  private func save(_ bytes: [UInt8], of day: TallyDay) throws {
    let save = try db.hot(
      """
      INSERT INTO tally_packed (indicator, day, cells) VALUES (?1, ?2, ?3)
      ON CONFLICT (indicator, day) DO UPDATE SET cells = excluded.cells
      """)
    bind(day, to: save)
    save.bind(3, bytes)
    try save.run()
    save.clear()
  }

  private func run(_ sql: String, _ day: TallyDay) throws {
    let statement = try db.hot(sql)
    bind(day, to: statement)
    try statement.run()
  }

  private func bind(_ day: TallyDay, to statement: HotStatement) {
    statement.bind(1, day.indicator)
    statement.bind(2, day.day.description)
  }
}
