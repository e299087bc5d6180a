// Telling distinct units, group by group.

/// Which units have come in which group: exactly, each by its number.
struct DistinctUnits {
  /// The first groups have a bit for each of the first units: most questions have few groups, and a city tens of thousands of units.
  private static let groupsMax = 128
  private static let unitsMax: UInt32 = 65_536
  private static let words = Int(unitsMax) / 64

  private var bits: [UInt64] = []
  private var others = NumberSet()
  /// Numbers of units that have none in the store.
  private var strangers: [[UInt8]: UInt32] = [:]

  /// - Returns: whether the unit has not come in this group before.
  @inline(__always) mutating func insert(_ unit: UInt32, in group: Int) -> Bool {
    guard group < Self.groupsMax, unit < Self.unitsMax else {
      return others.insert(UInt64(group) << 32 | UInt64(unit))
    }
    let place = group * Self.words + Int(unit >> 6)
    while place >= bits.count { bits.append(contentsOf: repeatElement(0, count: Self.words)) }
    let bit = UInt64(1) << UInt64(unit & 63)
    if bits[place] & bit != 0 { return false }
    bits[place] |= bit
    return true
  }

  mutating func removeAll() {
    for place in bits.indices { bits[place] = 0 }
    others.removeAll()
  }

  /// A number for a unit that the store has given none: beyond all those that it gives.
  /// - Throws: `PlainCells` where there are too many.
  mutating func stranger(_ unit: [UInt8]) throws -> UInt32 {
    if let known = strangers[unit] { return known }
    guard strangers.count < Int(NumberedCell.unitsMax) - 1 else { throw PlainCells() }
    let number = NumberedCell.unitsMax + UInt32(strangers.count)
    strangers[unit] = number
    return number
  }
}

/// Thrown where cells cannot be added up but as SQL does it.
struct PlainCells: Error {}
