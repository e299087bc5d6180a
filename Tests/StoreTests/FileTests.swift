// The file of a store: how it is opened, how it is flushed, and what a crash leaves of it.
import Catalog
import Foundation
import GRDB
import Merge
import Replica
import SeededNumbers
import Store
import TestSupport
import Testing

@Suite struct `A store's file` {
  private let folder: TemporaryFolder
  private var path: String { folder.file("node.db") }
  private static let catalog = SmallCatalog.everyKind

  init() throws { folder = try TemporaryFolder() }

  private func create() throws -> WrittenStore {
    WrittenStore(
      try Store.create(path: path, identity: Identity.test(9, at: WrittenStore.village), catalog: Self.catalog))
  }

  @Test func `every commit is flushed to the disk`() throws {
    let store = try create()
    func synchronous(_ store: Store) throws -> Int? {
      try store.write { try Int.fetchOne($0.db, sql: "PRAGMA synchronous") }
    }
    #expect(try synchronous(store.store) == 2)
    #expect(try store.lines("PRAGMA journal_mode") == ["journal_mode=\"wal\""])
    try store.store.close()
    let again = try Store.open(path: path, catalog: Self.catalog)
    #expect(try synchronous(again) == 2)
  }

  @Test func `small commits leave a short log`() throws {
    let store = try create()
    for number in 0..<200 { try store.write("sample", UInt64(number), [.text(1, "甲")]) }
    let log = try FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int
    #expect(try #require(log) < 6 << 20)
    #expect(try store.store.verify().faults == [])
  }

  @Test func `a store that has been closed is all in one file`() throws {
    let store = try create()
    for number in 0..<20 { try store.write("sample", UInt64(number), [.text(1, "甲")]) }
    let content = try store.contentDump()
    try store.store.close()
    try store.store.close()
    let log = try FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int
    #expect(log == 0)
    let copy = folder.file("copy.db")
    try FileManager.default.copyItem(atPath: path, toPath: copy)
    let opened = try Store.open(path: copy, catalog: Self.catalog)
    #expect(try WrittenStore(opened).contentDump() == content)
  }

  @Test func `a file cut off anywhere in its log opens with a whole number of commits`() throws {
    let store = try create()
    let history = try History(seed: 6, rounds: 12)
    for commit in history.commits { try store.receive([commit.body]) }
    let log = try Data(contentsOf: URL(fileURLWithPath: path + "-wal"))
    var random = SplitMix64(seed: 8)
    var counts: Set<Int> = []
    for number in 0..<25 {
      let copy = folder.file("copy\(number).db")
      try FileManager.default.copyItem(atPath: path, toPath: copy)
      try log.prefix(log.count / 3 + random.below(log.count * 2 / 3)).write(to: URL(fileURLWithPath: copy + "-wal"))
      guard let opened = try? Store.open(path: copy, catalog: Self.catalog) else { continue }
      let read = WrittenStore(opened)
      #expect(try opened.verify().faults == [])
      let bodies = try read.bodies()
      #expect(bodies == history.commits.prefix(bodies.count).map(\.body))
      counts.insert(bodies.count)
      try read.receive(history.commits.map(\.body))
      #expect(try read.contentDump() == store.contentDump())
      try opened.close()
    }
    #expect(counts.count > 4)
  }

  @Test func `what a store is and where its clock stands survive closing it`() throws {
    let store = try create()
    try store.write("sample", 1, [.text(1, "甲")])
    let clock = store.replica.clock
    try store.store.close()
    let again = try Store.open(path: path, catalog: Self.catalog)
    #expect(again.identity == Identity.test(9, at: WrittenStore.village))
    // The clock goes on from a bound a few seconds ahead: never behind what it has given out.
    #expect(again.clock.last >= clock.last)
    #expect(again.clock.last.milliseconds <= clock.last.milliseconds + 5_000)
  }

  private func code(_ body: () throws -> Any) -> StoreError.Code? {
    do { _ = try body() } catch { return (error as? StoreError)?.code }
    return nil
  }

  /// Descriptors of this process that stand for the store's file or its lock, as a process that is being started has them.
  private func inherited() throws -> [Int32] {
    let held = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap(Int32.init).filter {
      let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")
      return target == path || target == path + ".lock"
    }
    return held.map { dup($0) }
  }

  @Test func `a store that was closed is free, although a process being started has its descriptors`() throws {
    let store = try create()
    let inherited = try inherited()
    defer { for descriptor in inherited { close(descriptor) } }
    #expect(inherited.count >= 2)
    try store.store.close()
    #expect(code { try Store.open(path: path, catalog: Self.catalog) } == nil)
  }

  @Test func `what is not a store, not there, there already or in use is refused by its name`() throws {
    #expect(code { try Store.open(path: path, catalog: Self.catalog) } == .notFound)
    let store = try create()
    #expect(code { try create() } == .alreadyExists)
    #expect(code { try Store.open(path: path, catalog: Self.catalog) } == .busy)
    try store.store.close()
    #expect(code { try store.write("sample", 1, [.text(1, "晚")]) } != nil)
    let other = folder.file("other.db")
    try Data("a text of some length, and no database at all".utf8).write(to: URL(fileURLWithPath: other))
    #expect(code { try Store.open(path: other, catalog: Self.catalog) } == .notAStore)
    let foreign = folder.file("foreign.db")
    try DatabaseQueue(path: foreign).write { try $0.execute(sql: "CREATE TABLE t (x)") }
    #expect(code { try Store.open(path: foreign, catalog: Self.catalog) } == .notAStore)
    #expect(try DatabaseQueue(path: foreign).read { try Int.fetchOne($0, sql: "SELECT count(*) FROM t") } == 0)
  }

  @Test func `verifying finds a commit, a head and a row that are not what they should be`() throws {
    for damage in [
      "UPDATE \"commit\" SET body = x'00' WHERE arrival = 3", "UPDATE feed SET hash = zeroblob(32) WHERE ref = 1",
      "UPDATE sample SET label = '改' WHERE rowid = 1", "DELETE FROM \"commit\" WHERE arrival = 2",
      "UPDATE feed SET is_waiting = 1 WHERE ref = 1",
    ] {
      let store = try WrittenStore(9, catalog: Self.catalog)
      try store.receive(History(seed: 6, rounds: 12).commits.map(\.body))
      #expect(try store.store.verify().isSound)
      try store.execute(damage)
      #expect(try !store.store.verify().isSound, "\(damage)")
    }
  }
}
