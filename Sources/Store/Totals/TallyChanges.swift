// What a transaction adds to the cells of the tally, summed up in memory.
import Merge
import Totals

/// The key of a cell.
struct TallyCell: Hashable {
  let indicator: String
  let day: Day
  let area: String
  let sector: String
  let campaign: String
  let unit: String

  init(_ contribution: Contribution) {
    (indicator, day, area) = (contribution.indicator, contribution.day, contribution.area)
    (sector, campaign, unit) = (contribution.sector, contribution.campaign, contribution.unit)
  }

  /// Texts by their bytes, as SQLite compares a row's key.
  static func == (left: TallyCell, right: TallyCell) -> Bool {
    left.day == right.day && Value.isSame(left.unit, right.unit) && Value.isSame(left.area, right.area)
      && Value.isSame(left.indicator, right.indicator) && Value.isSame(left.sector, right.sector)
      && Value.isSame(left.campaign, right.campaign)
  }
}

/// The cells that have changed since the last flush, in the order in which they first did.
///
/// A value of its own: the table is a class, and each of its properties that is touched costs a check.
struct TallyChanges {
  /// What has been added to a cell, and whether something was taken out.
  struct Change {
    var count: Int64 = 0
    var amount = SIMD2<Int64>()
    var lanes = SIMD4<Int64>()
    var hasTaken = false

    fileprivate mutating func noteContribution(_ contribution: Contribution, sign: Int64) {
      count += sign
      amount &+= sign &* AmountLanes.split(contribution.amount)
      lanes &+= sign &* DigestLanes.split(contribution.digest)
      if sign < 0 { hasTaken = true }
    }

    fileprivate mutating func add(_ other: Change) {
      count += other.count
      amount &+= other.amount
      lanes &+= other.lanes
      hasTaken = hasTaken || other.hasTaken
    }
  }

  private(set) var cells: [(cell: TallyCell, change: Change)] = []
  private var places: [TallyCell: Int] = [:]

  mutating func noteContribution(_ contribution: Contribution, sign: Int64) {
    let place = place(of: TallyCell(contribution))
    cells[place].change.noteContribution(contribution, sign: sign)
  }

  mutating func add(_ others: TallyChanges) {
    for (cell, change) in others.cells {
      let place = place(of: cell)
      cells[place].change.add(change)
    }
  }

  private mutating func place(of cell: TallyCell) -> Int {
    // What arrives together mostly counts in one cell, and looking it up costs more than comparing it with the last one.
    if let last = cells.indices.last, cells[last].cell == cell { return last }
    if let place = places[cell] { return place }
    places[cell] = cells.count
    cells.append((cell, Change()))
    return cells.count - 1
  }

  mutating func removeAll() {
    cells.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
  }
}
