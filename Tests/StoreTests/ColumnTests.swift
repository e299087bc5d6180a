// Lists and counts by columns in memory: the same as by the tables, whatever becomes of the rows meanwhile.
import Catalog
import Merge
import Replica
import SeededNumbers
import Store
import TestSupport
import Testing

@Suite struct `Lists by columns` {
  private static let type = ListedRecords.type
  private static let kept = bounds {
    ($0.rows, $0.entries, $0.looksBesideColumns) = (-1, -1, -1)
  }
  private static let tables = bounds {
    ($0.rows, $0.entries, $0.looks, $0.looksOfAll, $0.usesColumns) = (-1, -1, 3, 3, false)
  }

  private static func bounds(_ set: (inout ListBounds) -> Void) -> ListBounds {
    var bounds = ListBounds()
    set(&bounds)
    return bounds
  }

  /// Columns from the first row on, made in small pieces.
  private static let small: ColumnBounds = {
    var bounds = ColumnBounds()
    (bounds.rowsMin, bounds.changesMax, bounds.piece) = (1, 25, 40)
    return bounds
  }()

  private static func store(_ bounds: ColumnBounds = small) throws -> WrittenStore {
    WrittenStore(
      try Store.inMemory(
        identity: .test(9, at: ListedRecords.areas[0]), catalog: ListedRecords.catalog, columns: bounds))
  }

  /// Asks something that no index has in order, and makes what is wanted then.
  private static func keepColumns(_ store: Store) throws {
    _ = try page(RecordList(), sortedBy: .field("grade"), store)
    for _ in 0..<1_000 where try !store.read({ try $0.tendColumns(of: store.catalog.types) }) { return }
    Issue.record("columns are never made")
  }

  private static func page(_ list: RecordList, sortedBy key: ListOrder.Key, _ store: Store) throws -> ListPage {
    var list = list
    list.order = ListOrder(key)
    return try store.read { try $0.page(list, type: type, bounds: kept) }
  }

  /// A page as it can be compared.
  private struct Told: Hashable {
    let ids: [RecordID]
    let next: ListPlace?
  }

  private static func pages(_ list: RecordList, _ bounds: ListBounds, in reader: StoreReader) throws -> [Told] {
    var (list, found) = (list, [Told]())
    for _ in 0..<300 {
      let page = try reader.page(list, type: type, bounds: bounds)
      found.append(Told(ids: page.records.map(\.id), next: page.next))
      guard let next = page.next else { return found }
      list.after = next
    }
    Issue.record("a list without an end")
    return found
  }

  private static func counts(_ list: RecordList, _ bounds: ListBounds, in reader: StoreReader) throws -> [ListCounts] {
    let city = ListedRecords.areas[0]
    let fields = type.fields.filter { ["kind", "is_new"].contains($0.name) }
    return try reader.counts(
      of: list, by: [.status, .area(city), .area(ListedRecords.areas[1])] + fields.map { .field($0) }, type: type,
      bounds: bounds)
  }

  /// Asks both ways.
  /// - Returns: how many answers columns gave.
  @discardableResult
  private static func compare(_ records: inout ListedRecords, questions: Int) throws -> Int {
    let store = records.store.store
    let before = store.columnAnswers
    let all = try records.all()
    for _ in 0..<questions {
      let list = records.list()
      try store.read { reader in
        let told = try pages(list, kept, in: reader)
        #expect(told == (try pages(list, tables, in: reader)), "\(list)")
        #expect(told.flatMap(\.ids) == NaiveList(list, of: all).ids, "\(list)")
        #expect(try counts(list, kept, in: reader) == counts(list, tables, in: reader), "\(list)")
      }
    }
    return store.columnAnswers - before
  }

  // MARK: Histories

  @Test(arguments: 0..<6)
  func `are those by the tables, page after page, while records come and change`(seed: Int) throws {
    var records = try ListedRecords(seed: UInt64(seed) + 500, in: Self.store())
    #expect(try Self.compare(&records, questions: 3) == 0, "nobody has made any")
    try Self.keepColumns(records.store.store)
    var number = UInt64(1_000)
    for round in 0..<8 {
      #expect(try Self.compare(&records, questions: 12) > 0, "round \(round)")
      for record in try records.all().sample(6, seed: UInt64(seed * 10 + round)) { try records.edit(record) }
      for _ in 0..<5 {
        number += 1
        try records.write(number, in: ListedRecords.areas[Int(number) % ListedRecords.areas.count])
      }
      if round == 4 {
        try records.store.store.rebuild()
        #expect(try Self.compare(&records, questions: 5) == 0, "the tables are others")
        try Self.keepColumns(records.store.store)
      }
    }
    #expect(try records.store.store.verify().faults == [])
  }

  @Test func `a transaction that is rolled back shows in none`() throws {
    struct Stop: Error {}
    var records = try ListedRecords(seed: 520, in: Self.store())
    let store = records.store
    try Self.keepColumns(store.store)
    for number in UInt64(2_000)..<2_004 {
      let intent = try store.intent("task", number, in: ListedRecords.areas[1], [.int(2, 1)])
      #expect(throws: Stop.self) {
        try store.store.write { writer in
          var replica = store.replica
          _ = try replica.commit([intent], user: "li", now: store.now + 500, into: writer)
          _ = try writer.reader.page(RecordList(), type: Self.type, bounds: Self.kept)
          throw Stop()
        }
      }
      try records.write(number + 10, in: ListedRecords.areas[2])
      #expect(try Self.compare(&records, questions: 10) > 0)
    }
  }

  @Test func `rows that a rebuild does not bring back show in none, nor when it is cut off`() throws {
    var records = try ListedRecords(seed: 521, in: Self.store())
    let store = records.store
    for (number, area) in zip(UInt64(8_000)..., ListedRecords.areas) { try records.write(number, in: area) }
    try Self.keepColumns(store.store)
    let count = try records.all().count
    // What is not in effect is not folded.
    try store.execute("UPDATE feed SET effective = effective - 1")
    try store.store.write { writer in
      writer.forgetTables()
      try Rebuild.begin(writer.db, catalog: writer.catalog)
      _ = try Rebuild.slice(writer, size: 40)
      writer.isRebuilding = true
    }
    #expect(try Self.compare(&records, questions: 10) == 0)
    try Self.keepColumns(store.store)
    #expect(try Self.compare(&records, questions: 10) > 0, "of half of the rows")
    try store.store.rebuild()
    #expect(try records.all().count == count - ListedRecords.areas.count)
    try Self.compare(&records, questions: 10)
    try Self.keepColumns(store.store)
    #expect(try Self.compare(&records, questions: 10) > 0)
  }

  @Test func `work that is under way while records change misses none of them`() throws {
    var records = try ListedRecords(seed: 522, in: Self.store())
    let store = records.store.store
    _ = try Self.page(RecordList(), sortedBy: .field("grade"), store)
    var (number, pieces) = (UInt64(3_000), 0)
    while try store.read({ try $0.tendColumns(of: store.catalog.types) }), pieces < 500 {
      pieces += 1
      for record in try records.all().sample(2, seed: number) { try records.edit(record) }
      number += 1
      try records.write(number, in: ListedRecords.areas[pieces % ListedRecords.areas.count])
    }
    #expect(pieces > 3 && pieces < 500)
    #expect(try Self.compare(&records, questions: 40) > 0)
  }
}

extension [RecordView] {
  fileprivate func sample(_ count: Int, seed: UInt64) -> some Sequence<RecordView> {
    var random = SplitMix64(seed: seed)
    return shuffled(using: &random).prefix(count)
  }
}
