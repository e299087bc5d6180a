// Stores of other versions: one of the version before is carried on, one of a later version loses nothing here.
import Catalog
import Foundation
import GRDB
import Merge
import Replica
import Store
import TestSupport
import Testing
import Wire

@Suite struct `A store of another version` {
  private static let catalog = SmallCatalog.everyKind

  private let folder: TemporaryFolder
  private var path: String { folder.file("node.db") }

  init() throws { folder = try TemporaryFolder() }

  /// The store of a township of a small enrolled city after a day's work, as that version left it.
  private func putPrior(_ version: Int, bytes: Int) throws {
    let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/prior-databases")
    let packed = try Data(contentsOf: fixtures.appending(path: "version-\(version).db.zlib"))
    try Data(Deflate.inflate([UInt8](packed)[...], count: bytes)).write(to: URL(filePath: path))
  }

  /// Every row of the tables that are kept, but for what a store says of itself, and of what was added since.
  private func kept(_ reader: StoreReader) throws -> [String: [String]] {
    var rows: [String: [String]] = [:]
    for table in Schema.keptNames where table != "meta" && !table.hasPrefix("node_") {
      rows[table] = try Row.fetchAll(reader.db, sql: "SELECT * FROM \"\(table)\"").map(\.description)
    }
    return rows
  }

  private func number(_ reader: StoreReader) throws -> Int {
    try Int.fetchOne(reader.db, sql: "PRAGMA user_version") ?? 0
  }

  @Test(arguments: [(4, 2_072_576), (5, 2_080_768), (6, 3_555_328)])
  func `of a version before is opened and carried on with everything it holds`(version: Int, bytes: Int) throws {
    try putPrior(version, bytes: bytes)
    let before = try Store.inspect(path: path) { reader, _ in try kept(reader) }
    #expect(before["commit"]?.count == 45 && before["seal"]?.count == 22 && before["statement"]?.count == 7)
    #expect(before["custody_receipt"]?.count == 32 && before["link"]?.count == 3)
    var store = WrittenStore(try Store.open(path: path, catalog: .builtIn))
    #expect(try store.store.read { try kept($0) } == before)
    #expect(try store.store.verify().faults == [])
    #expect(try store.count("SELECT count(*) FROM hazard WHERE status = 'reported'") == 2)
    #expect(try store.store.read { try number($0) } == StoreVersion.current.number)
    #expect(try store.store.read { try Schema.views($0.db) }.contains("hazard"))
    #expect(try store.count("SELECT count(*) FROM sqlite_schema WHERE name = 'statement_by_issuer'") == 1)
    // What it holds has numbers from now on.
    var followed: Set<RecordID> = []
    _ = try store.store.read { reader in
      try reader.changes(after: nil, ChangeQuestion(types: ["hazard"]), catalog: .builtIn) { change in
        followed.insert(change.record)
        return true
      }
    }
    #expect(try followed.count == store.count("SELECT count(*) FROM hazard"))
    try store.store.close()
    store = WrittenStore(try Store.open(path: path, catalog: .builtIn))
    #expect(try store.store.read { try kept($0) } == before)
    try store.store.close()
  }

  @Test func `names its views, and every other table is one that is kept`() throws {
    let store = try WrittenStore(9, catalog: Self.catalog)
    let tables = try store.store.read {
      try String.fetchSet(
        $0.db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    }
    let views = try Set(store.store.read { try Schema.views($0.db) })
    #expect(views.isSuperset(of: Self.catalog.types.map(\.name)) && views.isDisjoint(with: Schema.keptNames))
    #expect(tables == views.union(Schema.keptNames))
    // No catalog has a type of such a name.
    let added = Schema.keptNames.filter { $0.hasPrefix("node_") }
    #expect(Schema.keptNames.subtracting(added).isSubset(of: RecordType.reservedNames))
  }

  /// Gives the store what a later version may add: a table that is kept, a view, and a column in each fixed table.
  private func expand(readableBy: Int) throws -> Int {
    let later = StoreVersion(latest: StoreVersion.current.latest + 1, readableBy: readableBy)
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { db in
      try db.execute(sql: "CREATE TABLE node_account (name TEXT PRIMARY KEY) STRICT")
      try db.execute(sql: "INSERT INTO node_account VALUES ('inspector')")
      try db.execute(sql: "CREATE TABLE ranking (place INTEGER) STRICT")
      try db.execute(sql: "UPDATE meta SET value = value || ' ranking' WHERE key = 'views'")
      for table in Schema.keptNames.sorted() {
        try db.execute(sql: "ALTER TABLE \"\(table)\" ADD COLUMN later INTEGER NOT NULL DEFAULT 7")
      }
      try db.execute(sql: "PRAGMA user_version = \(later.number); PRAGMA wal_checkpoint(TRUNCATE)")
    }
    try queue.close()
    return later.number
  }

  @Test func `of a later version is written, rebuilt and copied, and keeps what is not known`() throws {
    var store = WrittenStore(
      try Store.create(path: path, identity: Identity.test(9, at: WrittenStore.village), catalog: Self.catalog))
    try store.receive(History(seed: 3).commits.map(\.body))
    try store.store.close()
    let later = try expand(readableBy: StoreVersion.current.latest)
    store = WrittenStore(try Store.open(path: path, catalog: Self.catalog))
    try store.write("sample", 77, [.text(1, "新")])
    try store.receive(History(seed: 4).commits.map(\.body))
    try store.store.rebuild()
    #expect(try store.store.verify().faults == [])
    #expect(try store.lines("SELECT * FROM node_account") == ["name=\"inspector\""])
    #expect(try store.count("SELECT count(*) FROM sqlite_schema WHERE name = 'ranking'") == 0)
    #expect(try store.count("SELECT count(*) FROM \"commit\" WHERE later = 7") > 1)
    #expect(try store.store.read { try number($0) } == later)
    let copy = folder.file("copy.db")
    _ = try Store.backUp(path: path, to: copy)
    try store.store.close()
    #expect(try Store.inspect(path: copy) { reader, _ in try number(reader) } == later)
    // What is salvaged is what this version knows: the rest would be lost.
    let error = #expect(throws: StoreError.self) {
      try Salvage.run(
        path: path, node: nil, incarnation: 2, store: StoreID(.zero), catalog: Self.catalog, seconds: 1)
    }
    #expect(error?.code == .laterVersion && error?.hint == "Salvage it with that version.")
  }

  @Test(arguments: [nil, "", "commit meta node_account nothing", "x\";DROP/**/TABLE/**/node_account;--"])
  func `whose list of views is lost, or names what is kept, loses nothing and opens again`(list: String?) throws {
    var store = WrittenStore(
      try Store.create(path: path, identity: Identity.test(9, at: WrittenStore.village), catalog: Self.catalog))
    try store.receive(History(seed: 3).commits.map(\.body))
    let before = try store.contentDump()
    try store.store.close()
    let queue = try DatabaseQueue(path: path)
    try queue.write { db in
      try db.execute(sql: "CREATE TABLE node_account (name TEXT PRIMARY KEY) STRICT")
      try db.execute(sql: "INSERT INTO node_account VALUES ('inspector')")
      // A table that a doctored file gives for one of a record type's.
      let name = "x\"\"; DELETE FROM node_account; --"
      try db.execute(sql: "CREATE TABLE \"\(name)\" (id BLOB, area TEXT, change INTEGER)")
      try db.execute(sql: "CREATE INDEX \"\(name)_by_change\" ON \"\(name)\" (change)")
      try db.execute(sql: "DELETE FROM meta WHERE key = 'views'")
      if let list { try db.execute(sql: "INSERT INTO meta (key, value) VALUES ('views', ?)", arguments: [list]) }
    }
    try queue.close()
    store = WrittenStore(try Store.open(path: path, catalog: Self.catalog))
    try store.store.rebuild()
    #expect(try store.contentDump() == before)
    #expect(try store.lines("SELECT * FROM node_account") == ["name=\"inspector\""])
    #expect(try store.store.verify().faults == [])
    try store.store.close()
  }

  @Test func `of a later version that asks for more is refused`() throws {
    try Store.create(path: path, identity: Identity.test(9, at: WrittenStore.village), catalog: Self.catalog).close()
    _ = try expand(readableBy: StoreVersion.current.latest + 1)
    let error = #expect(throws: StoreError.self) { try Store.open(path: path, catalog: Self.catalog) }
    #expect(error?.code == .laterVersion)
  }
}
