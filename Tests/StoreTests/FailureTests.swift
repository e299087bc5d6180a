// A failure at any point of a write, or of the file under it: what was acknowledged stays, the rest never was.
import Foundation
import GRDB
import GRDBSQLite
import Merge
import Replica
import Store
import TestSupport
import Testing
import Wire

@Suite struct `Failures` {
  /// Runs work in which SQLite gives up after so many steps of its machine.
  private func write<T>(
    _ store: WrittenStore, givingUpAfter steps: Int32, _ body: (StoreWriter) throws -> T
  ) -> Result<T, any Error> {
    Result {
      try store.store.write { writer in
        sqlite3_progress_handler(writer.db.sqliteConnection, steps, { _ in 1 }, nil)
        defer { sqlite3_progress_handler(writer.db.sqliteConnection, 0, nil, nil) }
        return try body(writer)
      }
    }
  }

  private func filled() throws -> WrittenStore {
    let store = try WrittenStore(9, catalog: SmallCatalog.everyKind)
    try store.receive(History(seed: 4, rounds: 8).commits.map(\.body))
    return store
  }

  @Test func `a write interrupted at any step leaves heads, commits and views as they were`() throws {
    let history = try History(seed: 4, rounds: 14)
    let store = try filled()
    let before = (try store.viewDump(), try store.lines("SELECT * FROM feed"))
    let rest = CommitSequence.of(history.commits[8...].map(\.body))
    var steps: Int32 = 5
    var failures = 0
    while true {
      let result = write(store, givingUpAfter: steps) { try store.ingest(rest, into: $0) }
      guard case .failure = result else { break }
      failures += 1
      #expect(try store.viewDump() == before.0 && store.lines("SELECT * FROM feed") == before.1)
      steps += 1 + steps / 12
    }
    #expect(failures > 20)
    #expect(try store.store.verify().faults == [])
    let whole = try WrittenStore(9, catalog: SmallCatalog.everyKind)
    try whole.receive(history.commits.map(\.body))
    #expect(try store.contentDump() == whole.contentDump())
  }

  @Test func `a slice of a rebuild interrupted at any step can be run again`() throws {
    let store = try filled()
    let before = try store.viewDump()
    var steps: Int32 = 20
    var failures = 0
    while true {
      let result = write(store, givingUpAfter: steps) { writer in
        writer.forgetTables()
        try Rebuild.begin(writer.db, catalog: writer.catalog)
        return try Rebuild.slice(writer)
      }
      guard case .failure = result else { break }
      failures += 1
      steps += 1 + steps / 8
    }
    #expect(failures > 5)
    try store.store.rebuild()
    #expect(try store.viewDump() == before)
    try store.write("sample", 50, [.text(1, "之后")])
    #expect(try store.count("SELECT count(*) FROM sample WHERE label = '之后'") == 1)
  }

  @Test func `what is entered after folding anew has failed at any step is folded as before`() throws {
    let store = try filled()
    var (steps, failures): (Int32, Int) = (20, 0)
    while case .failure = write(store, givingUpAfter: steps, { try $0.refold() }) {
      failures += 1
      try store.write("sample", UInt64(100 + failures), [.text(1, "之后")])
      #expect(try store.count("SELECT count(*) FROM sample WHERE label = '之后'") == failures)
      steps += 1 + steps / 8
    }
    #expect(failures > 5)
    #expect(try store.store.verify().faults == [])
  }

  private struct Nuisance: Error {}

  @Test func `of a group the piece that throws writes nothing and the others land`() throws {
    let store = try WrittenStore(9, catalog: SmallCatalog.everyKind)
    let pieces: [(StoreWriter) throws -> Int] = try (0..<4).map { number in
      let intent = try store.intent("sample", UInt64(number), [.text(1, "第\(number)件")])
      return { writer in
        _ = try store.replica.commit([intent], user: "li", now: 1, into: writer)
        if number % 2 == 1 { throw Nuisance() }
        return number
      }
    }
    func done(_ group: [(StoreWriter) throws -> Int]) -> [Int?] {
      store.store.writeGroup(group).map { if case .success(let number) = $0 { number } else { nil } }
    }
    #expect(done(Array(pieces[..<2])) == [0, nil])
    #expect(done([pieces[3]]) == [nil])
    #expect(done([pieces[2]]) == [2])
    #expect(try store.lines("SELECT label FROM sample ORDER BY id") == ["label=\"第0件\"", "label=\"第2件\""])
    #expect(try store.store.verify().faults == [])
  }

  @Test func `a full disk refuses the write, says so, and takes it once there is room`() throws {
    let store = try WrittenStore(9, catalog: SmallCatalog.everyKind)
    try store.write("sample", 1, [.text(1, "先")])
    let pages = try store.count("PRAGMA page_count")
    try store.store.write { try $0.db.execute(sql: "PRAGMA max_page_count = \(pages)") }
    let large = FieldChange.text(1, String(repeating: "满", count: 60_000))
    #expect { try store.write("sample", 2, [large]) } throws: { error in
      (error as? StoreError)?.code == .diskFull && (error as? StoreError)?.isRetryable == true
    }
    #expect(try store.store.verify().faults == [])
    try store.store.write { try $0.db.execute(sql: "PRAGMA max_page_count = 1000000") }
    try store.write("sample", 2, [large])
    #expect(try store.count("SELECT count(*) FROM sample") == 2)
  }
}
