// Somebody who follows the changes of one node, and keeps what was told.
import Catalog
import Merge
import Replica
import Store

/// A copy of what one node shows, kept by asking what has changed.
struct Follower {
  /// What is shown of a record.
  private struct Told: Equatable {
    let version: SeenVector
    let values: [Value]
    let concurrent: [[Value]]

    init(_ view: RecordView) {
      version = view.state.version
      values = view.values.map(\.value)
      concurrent = view.concurrent.map { $0.writes.map(\.value) }
    }
  }

  /// What asking came to.
  struct Met {
    /// A record that is not as the node shows it, although everything has been told.
    var difference: RecordKey?
    /// Whether the node did not know the cursor.
    var beganAnew = false
  }

  let node: Int
  let mutant: Mutant?
  private var cursor: ChangeCursor?
  private var rows: [RecordKey: Told] = [:]
  /// What the mutant that numbers arrivals has instead of a cursor.
  private var arrival: UInt64 = 0
  private var store: StoreID?

  init(node: Int, mutant: Mutant?) { (self.node, self.mutant) = (node, mutant) }

  /// Asks page by page. What a page tells and how far it goes is kept together, or not at all.
  /// - Parameters:
  ///   - pages: how many at most; nil for all.
  ///   - count: how many records on each.
  /// - Throws: what the store throws.
  mutating func ask(_ node: SimulatedNode, pages: Int?, count: Int) throws -> Met {
    var met = Met()
    guard let catalog = node.store?.catalog else { return met }
    if mutant == .numbersArrivals {
      met.difference = try node.read { _, reader in try takeArrivals(reader, catalog, of: node.identity.store) }
      return met
    }
    var left = pages ?? .max
    while left > 0 {
      left -= 1
      do {
        let (next, told, difference) = try node.read { _, reader in try page(reader, catalog, count) }
        (cursor, rows) = (next.next, told)
        met.difference = difference
        if !next.hasMore || difference != nil { return met }
      } catch CursorRefusal.ofAnotherStore {
        (cursor, rows) = (nil, [:])
        met.beganAnew = true
      }
    }
    return met
  }

  private func page(
    _ reader: StoreReader, _ catalog: Catalog, _ count: Int
  ) throws -> (ChangesEnd, [RecordKey: Told], RecordKey?) {
    var asked = ChangeQuestion()
    asked.count = count
    var told = rows
    let end = try reader.changes(after: accepted(reader, catalog), asked, catalog: catalog) { change in
      let key = RecordKey(type: change.type, id: change.record, area: change.area)
      if case .whole(let view) = change.content { told[key] = Told(view) } else { told[key] = nil }
      return true
    }
    return (end, told, end.hasMore ? nil : try Self.difference(of: told, from: reader, catalog))
  }

  private static func difference(
    of told: [RecordKey: Told], from reader: StoreReader, _ catalog: Catalog
  ) throws -> RecordKey? {
    var shown: [RecordKey: Told] = [:]
    for type in catalog.types {
      try reader.forEach(type, in: nil) { view in
        shown[RecordKey(type: type.name, id: view.id, area: view.area)] = Told(view)
      }
    }
    return Set(shown.keys).union(told.keys).sorted().first { shown[$0] != told[$0] }
  }

  // MARK: Mutants

  /// The cursor as it is asked with: where runs are forgotten, it is of whatever run there is, and its number counts.
  private func accepted(_ reader: StoreReader, _ catalog: Catalog) throws -> ChangeCursor? {
    guard mutant == .forgetsRuns, let cursor else { return cursor }
    let now = try reader.changes(after: nil, ChangeQuestion(), catalog: catalog) { _ in false }.next
    guard now.store == cursor.store else { return cursor }
    let (mine, current) = (Array(cursor.text), Array(now.text))
    // Form and store; the run; position and horizon; the question. In the form without a check.
    let position = cursor.position < now.horizon ? mine[50..<66] : current[66..<82]
    return ChangeCursor("01" + String(mine[2..<34] + current[34..<50] + position + current[66..<82] + mine[82..<90]))
  }

  /// Takes what commits have changed that arrived since, as the row now stands.
  private mutating func takeArrivals(
    _ reader: StoreReader, _ catalog: Catalog, of store: StoreID
  ) throws -> RecordKey? {
    if try self.store != store || reader.mark() < arrival { (rows, arrival) = ([:], 0) }
    self.store = store
    var told = rows
    try reader.forEachChange(after: arrival) { change in
      guard let area = Area(change.area), let type = catalog.type(named: change.type) else { return }
      let view = try reader.records(change.record, type: type).first { $0.area == area }
      told[RecordKey(type: change.type, id: change.record, area: area)] = view.map { Told($0) }
    }
    (rows, arrival) = (told, try reader.mark())
    return try Self.difference(of: told, from: reader, catalog)
  }
}
