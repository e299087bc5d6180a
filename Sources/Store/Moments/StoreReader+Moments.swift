// Reading what is due: the rows of one kind of moment in order, those of an area by leaping over the others.
import GRDB
package import Merge
import Rules

/// A record of which a moment is kept.
package struct KeptRow: Hashable, Sendable {
  package let key: MomentKey
  package let id: RecordID
  package let area: Area
}

/// Which moments of one kind are asked for.
package struct MomentRange: Hashable, Sendable {
  /// At this moment or later, and before that one, in milliseconds since 1970; nil where there is no such end.
  package var from: Int64?
  package var before: Int64?
  /// After this row.
  package var after: MomentKey?
  /// In this area.
  package let area: Area

  package init(in area: Area, from: Int64? = nil, before: Int64? = nil, after: MomentKey? = nil) {
    (self.area, self.from, self.before, self.after) = (area, from, before, after)
  }
}

extension MomentKind {
  /// Where a record stands among those that have this moment; nil for one that does not have it.
  /// - Parameter row: its row.
  package func key(of record: RecordView, at row: Int64) -> MomentKey? {
    let merged = MergedRecord(
      type: record.type, record: record.id, area: record.area, state: record.state, standing: record.standing)
    return kept.moment(of: merged).map { moment in
      MomentKey(
        day: Day.numberUnbounded(milliseconds: moment), division: TypeMoments.division(of: record.area.code),
        moment: moment, row: row)
    }
  }
}

extension StoreReader {
  /// The statement that goes through the moments of a kind: by the table's one tree.
  package static func seekingMoments(_ view: MomentView) -> String {
    """
    SELECT day, division, moment, record FROM \(view.rawValue)
    WHERE kind = ?1 AND (day, division, moment, record) > (?2, ?3, ?4, ?5) ORDER BY day, division, moment, record
    """
  }

  /// The records that have a moment of a kind in a range, by the moment's day, then by division.
  ///
  /// A record that is not shown because that has ended the process is left out.
  /// - Complexity: the rows that are returned and, for each day between them, one search where the area is not all there is.
  package func keptRows(_ kind: MomentKind, in range: MomentRange, count: Int) throws -> [KeptRow] {
    var found: [KeptRow] = []
    try forEachMoment(kind, in: range) { key in
      if let row = try keptRow(kind, key, in: range.area) { found.append(row) }
      return found.count < count
    }
    return found
  }

  /// How many records have a moment of a kind in a range, counted up to a number; as many as there are rows.
  package func keptCount(_ kind: MomentKind, in range: MomentRange, upTo countMax: Int) throws -> Int {
    var count = 0
    guard countMax > 0 else { return 0 }
    // Of the enterprises of a community only the records themselves tell which one they are of, and which are not shown.
    let isAsked = range.area.tier == .terminal || !shelved.isEmpty
    try forEachMoment(kind, in: range) { key in
      if try !isAsked || keptRow(kind, key, in: range.area) != nil { count += 1 }
      return count < countMax
    }
    return count
  }

  private func keptRow(_ kind: MomentKind, _ key: MomentKey, in wanted: Area) throws -> KeptRow? {
    let record = try db.hot("SELECT id, area FROM \"\(kind.kept.type)\" WHERE rowid = ?1")
    record.bind(1, key.row)
    defer { record.reset() }
    guard try record.step(), let area = Area(record.text(1)) else {
      throw StoreError(.damaged, "\(kind.view.rawValue) names a row that is not there", hint: "Run `gridward rebuild`.")
    }
    let id = RecordID(try record.bytes16(0))
    return wanted.contains(area) && !shelved.contains(id) ? KeptRow(key: key, id: id, area: area) : nil
  }

  /// Runs `body` for each key of a kind in a range, in order, until it returns false.
  private func forEachMoment(_ kind: MomentKind, in range: MomentRange, _ body: (MomentKey) throws -> Bool) throws {
    let divisions = DivisionRange(range.area)
    let first = range.from.map { Day.numberUnbounded(milliseconds: $0) } ?? .min
    let beginning = MomentKey(day: first, division: divisions.low, moment: .min, row: .min)
    var place: MomentKey? = max(range.after ?? beginning, beginning)
    let statement = try db.hot(Self.seekingMoments(kind.view))
    while let from = place {
      statement.bind(1, kind.number)
      statement.bind(2, from.day)
      statement.bind(3, from.division)
      statement.bind(4, from.moment)
      statement.bind(5, from.row)
      defer { statement.reset() }
      place = try nextLeap(statement, divisions, range, body)
    }
  }

  /// Goes through rows until one lies outside the divisions.
  /// - Returns: where to look on; nil at the end.
  private func nextLeap(
    _ rows: HotStatement, _ divisions: DivisionRange, _ range: MomentRange, _ body: (MomentKey) throws -> Bool
  ) throws -> MomentKey? {
    while try rows.step() {
      let key = MomentKey(day: rows.int(0), division: rows.int(1), moment: rows.int(2), row: rows.int(3))
      if let before = range.before, key.day > Day.numberUnbounded(milliseconds: before) { return nil }
      if key.division < divisions.low {
        return MomentKey(day: key.day, division: divisions.low, moment: .min, row: .min)
      }
      if key.division >= divisions.end {
        return MomentKey(day: key.day + 1, division: divisions.low, moment: .min, row: .min)
      }
      // Of the first and the last day only a part is asked for.
      if let from = range.from, key.moment < from { continue }
      if let before = range.before, key.moment >= before { continue }
      guard try body(key) else { return nil }
    }
    return nil
  }
}

/// The divisions inside an area, as numbers of twelve digits.
struct DivisionRange: Hashable {
  let low: Int64
  /// The first that lies behind.
  let end: Int64

  init(_ area: Area) {
    low = TypeMoments.division(of: area.code)
    end = low + (0..<(12 - area.tier.digitCount)).reduce(1) { number, _ in number * 10 }
  }
}
