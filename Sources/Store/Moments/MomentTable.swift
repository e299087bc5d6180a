// The tables of moments: what stands to be done, and what a rule looks at from some time on, moved whenever a row is.
package import Catalog
import GRDB
import Merge
package import Rules

/// One of the tables of moments.
package enum MomentView: String, Sendable, CaseIterable {
  /// A row for each deadline of each record that stands to be done.
  case deadline
  /// A row for each record that a rule looks at, from its moment on.
  case proposal
}

/// One kind of moment with the number that stands for it in the tables.
package struct MomentKind: Sendable {
  /// Its place among all of the catalog's: another catalog, or other rules, fold the views anew.
  package let number: Int64
  package let kept: KeptMoment
  package var view: MomentView { kept.isDeadline ? .deadline : .proposal }

  /// Every kind of a catalog, in the order of their numbers.
  package static func all(of catalog: Catalog) -> [MomentKind] {
    KeptMoment.all(of: catalog).enumerated().map { MomentKind(number: Int64($0), kept: $1) }
  }
}

/// Where a row stands in a table of moments among those of its kind: by day, then division, then moment.
package struct MomentKey: Hashable, Comparable, Sendable {
  /// The day's number, counted on beyond the calendar's ends.
  package let day: Int64
  /// The twelve digits of the division the record lies in, as a number.
  package let division: Int64
  /// - Units: milliseconds since 1970.
  package let moment: Int64
  /// The row of the record in its type's table.
  package let row: Int64

  package init(day: Int64, division: Int64, moment: Int64, row: Int64) {
    (self.day, self.division, self.moment, self.row) = (day, division, moment, row)
  }

  package static func < (left: MomentKey, right: MomentKey) -> Bool {
    (left.day, left.division, left.moment, left.row) < (right.day, right.division, right.moment, right.row)
  }
}

/// Moments that were put in and taken out in one transaction, and are not written yet.
///
/// The tables are part of the views: dropped and folded anew with them. A row is touched only where the moment changes, and has
/// one tree: its key begins with kind, day and division, so that it serves what is due and what is due in an area alike. What
/// one transaction changes is written in the order of the tree. `flush` does so, before anybody reads the tables inside it.
final class WaitingMoments {
  fileprivate struct Move {
    let view: MomentView
    let kind: Int64
    let key: MomentKey
    /// 1 for what was put in, -1 for what was taken out.
    let sign: Int

    func isBefore(_ other: Move) -> Bool { kind == other.kind ? key < other.key : kind < other.kind }
    func isSame(_ other: Move) -> Bool { kind == other.kind && key == other.key }
  }

  private let deadlines: MomentTable
  private let proposals: MomentTable
  private var moves: [Move] = []

  init(in db: Database) throws {
    deadlines = try MomentTable(.deadline, in: db)
    proposals = try MomentTable(.proposal, in: db)
  }

  /// Forgets what was not flushed: at the beginning of each transaction, since one before may have been rolled back.
  func begin() { moves.removeAll(keepingCapacity: true) }

  fileprivate func note(_ move: Move) { moves.append(move) }

  /// Writes what has changed, each row once: what was put in and taken out again was never there.
  func flush() throws {
    if moves.isEmpty { return }
    moves.sort { $0.isBefore($1) }
    var next = 0
    while next < moves.count {
      let move = moves[next]
      var sign = 0
      while next < moves.count, moves[next].isSame(move) {
        sign += moves[next].sign
        next += 1
      }
      let table = move.view == .deadline ? deadlines : proposals
      if sign != 0 { try table.write(move.kind, move.key, isThere: sign > 0) }
    }
    begin()
  }
}

/// Writes one table of moments on one connection.
private struct MomentTable {
  private let insert: HotStatement
  private let remove: HotStatement

  init(_ view: MomentView, in db: Database) throws {
    let table = view.rawValue
    insert = try db.hot("INSERT INTO \(table) (kind, day, division, moment, record) VALUES (?1, ?2, ?3, ?4, ?5)")
    remove = try db.hot(
      "DELETE FROM \(table) WHERE kind = ?1 AND day = ?2 AND division = ?3 AND moment = ?4 AND record = ?5")
  }

  func write(_ kind: Int64, _ key: MomentKey, isThere: Bool) throws {
    let statement = isThere ? insert : remove
    statement.bind(1, kind)
    statement.bind(2, key.day)
    statement.bind(3, key.division)
    statement.bind(4, key.moment)
    statement.bind(5, key.row)
    try statement.run()
  }
}

/// The moments that are kept of one record type's records.
struct TypeMoments {
  private let kinds: [MomentKind]
  /// Those that a record can have that has just been entered.
  private let entryKinds: [MomentKind]
  private let waiting: WaitingMoments

  init(_ type: RecordType, _ all: [MomentKind], _ waiting: WaitingMoments) {
    kinds = all.filter { $0.kept.type == type.name }
    entryKinds = kinds.filter { !$0.kept.entryFields.isEmpty }
    self.waiting = waiting
  }

  var isEmpty: Bool { kinds.isEmpty }

  /// The moment of each kind; nil for those that the record does not have.
  func moments(of record: some DatedRecord) -> [Int64?] { kinds.map { $0.kept.moment(of: record) } }

  /// Puts the moments of a record in that was not there before.
  /// - Parameters:
  ///   - fields: the numbers of those it was entered with.
  ///   - row: where it stands in its type's table.
  func addEntered(_ record: some DatedRecord, fields: [Int], area: String, row: Int64) {
    for kind in entryKinds {
      guard kind.kept.entryFields.contains(where: fields.contains), let moment = kind.kept.moment(of: record) else {
        continue
      }
      note(kind, moment, division: Self.division(of: area), row: row, sign: 1)
    }
  }

  /// Takes a record's former moments out and puts the present ones in, where they differ.
  /// - Parameter before: as `moments`; empty for a record that was not there.
  func move(from before: [Int64?], to record: some DatedRecord, area: String, row: Int64) {
    let division = Self.division(of: area)
    for (place, kind) in kinds.enumerated() {
      let (former, present) = (before.isEmpty ? nil : before[place], kind.kept.moment(of: record))
      if former == present { continue }
      if let former { note(kind, former, division: division, row: row, sign: -1) }
      if let present { note(kind, present, division: division, row: row, sign: 1) }
    }
  }

  /// Takes the moments of a record out that is not there any more.
  func drop(_ before: [Int64?], area: String, row: Int64) {
    let division = Self.division(of: area)
    for (kind, former) in zip(kinds, before) {
      if let former { note(kind, former, division: division, row: row, sign: -1) }
    }
  }

  private func note(_ kind: MomentKind, _ moment: Int64, division: Int64, row: Int64, sign: Int) {
    let key = MomentKey(day: Day.numberUnbounded(milliseconds: moment), division: division, moment: moment, row: row)
    waiting.note(WaitingMoments.Move(view: kind.view, kind: kind.number, key: key, sign: sign))
  }

  /// The twelve digits of an area's code as a number.
  static func division(of code: String) -> Int64 {
    code.utf8.prefix(12).reduce(0) { $0 * 10 + Int64($1 &- 48) }
  }
}

extension MomentKind {
  /// Writes down what the numbers in the tables stand for, for whoever reads them with SQL.
  static func describe(_ catalog: Catalog, in db: Database) throws {
    let insert = try db.hot(
      "INSERT INTO moment_kind (kind, view, type, name, working_days) VALUES (?1, ?2, ?3, ?4, ?5)")
    for kind in all(of: catalog) {
      insert.bind(1, kind.number)
      insert.bind(2, kind.view.rawValue)
      insert.bind(3, kind.kept.type)
      insert.bind(4, kind.kept.name)
      if let span = kind.kept.deadline, span.countsWorkingDays, let count = span.span?.count {
        insert.bind(5, span.isBefore ? -count : count)
      } else {
        insert.bindNull(5)
      }
      try insert.run()
    }
  }

  /// The kinds by number, as a text that is another one where the numbers stand for others.
  static func words(_ catalog: Catalog) -> String {
    all(of: catalog).map { "\($0.view.rawValue) \($0.kept.type) \($0.kept.name)" }.joined(separator: "\n")
  }
}
