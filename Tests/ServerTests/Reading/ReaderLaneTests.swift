// A lane with its threads: questions that take too long, that nobody waits for, and the end of the lane.
import GRDB
import Merge
import Node
import Store
import Synchronization
import TestSupport
import Testing

/// A clock on which each look takes a second.
private final class TickingClock: Sendable {
  private let hand = Mutex(ContinuousClock.now)

  func look() -> ContinuousClock.Instant {
    hand.withLock { hand in
      hand += .seconds(1)
      return hand
    }
  }
}

/// Reads without end, and says when it has begun to.
private func readEndlessly(_ store: Store, _ limit: ReadingLimit, began: () -> Void = {}) throws -> Int? {
  let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
  began()
  return try store.read(within: limit) { try Int.fetchOne($0.db, sql: endless) }
}

@Suite(.timeLimit(.minutes(1))) struct `A lane of readers` {
  private let store: Store

  init() throws { store = try nodeInMemory(Place.community).store }

  @Test func `ends a question at its deadline, and its thread answers the next`() async throws {
    let (clock, store) = (TickingClock(), store)
    let lane = ReaderLane("test", LaneLimits(threads: 1), span: .seconds(60)) { clock.look() }
    for _ in 0..<3 {
      await #expect(throws: QuestionRefusal.tooSlow(after: .seconds(60))) {
        try await lane.ask(by: "a") { try readEndlessly(store, $0) }
      }
      #expect(try await lane.ask(by: "a") { limit in try store.read(within: limit) { try $0.mark() } } == 0)
    }
  }

  @Test func `tells who still waits at the deadline, while its thread is at something else`() async throws {
    let span = Duration.milliseconds(20)
    let lane = ReaderLane("test", LaneLimits(threads: 1), span: span)
    let (begun, begins) = AsyncStream<Void>.makeStream()
    let latch = Latch()
    async let held: Void = {
      // On a busy machine its own time may be over before its thread has begun.
      while true {
        do {
          return try await lane.ask(by: "a") { _ in
            begins.yield()
            latch.wait()
          }
        } catch QuestionRefusal.tooSlow, QuestionRefusal.notTakenUp { continue }
      }
    }()
    for await _ in begun { break }
    for caller in ["b", "c", "b"] {
      await #expect(throws: QuestionRefusal.notTakenUp(after: span)) { try await lane.ask(by: caller) { _ in } }
    }
    #expect(lane.load == (0, 1))
    latch.open()
    try await held
  }

  @Test func `a cancelled question in work is interrupted and frees its thread`() async throws {
    let store = store
    let lane = ReaderLane("test", LaneLimits(threads: 1))
    let (begun, begins) = AsyncStream<Void>.makeStream()
    let asking = Task { try await lane.ask(by: "a") { try readEndlessly(store, $0) { begins.yield() } } }
    for await _ in begun { break }
    asking.cancel()
    await #expect(throws: CancellationError.self) { try await asking.value }
    #expect(try await lane.ask(by: "a") { _ in 7 } == 7)
    #expect(lane.load == (0, 0))
  }

  @Test func `a cancelled question that waits leaves the line, and so does one that was cancelled before`() async throws
  {
    let lane = ReaderLane("test", LaneLimits(threads: 1))
    let (begun, begins) = AsyncStream<Void>.makeStream()
    let (latch, isCarriedOut) = (Latch(), Flag())
    async let held: Void = lane.ask(by: "a") { _ in
      begins.yield()
      latch.wait()
    }
    for await _ in begun { break }
    let waiting = Task { try await lane.ask(by: "b") { _ in isCarriedOut.set() } }
    while lane.load.waiting < 1 { await Task.yield() }
    waiting.cancel()
    await #expect(throws: CancellationError.self) { try await waiting.value }
    let late = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      try await lane.ask(by: "b") { _ in isCarriedOut.set() }
    }
    await #expect(throws: CancellationError.self) { try await late.value }
    #expect(lane.load == (0, 1))
    latch.open()
    try await held
    try await lane.ask(by: "a") { _ in }
    #expect(!isCarriedOut.isSet)
  }

  @Test func `whoever is told that a question takes long may give it up`() async throws {
    let (clock, store) = (TickingClock(), store)
    let lane = ReaderLane("test", LaneLimits(threads: 1)) { clock.look() }
    await #expect(throws: CancellationError.self) {
      let giveUp: ReaderLane.WhenSlow = { $0.giveUp() }
      return try await lane.ask(by: "a", whenSlow: giveUp) { try readEndlessly(store, $0) }
    }
  }

  @Test func `errors and values are the question's own, and a place is free when its answer is there`() async throws {
    struct Own: Error, Equatable { let number: Int }
    let lane = ReaderLane("test", LaneLimits(threads: 2, callerMax: 1))
    for number in 0..<100 {
      await #expect(throws: Own(number: number)) { try await lane.ask(by: "a") { _ in throw Own(number: number) } }
      #expect(try await lane.ask(by: "a") { _ in number } == number)
    }
  }

  @Test func `at its end it answers everybody: what waits, what is in work, and whoever comes`() async throws {
    let store = store
    let lane = ReaderLane("test", LaneLimits(threads: 2))
    let (begun, begins) = AsyncStream<Void>.makeStream()
    let working = (0..<2).map { _ in
      Task { try await lane.ask(by: "a") { try readEndlessly(store, $0) { begins.yield() } } }
    }
    var began = begun.makeAsyncIterator()
    for _ in working { await began.next() }
    let waiting = (0..<5).map { number in Task { try await lane.ask(by: "\(number)") { _ in } } }
    while lane.load.waiting < 5 { await Task.yield() }
    lane.close()
    for task in waiting { await #expect(throws: QuestionRefusal.closed) { try await task.value } }
    for task in working { await #expect(throws: CancellationError.self) { try await task.value } }
    await #expect(throws: QuestionRefusal.closed) { try await lane.ask(by: "a") { _ in } }
    #expect(lane.load == (0, 0))
    // The threads have let go of the store.
    try store.write { _ in }
  }
}

/// Whether something has happened.
private final class Flag: Sendable {
  private let flag = Atomic(false)

  var isSet: Bool { flag.load(ordering: .acquiring) }
  func set() { flag.store(true, ordering: .releasing) }
}
