// A record folded anew, because what one of its commits counts for has changed; where nothing is left of it, its row goes.
import Catalog
import FlightRecorder
import GRDB
import Merge
import Totals

extension RecordTable {
  /// Makes the row of a record what these changes make it, whatever it was.
  /// - Parameter changes: all that has effect on the record, of each feed in its order.
  func refold(_ record: RecordID, in area: String, from changes: [(change: Change, origin: Origin)]) throws {
    codes?.forget()
    find.bind(1, record.raw)
    find.bind(2, area)
    let row = try find.step() ? find.int(0) : nil
    find.reset()
    var state = RecordState()
    let blank = FormerRow(keys: elements?.keys(of: state))
    for (change, origin) in changes {
      FlightRecorder.noteCommit(origin.dot.feed, origin.dot.seq)
      state.applyChange(change, origin: origin) { self.type.kind(of: $0) }
    }
    try dropSeenRepeats(of: record, in: &state)
    guard let row else {
      if !changes.isEmpty { try write(state, after: blank, record: record, area: area, row: nil) }
      return
    }
    let former = former(try self.state(row), record: record, area: area)
    if changes.isEmpty { return try remove(row, former, record: record, area: area) }
    try write(state, after: former, record: record, area: area, row: row)
  }

  /// Takes a row out that no commit in effect is left of, with all that follows it.
  private func remove(_ row: Int64, _ former: FormerRow, record: RecordID, area: String) throws {
    if let texts, let shown = former.texts { try texts.remove(row, showing: shown, in: area) }
    let drop = try numbers.db.hot("DELETE FROM \"\(type.name)\" WHERE rowid = ?1")
    drop.bind(1, row)
    try drop.run()
    try concurrent.move(from: former.hidden, to: [], of: record, in: area)
    if let keys = former.keys { try elements?.move(from: keys, to: RecordState(), of: record, in: area) }
    tally.move(from: former.counted, to: [])
    moments.drop(former.moments, area: area, row: row)
    try texts?.lowerMark()
    try numbers.noteGone(record, type.name, area)
  }
}
