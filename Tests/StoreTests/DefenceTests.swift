// SQLite on the defensive: what not even SQL of our own may do.
import Foundation
import GRDB
import GRDBSQLite
import Store
import Testing

@Suite struct DefenceTests {
  private func queue() throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.prepareDatabase { try Defence.raise(on: $0) }
    return try DatabaseQueue(configuration: configuration)
  }

  private func refused(_ statements: String...) throws -> Bool {
    let queue = try queue()
    return try queue.writeWithoutTransaction { db in
      try db.execute(sql: "CREATE TABLE t(a)")
      do { for sql in statements { try db.execute(sql: sql) } } catch is DatabaseError { return true }
      return false
    }
  }

  @Test func `the schema cannot be rewritten, whatever is asked`() throws {
    #expect(try refused("PRAGMA writable_schema = ON", "UPDATE sqlite_schema SET sql = 'x' WHERE name = 't'"))
    #expect(try refused("SELECT load_extension('x')"))
    #expect(try !refused("INSERT INTO t VALUES (1)"))
  }

  @Test func `a trigger in a doctored file does nothing`() throws {
    let queue = try queue()
    let count = try queue.writeWithoutTransaction { db in
      try db.execute(
        sql: "CREATE TABLE t(a); CREATE TRIGGER r AFTER INSERT ON t BEGIN INSERT INTO t VALUES (2); END")
      try db.execute(sql: "INSERT INTO t VALUES (1)")
      return try Int.fetchOne(db, sql: "SELECT count(*) FROM t")
    }
    #expect(count == 1)
  }

  @Test func `limits are lowered`() throws {
    let long = "SELECT 1 WHERE 1 = 1" + String(repeating: " OR 1 = 1", count: 40_000)
    #expect(try refused(long))
    #expect(try refused("SELECT 1" + String(repeating: " + (1", count: 200) + String(repeating: ")", count: 200)))
  }

  @Test func `looking at a file does not begin a count of memory under one lock`() async {
    await #expect(processExitsWith: .success) {
      let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
      try Data("no store".utf8).write(to: URL(filePath: path))
      let looked = Result { try Store.inspect(path: path) { _, _ in } }
      try FileManager.default.removeItem(atPath: path)
      guard case .failure(let error as StoreError) = looked, error.code == .notAStore else { exit(2) }
      let memory = sqlite3_malloc(1_000)
      defer { sqlite3_free(memory) }
      exit(sqlite3_memory_used() == 0 ? 0 : 1)
    }
  }
}
