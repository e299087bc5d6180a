// Reads that are ended before they have read everything.
import GRDB
import Store
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct `A read that is ended` {
  /// Counts without end.
  private static let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"

  /// A clock on which each look takes a second.
  private final class TickingClock: Sendable {
    let start = ContinuousClock.now
    private let count = Mutex(0)

    var looks: Int { count.withLock { $0 } }

    func look() -> ContinuousClock.Instant {
      count.withLock { count in
        count += 1
        return start + .seconds(count)
      }
    }
  }

  private static func limit(_ clock: TickingClock, seconds: Int = 60) -> ReadingLimit {
    ReadingLimit(until: clock.start + .seconds(seconds)) { clock.look() }
  }

  private static func count(_ reader: StoreReader) throws -> Int? { try Int.fetchOne(reader.db, sql: endless) }

  /// Runs `body` with a store in memory, which has one connection, and with one in a file, which has several.
  private func withStores(_ body: (WrittenStore) throws -> Void) throws {
    try body(try WrittenStore(1, catalog: SmallCatalog.everyKind))
    let folder = try TemporaryFolder()
    let store = try Store.create(
      path: folder.file("node.db"), identity: .test(9, at: WrittenStore.village), catalog: SmallCatalog.everyKind)
    try body(WrittenStore(store))
    try store.close()
  }

  @Test func `ends in the middle of a statement, and its connection serves the next`() throws {
    try withStores { written in
      let store = written.store
      for _ in 0..<20 {
        let limit = Self.limit(TickingClock())
        #expect(throws: ReadingStop.late) { try store.read(within: limit) { try Self.count($0) } }
        #expect(try store.read { try $0.mark() } == 0)
        #expect(try store.read(within: Self.limit(TickingClock())) { try $0.mark() } == 0)
      }
      try store.write { _ in }
      #expect(store.damage == nil)
    }
  }

  @Test func `ends when nobody waits for it any more`() throws {
    try withStores { written in
      let limit = ReadingLimit(until: nil)
      #expect(throws: ReadingStop.givenUp) {
        try written.store.read(within: limit) { reader in
          limit.giveUp()
          return try Self.count(reader)
        }
      }
      #expect(throws: ReadingStop.givenUp) { try limit.check() }
    }
  }

  @Test func `is no answer, and no damage, whatever was made of it`() throws {
    try withStores { written in
      let store = written.store
      #expect(throws: ReadingStop.late) {
        try store.read(within: Self.limit(TickingClock())) { (try? Self.count($0)) ?? 7 }
      }
      #expect(throws: ReadingStop.late) {
        try store.read(within: Self.limit(TickingClock())) { reader in
          do { _ = try Self.count(reader) } catch { throw StoreError(.damaged, "a row is missing") }
        }
      }
      #expect(store.damage == nil)
    }
  }

  @Test func `ends where a loop asks, though nothing is read`() throws {
    let written = try WrittenStore(1, catalog: SmallCatalog.everyKind)
    let clock = TickingClock()
    #expect(throws: ReadingStop.late) {
      try written.store.read(within: Self.limit(clock)) { reader in
        let check = reader.deadlineCheck(every: 10)
        while true { try check() }
      }
    }
    #expect(clock.looks == 60)
    #expect(throws: ReadingStop.late) {
      try written.store.read(within: Self.limit(TickingClock(), seconds: 1)) { try $0.checkDeadline() }
    }
  }

  @Test func `is told once that it takes long`() throws {
    let written = try WrittenStore(1, catalog: SmallCatalog.everyKind)
    let clock = TickingClock()
    let told = Mutex(0)
    let limit = ReadingLimit(
      until: clock.start + .seconds(60), slowness: (clock.start + .seconds(30), { _ in told.withLock { $0 += 1 } })
    ) { clock.look() }
    #expect(throws: ReadingStop.late) { try written.store.read(within: limit) { try Self.count($0) } }
    #expect(told.withLock { $0 } == 1)
  }

  @Test func `is not looked at where it has any time`() throws {
    let written = try WrittenStore(1, catalog: SmallCatalog.everyKind)
    let clock = TickingClock()
    let limit = ReadingLimit(until: nil) { clock.look() }
    let sum = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 10000) SELECT sum(i) FROM n"
    #expect(try written.store.read(within: limit) { try Int.fetchOne($0.db, sql: sum) } == 50_005_000)
    #expect(clock.looks == 0)
  }
}
