// Following a store: the records that have changed since a cursor, each once, in the order of their numbers.
package import Catalog
import FlightRecorder
import GRDB
import Merge
import Replica

extension StoreReader {
  /// Hands over what has changed since a cursor, in the order in which it did.
  ///
  /// The cost follows what has changed: each type's table is read through the index of its numbers.
  /// - Parameters:
  ///   - cursor: nil to begin with everything that is held.
  ///   - body: says whether it takes another one.
  /// - Throws: `CursorRefusal`, `StoreError`, and what `body` throws.
  package func changes(
    after cursor: ChangeCursor?, _ asked: ChangeQuestion, catalog: Catalog, _ body: (RowChange) throws -> Bool
  ) throws -> ChangesEnd {
    let highest = try ChangeNumbers.highest(in: catalog.types.map(\.name), db)
    let store = try Store.identity(db).store
    if let cursor { try check(cursor, asked, highest: highest) }
    var scan = try ChangeScan(asked, catalog: catalog, db)
    defer { scan.end() }
    try scan.begin(after: cursor?.position ?? 0)
    var position = cursor?.position ?? 0
    var (lookedAt, told, goesOn) = (0, 0, true)
    let count = min(max(asked.count, 1), ChangeQuestion.countMax)
    while goesOn, lookedAt < ChangeQuestion.lookedAtMax, told < count, let place = try scan.next() {
      lookedAt += 1
      position = place.number
      guard let change = try change(at: place, asked) else { continue }
      told += 1
      goesOn = try body(change)
    }
    if scan.isAtEnd { position = highest }
    let next = try ChangeCursor(
      store: store, run: Runs.latest(db), position: position, horizon: highest, question: asked.digest)
    return ChangesEnd(next: next, hasMore: !scan.isAtEnd)
  }

  /// The store's id is not asked: a store that is in doubt about itself takes another one and has lost nothing. Runs tell.
  private func check(_ cursor: ChangeCursor, _ asked: ChangeQuestion, highest: Int64) throws {
    guard cursor.question == asked.digest else { throw CursorRefusal.ofAnotherQuestion }
    // Before anything was numbered there was nothing to be told.
    if cursor.run == .none, cursor.horizon == 0 { return }
    guard let end = try Runs.end(of: cursor.run, highest: highest, in: db), cursor.horizon < end else {
      throw CursorRefusal.ofAnotherStore
    }
  }

  /// What there is to tell of a place; nil outside the area that is asked for.
  private func change(at place: ChangeScan.Place, _ asked: ChangeQuestion) throws -> RowChange? {
    let (record, code, content) = try content(at: place)
    guard let area = Area(code) else { throw StoreError(.damaged, "a record's area") }
    guard asked.area?.contains(area) ?? true else { return nil }
    var told = content
    if case .named = content, !asked.isOfNames, !shelved.contains(record), let type = place.type {
      FlightRecorder.noteRecord(record)
      told = .whole(try self.record(at: place.row, type: type))
    }
    return RowChange(number: place.number, type: place.name, record: record, area: area, content: told)
  }

  private func content(at place: ChangeScan.Place) throws -> (RecordID, area: String, RowChange.Content) {
    let table = place.type.map { "\"\($0.name)\"" }
    let row = try db.hot(
      table.map { "SELECT id, area FROM \($0) WHERE rowid = ?1" }
        ?? "SELECT record, area FROM node_gone WHERE change = ?1")
    row.bind(1, place.row)
    defer { row.reset() }
    guard try row.step() else { throw StoreError(.damaged, "row \(place.row) of \(place.name) vanished") }
    return (RecordID(try row.bytes16(0)), row.text(1), place.type == nil ? .gone : .named)
  }
}

/// Goes through the numbers of all tables at one time, lowest first.
private struct ChangeScan {
  struct Place {
    let number: Int64
    let name: String
    /// Nil for one that has gone.
    let type: RecordType?
    let row: Int64
  }

  private struct Lane {
    let type: RecordType?
    let statement: HotStatement
  }

  private let asked: ChangeQuestion
  private var lanes: [Lane] = []
  /// The next place of each lane; nil at its end.
  private var heads: [Place?] = []

  init(_ asked: ChangeQuestion, catalog: Catalog, _ db: Database) throws {
    self.asked = asked
    lanes = try catalog.types.filter { asked.includes(type: $0.name) }.map { type in
      let index = "\"\(type.name)\" INDEXED BY \"\(type.name)_by_change\""
      return Lane(
        type: type,
        statement: try db.hot("SELECT change, rowid FROM \(index) WHERE change > ?1 ORDER BY change"))
    }
    lanes.append(
      Lane(
        type: nil,
        statement: try db.hot("SELECT change, change, type FROM node_gone WHERE change > ?1 ORDER BY change")))
  }

  mutating func begin(after number: Int64) throws {
    for lane in lanes { lane.statement.bind(1, number) }
    for lane in lanes { heads.append(try Self.head(of: lane, asked)) }
  }

  var isAtEnd: Bool { heads.allSatisfy { $0 == nil } }

  func end() { for lane in lanes { lane.statement.reset() } }

  mutating func next() throws -> Place? {
    var lowest: Int?
    for (index, head) in heads.enumerated() {
      guard let head else { continue }
      if let found = lowest, let other = heads[found], other.number < head.number { continue }
      lowest = index
    }
    guard let lowest, let place = heads[lowest] else { return nil }
    heads[lowest] = try Self.head(of: lanes[lowest], asked)
    return place
  }

  private static func head(of lane: Lane, _ asked: ChangeQuestion) throws -> Place? {
    while try lane.statement.step() {
      let (number, row) = (lane.statement.int(0), lane.statement.int(1))
      if let type = lane.type { return Place(number: number, name: type.name, type: type, row: row) }
      let name = lane.statement.text(2)
      if asked.includes(type: name) { return Place(number: number, name: name, type: nil, row: row) }
    }
    return nil
  }
}
