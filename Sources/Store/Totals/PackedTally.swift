// The tables of packed days, which a store has once a day of it has been packed.
import GRDB
package import Merge
import Totals

/// The cells of one indicator on one day: what is packed together.
package struct TallyDay: Hashable, Sendable {
  package let indicator: String
  package let day: Day

  package init(indicator: String, day: Day) { (self.indicator, self.day) = (indicator, day) }
}

/// Days whose cells stand a second time in a packed form (`PackedCells`), which is read thirty times as fast.
///
/// - Invariant: what is packed of an indicator and a day is the cells there are of it, unless `tally_stale` names both: whoever
///   changes a cell of a packed day writes that name in the same transaction. All else is read from the cells.
enum PackedTally {
  /// Part of the views: dropped with them, and made again when the first day is packed.
  static let definition = """
    CREATE TABLE IF NOT EXISTS tally_packed (
      indicator TEXT NOT NULL,
      day TEXT NOT NULL,
      cells BLOB NOT NULL,
      PRIMARY KEY (indicator, day)
    ) STRICT;
    CREATE TABLE IF NOT EXISTS tally_stale (
      indicator TEXT NOT NULL,
      day TEXT NOT NULL,
      PRIMARY KEY (indicator, day)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS tally_unit (number INTEGER PRIMARY KEY, unit TEXT NOT NULL UNIQUE) STRICT;
    """

  static let names = ["tally_packed", "tally_stale", "tally_unit"]

  /// With fewer cells than this a day is not packed: they are read in as little time.
  static let cellsMin = 32
  /// With more than this it is not packed either: packing them would keep the writer from others for too long.
  static let cellsMax = 32_768

  /// Whether a store has the tables.
  static func isKept(_ db: Database) throws -> Bool {
    let find = try db.hot("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'tally_packed'")
    defer { find.reset() }
    return try find.step()
  }

  static func make(_ db: Database) throws {
    try db.execute(sql: definition)
    try Schema.nameViews(names, db)
  }
}

/// Whether a store has packed days, asked once in a snapshot.
final class PackingMemory {
  private var known: Bool?

  func isKept(_ db: Database) throws -> Bool {
    if let known { return known }
    let found = try PackedTally.isKept(db)
    known = found
    return found
  }
}

/// A cell as it is packed: areas and units are numbers, sums are joined (`AmountLanes`, `DigestLanes`).
struct NumberedCell {
  /// The twelve digits.
  let area: UInt64
  /// The number of its unit; 0 where it names none, nil where the unit has no number.
  let unit: UInt32?
  let count: Int64
  let amount: Int128
  let digest: UInt128

  /// The columns of a statement that reads cells, of `cell` and `known`, its unit.
  static let columns = """
    cell.area, cell.sector, cell.campaign, cell.unit, known.number, cell.count, cell.amount_high, cell.amount_low,
    cell.digest0, cell.digest1, cell.digest2, cell.digest3, cell.day
    """
  static let dayColumn: Int32 = 12
  /// Numbers of units that a snapshot alone knows begin here.
  static let unitsMax: UInt32 = 1 << 31

  /// - Returns: nil for a cell that cannot be packed, such as no division has.
  init?(_ row: HotStatement) {
    guard let area = Self.number(row.blob(0)) else { return nil }
    self.area = area
    if row.blob(3).isEmpty {
      unit = 0
    } else {
      unit = UInt32(exactly: row.int(4)).flatMap { $0 > 0 && $0 < Self.unitsMax ? $0 : nil }
    }
    count = row.int(5)
    amount = AmountLanes.join(high: row.int(6), low: row.int(7))
    digest = (8..<12).reduce(0) { ($0 << 32) &+ UInt128(truncatingIfNeeded: row.int($1)) }
  }

  /// Twelve digits as a number; nil for anything else.
  static func number(_ digits: UnsafeRawBufferPointer) -> UInt64? {
    guard digits.count == 12 else { return nil }
    var number: UInt64 = 0
    for byte in digits {
      guard (48...57).contains(byte) else { return nil }
      number = number * 10 + UInt64(byte - 48)
    }
    return number
  }
}

/// What a cell's group is named by beside its place: bytes, since the database tells texts apart by these alone.
struct CellKind: Hashable {
  var sector: [UInt8] = []
  var campaign: [UInt8] = []

  var byteCount: Int { sector.count + campaign.count }

  static func precedes(_ left: CellKind, _ right: CellKind) -> Bool {
    if left.sector != right.sector { return left.sector.lexicographicallyPrecedes(right.sector) }
    return left.campaign.lexicographicallyPrecedes(right.campaign)
  }
}
