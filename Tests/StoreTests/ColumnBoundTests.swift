// Where columns in memory do not answer: other snapshots, too much that has changed, small types, values that cannot be kept.
import Catalog
import Foundation
import Merge
import Replica
import SeededNumbers
import Store
import Synchronization
import TestSupport
import Testing

@Suite struct `The bounds of columns` {
  private static let type = ListedRecords.type
  private static let forced: ListBounds = {
    var bounds = ListBounds()
    (bounds.rows, bounds.entries, bounds.looksBesideColumns) = (-1, -1, -1)
    return bounds
  }()

  private static func columns(from rows: Int64 = 1, changes: Int = 25) -> ColumnBounds {
    var bounds = ColumnBounds()
    (bounds.rowsMin, bounds.changesMax) = (rows, changes)
    return bounds
  }

  private static func store(_ bounds: ColumnBounds) throws -> WrittenStore {
    WrittenStore(
      try Store.inMemory(
        identity: .test(9, at: ListedRecords.areas[0]), catalog: ListedRecords.catalog, columns: bounds))
  }

  private static func list(by name: String, _ test: RecordList.Test = .given) throws -> RecordList {
    var list = RecordList()
    (list.order, list.count) = (ListOrder(.field(name), isDescending: true), 1_000)
    list.fields = [RecordList.FieldTest(try #require(type.field(named: name)), test)]
    return list
  }

  private static func ids(_ list: RecordList, in reader: StoreReader, usesColumns: Bool = true) throws -> [RecordID] {
    var bounds = forced
    bounds.usesColumns = usesColumns
    return try reader.page(list, type: type, bounds: bounds).records.map(\.id)
  }

  /// Has columns made where they are wanted.
  /// - Returns: whether they answer then.
  private static func keep(_ store: Store) throws -> Bool {
    _ = try store.read { try ids(list(by: "grade"), in: $0) }
    var pieces = 0
    while try store.read({ try $0.tendColumns(of: store.catalog.types) }), pieces < 1_000 { pieces += 1 }
    let before = store.columnAnswers
    _ = try store.read { try ids(list(by: "grade"), in: $0) }
    return store.columnAnswers > before
  }

  /// Whether columns answer, and as the tables do.
  private static func answers(_ list: RecordList, _ store: Store) throws -> Bool {
    let before = store.columnAnswers
    let (told, expected) = try store.read { reader in
      (try ids(list, in: reader), try ids(list, in: reader, usesColumns: false))
    }
    #expect(told == expected, "\(list)")
    return store.columnAnswers > before
  }

  @Test func `a small type has none`() throws {
    let records = try ListedRecords(seed: 600, count: 40, in: Self.store(Self.columns(from: 41)))
    #expect(try !Self.keep(records.store.store))
    let more = try ListedRecords(seed: 600, count: 41, in: Self.store(Self.columns(from: 41)))
    #expect(try Self.keep(more.store.store))
  }

  @Test func `where more has changed than a question reads, it goes another way until somebody has`() throws {
    var records = try ListedRecords(seed: 601, in: Self.store(Self.columns(changes: 10)))
    let store = records.store.store
    #expect(try Self.keep(store))
    for number in UInt64(4_000)..<4_010 { try records.write(number, in: ListedRecords.areas[1]) }
    #expect(try Self.answers(Self.list(by: "due"), store))
    for number in UInt64(4_010)..<4_021 { try records.write(number, in: ListedRecords.areas[1]) }
    #expect(try !Self.answers(Self.list(by: "due"), store))
    #expect(try Self.keep(store))
    #expect(try Self.answers(Self.list(by: "due"), store))
  }

  @Test func `a value that cannot be kept costs its own column alone`() throws {
    let records = try ListedRecords(seed: 602, in: Self.store(Self.columns()))
    let store = records.store
    #expect(try Self.keep(store.store))
    let dues: [Int64] = [.max - 1, .min + 1, 1 << 40, -(1 << 40)]
    for (number, due) in zip(UInt64(5_000)..., dues) {
      try store.write("task", number, in: ListedRecords.areas[1], [.int(2, 2), .int(3, due)])
    }
    #expect(try Self.answers(Self.list(by: "due"), store.store), "however far from one another")
    #expect(try Self.answers(Self.list(by: "due", .range(.int(1 << 39), nil)), store.store))
    try store.write("task", 5_010, in: ListedRecords.areas[1], [.int(3, .min)])
    #expect(try !Self.answers(Self.list(by: "due"), store.store))
    for number in UInt64(5_020)..<5_026 {
      let text = String(repeating: "长", count: 70_000) + "\(number)"
      try store.write("task", number, in: ListedRecords.areas[1], [.text(1, text)])
    }
    #expect(try !Self.answers(Self.list(by: "kind"), store.store), "a million bytes of values")
    #expect(try Self.answers(Self.list(by: "grade"), store.store))
  }

  @Test func `a place whose value no row shows any more is gone on from`() throws {
    let records = try ListedRecords(seed: 603, in: Self.store(Self.columns()))
    let store = records.store.store
    #expect(try Self.keep(store))
    for isDescending in [false, true] {
      for value in [Value.text("一"), .text(""), .text("丙"), .text("龥"), .null] {
        var list = RecordList()
        (list.order, list.count) = (ListOrder(.field("kind"), isDescending: isDescending), 1_000)
        list.after = ListPlace(value, row: 20)
        #expect(try Self.answers(list, store))
      }
    }
  }

  @Test func `two spellings of one letter are two values`() throws {
    let records = try ListedRecords(seed: 604, in: Self.store(Self.columns()))
    let store = records.store
    try store.write("task", 6_000, in: ListedRecords.areas[1], [.text(1, "\u{E9}")])
    try store.write("task", 6_001, in: ListedRecords.areas[1], [.text(1, "e\u{301}")])
    #expect(try Self.keep(store.store))
    let list = try Self.list(by: "kind", .any([.text("\u{E9}")]))
    #expect(try store.store.read { try Self.ids(list, in: $0) } == [recordID(6_000)])
    #expect(try Self.answers(list, store.store))
  }

  @Test func `a snapshot that is older than the columns is answered as it is`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("node.db")
    let identity = Identity.test(9, at: ListedRecords.areas[0])
    try Store.create(path: path, identity: identity, catalog: ListedRecords.catalog).close()
    let opened = try Store.open(path: path, catalog: ListedRecords.catalog, columns: Self.columns())
    var records = try ListedRecords(seed: 605, in: WrittenStore(opened))
    #expect(try Self.keep(opened))
    let list = try Self.list(by: "due")
    let semaphore = { DispatchSemaphore(value: 0) }
    let (begun, goOn, ended) = (semaphore(), semaphore(), semaphore())
    let told = Mutex<[[RecordID]]>([])
    let thread = Thread {
      let found = try? opened.read { reader in
        let before = try Self.ids(list, in: reader, usesColumns: false)
        begun.signal()
        goOn.wait()
        let answers = opened.columnAnswers
        let after = try Self.ids(list, in: reader)
        return opened.columnAnswers == answers + 1 ? [before, after] : []
      }
      told.withLock { $0 = found ?? [] }
      ended.signal()
    }
    thread.start()
    begun.wait()
    for record in try records.all().prefix(10) { try records.edit(record) }
    try records.write(7_000, in: ListedRecords.areas[1])
    #expect(try Self.answers(list, opened), "brought up by a later snapshot")
    try records.edit(try #require(try records.all().last))
    #expect(try Self.answers(list, opened), "and by another one")
    goOn.signal()
    ended.wait()
    let (before, after) = (told.withLock { $0 }, try opened.read { try Self.ids(list, in: $0) })
    #expect(before.count == 2 && before[0] == before[1] && before[0] != after)
    #expect(try Self.answers(list, opened), "and they are still there")
    try opened.close()
  }
}
