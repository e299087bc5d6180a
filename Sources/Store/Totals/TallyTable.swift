// The table of what is counted: one row for each indicator, day, place and unit, moved whenever a record's row is.
import Catalog
import GRDB
import GRDBSQLite
import Merge
import Rules
import Totals
import Wire

/// The cells of which every total is a sum, on one connection.
///
/// A cell holds how many records count in it, the sum of their amounts in two lanes, and the sum of their digests in four,
/// so that any amounts add up and can be taken out again. Part of the views: dropped and rebuilt with them, and a function of
/// the commits alone. Changes are summed up in memory, since records that arrive together mostly count in the same cells;
/// `flush` writes them, before the transaction ends and before anybody reads the table inside it.
final class TallyTable {
  private let add: HotStatement
  private let dropEmpty: HotStatement
  private let mark: HotStatement
  private let db: Database
  /// Whether days may be packed; nil until it is asked in this transaction.
  private var hasPacked: Bool?
  private var isOpen = true
  private var changes = TallyChanges()
  private var entered = EnteredParts()

  init(in db: Database) throws {
    self.db = db
    add = try db.hot(
      """
      INSERT INTO tally VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
      ON CONFLICT (indicator, day, area, sector, campaign, unit) DO UPDATE SET
        count = count + excluded.count, amount_high = amount_high + excluded.amount_high,
        amount_low = amount_low + excluded.amount_low, digest0 = digest0 + excluded.digest0,
        digest1 = digest1 + excluded.digest1, digest2 = digest2 + excluded.digest2, digest3 = digest3 + excluded.digest3,
        change = excluded.change
      """)
    dropEmpty = try db.hot(
      """
      DELETE FROM tally WHERE indicator = ?1 AND day = ?2 AND area = ?3 AND sector = ?4 AND campaign = ?5 AND unit = ?6
        AND count = 0
      """)
    mark = try db.hot("INSERT OR IGNORE INTO tally_changed VALUES (?1)")
  }

  /// Forgets what was not flushed: at the beginning of each transaction, since one before may have been rolled back.
  func begin() {
    if isOpen { forgetPacking() }
    isOpen = true
    forgetChanges()
  }

  /// Called when the transaction has ended well.
  func noteCommitted() { isOpen = false }

  /// The tables of packed days have been made; or perhaps made or dropped, and a transaction that was rolled back took that back.
  func forgetPacking() { hasPacked = nil }

  private func forgetChanges() {
    changes.removeAll()
    entered.removeAll()
  }

  /// Takes a record's former part out of its cells and puts the present one in.
  func move(from before: [Contribution], to after: [Contribution]) {
    if before == after { return }
    for contribution in before where !after.contains(contribution) { changes.noteContribution(contribution, sign: -1) }
    for contribution in after where !before.contains(contribution) { changes.noteContribution(contribution, sign: 1) }
  }

  /// Puts the part of a record in that was not there before.
  func add(_ contribution: Contribution) { entered.append(contribution) }

  /// Writes what has changed, and marks the days it belongs to.
  /// - Parameter number: that of the last record that was written.
  func flush(numbered number: Int64) throws {
    entered.takeAll(into: &changes)
    var marked: Set<TallyDay> = []
    for (cell, change) in changes.cells {
      bindKey(of: cell, to: add)
      add.bind(7, change.count)
      for lane in change.amount.indices { add.bind(Int32(8 + lane), change.amount[lane]) }
      for lane in change.lanes.indices { add.bind(Int32(10 + lane), change.lanes[lane]) }
      add.bind(14, number)
      try add.run()
      if change.hasTaken {
        bindKey(of: cell, to: dropEmpty)
        try dropEmpty.run()
      }
      let day = TallyDay(indicator: cell.indicator, day: cell.day)
      if marked.insert(day).inserted { try noteChanged(day) }
    }
    forgetChanges()
  }

  /// Marks a day for roll-ups, and what is packed of it as no longer so.
  private func noteChanged(_ changed: TallyDay) throws {
    let day = changed.day.description
    mark.bind(1, day)
    try mark.run()
    let isKept = try hasPacked ?? PackedTally.isKept(db)
    hasPacked = isKept
    guard isKept else { return }
    let stale = try db.hot(
      """
      INSERT OR IGNORE INTO tally_stale (indicator, day)
      SELECT indicator, day FROM tally_packed WHERE indicator = ?1 AND day = ?2
      """)
    stale.bind(1, changed.indicator)
    stale.bind(2, day)
    try stale.run()
  }

  private func bindKey(of cell: TallyCell, to statement: HotStatement) {
    statement.bind(1, cell.indicator)
    statement.bind(2, cell.day.description)
    statement.bind(3, cell.area)
    statement.bind(4, cell.sector)
    statement.bind(5, cell.campaign)
    statement.bind(6, cell.unit)
  }
}

/// A record by its merged state, for counting and for what is kept of its deadlines.
struct MergedRecord: CountedRecord, DatedRecord {
  let type: RecordType
  let record: RecordID
  let area: Area
  let state: RecordState
  let standing: Standing?

  var status: String? { standing?.status }

  func value(of number: Int) -> Value {
    guard let field = type.field(numbered: number) else { return .null }
    return Shown.value(of: state[number], field: field, standing: standing)
  }

  func moment(of step: String) -> Int64? {
    guard let lifecycle = type.lifecycle, case .steps(let steps)? = state[lifecycle.fieldNumber] else { return nil }
    return standing?.moment(of: step, in: steps)
  }

  func first(_ kinds: [String]) -> Int64? {
    guard let lifecycle = type.lifecycle, case .steps(let steps)? = state[lifecycle.fieldNumber], let standing else {
      return nil
    }
    let taken = steps.facts.filter { fact in
      fact.step.round == standing.round && kinds.contains(fact.step.kind)
        && standing.outcome(of: fact) == .effective
    }
    return taken.map(\.origin.time.milliseconds).min()
  }
}
