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
  package var view: MomentView { kept.deadline == nil ? .proposal : .deadline }

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

/// Writes one table of moments on one connection.
///
/// Part of the views: dropped and folded anew with them. A row is touched only where the moment changes, and has one tree: its
/// key begins with kind, day and division, so that it serves what is due and what is due in an area alike.
struct MomentTable {
  private let insert: HotStatement
  private let remove: HotStatement

  init(_ view: MomentView, in db: Database) throws {
    let table = view.rawValue
    insert = try db.hot("INSERT INTO \(table) (kind, day, division, moment, record) VALUES (?1, ?2, ?3, ?4, ?5)")
    remove = try db.hot(
      "DELETE FROM \(table) WHERE kind = ?1 AND day = ?2 AND division = ?3 AND moment = ?4 AND record = ?5")
  }

  fileprivate func add(_ kind: Int64, _ moment: Int64, division: Int64, row: Int64) throws {
    try run(insert, kind, moment, division, row)
  }

  fileprivate func take(_ kind: Int64, _ moment: Int64, division: Int64, row: Int64) throws {
    try run(remove, kind, moment, division, row)
  }

  private func run(_ statement: HotStatement, _ kind: Int64, _ moment: Int64, _ division: Int64, _ row: Int64) throws {
    statement.bind(1, kind)
    statement.bind(2, Day.numberUnbounded(milliseconds: moment))
    statement.bind(3, division)
    statement.bind(4, moment)
    statement.bind(5, row)
    try statement.run()
  }
}

/// The moments that are kept of one record type's records.
struct TypeMoments {
  /// A reference, since it is handed around for every record that is written.
  private final class Kind {
    let number: Int64
    let kept: KeptMoment
    let table: MomentTable

    init(_ kind: MomentKind, in db: Database) throws {
      (number, kept) = (kind.number, kind.kept)
      table = try MomentTable(kind.view, in: db)
    }
  }

  private let kinds: [Kind]
  /// Those that a record can have that has just been entered.
  private let entryKinds: [Kind]

  init(_ type: RecordType, _ all: [MomentKind], in db: Database) throws {
    kinds = try all.filter { $0.kept.type == type.name }.map { try Kind($0, in: db) }
    entryKinds = kinds.filter { !$0.kept.entryFields.isEmpty }
  }

  var isEmpty: Bool { kinds.isEmpty }

  /// The moment of each kind; nil for those that the record does not have.
  func moments(of record: some DatedRecord) -> [Int64?] { kinds.map { $0.kept.moment(of: record) } }

  /// Writes the moments of a record that was not there before.
  /// - Parameters:
  ///   - fields: the numbers of those it was entered with.
  ///   - row: where it stands in its type's table.
  func addEntered(_ record: some DatedRecord, fields: [Int], area: String, row: Int64) throws {
    for kind in entryKinds {
      guard kind.kept.entryFields.contains(where: fields.contains), let moment = kind.kept.moment(of: record) else {
        continue
      }
      try kind.table.add(kind.number, moment, division: Self.division(of: area), row: row)
    }
  }

  /// Takes a record's former moments out and puts the present ones in, where they differ.
  /// - Parameter before: as `moments`; empty for a record that was not there.
  func move(from before: [Int64?], to record: some DatedRecord, area: String, row: Int64) throws {
    let division = Self.division(of: area)
    for (place, kind) in kinds.enumerated() {
      let (former, present) = (before.isEmpty ? nil : before[place], kind.kept.moment(of: record))
      if former == present { continue }
      if let former { try kind.table.take(kind.number, former, division: division, row: row) }
      if let present { try kind.table.add(kind.number, present, division: division, row: row) }
    }
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
