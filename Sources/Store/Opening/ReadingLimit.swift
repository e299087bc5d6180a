// Until when a read may go on, and whether anybody still waits for it.
import GRDB
import GRDBSQLite
import Synchronization

/// Why a read was ended before it had its answer.
package enum ReadingStop: Error, Hashable, Sendable {
  /// Its time was over.
  case late
  /// Nobody waits for it any more.
  case givenUp
}

/// How long one read may take. SQLite asks it in the middle of whatever it does, and ends there.
///
/// Any thread may give the read up; everything else happens on the thread that reads.
/// - Invariant: a limit that has ended a read once ends it at every later look, too.
package final class ReadingLimit: Sendable {
  package typealias Instant = ContinuousClock.Instant
  /// Called once, on the thread that reads, when the read has gone on until `from`.
  package typealias Slowness = (from: Instant, tell: @Sendable (ReadingLimit) -> Void)

  /// How many steps of SQLite's machine lie between two looks at the clock: a few microseconds, when the pages are in memory.
  static let stepsBetweenLooks: Int32 = 1_000

  private let end: Instant?
  private let slowness: Slowness?
  private let now: @Sendable () -> Instant
  private let hasBeenGivenUp = Atomic(false)
  private let hasToldSlowness = Atomic(false)
  private let stop = Mutex<ReadingStop?>(nil)

  /// - Parameters:
  ///   - end: when its time is over; nil for a read that takes as long as it takes.
  ///   - slowness: whom to tell that it takes long.
  ///   - now: the clock that all of this is measured by.
  package init(
    until end: Instant?, slowness: Slowness? = nil, now: @escaping @Sendable () -> Instant = { ContinuousClock.now }
  ) {
    (self.end, self.slowness, self.now) = (end, slowness, now)
  }

  package var isGivenUp: Bool { hasBeenGivenUp.load(ordering: .acquiring) }

  /// Ends the read at its next look: nobody waits for it.
  package func giveUp() { hasBeenGivenUp.store(true, ordering: .releasing) }

  /// - Throws: `ReadingStop` when the read is to end.
  package func check() throws { if let stop = look() { throw stop } }

  private func look() -> ReadingStop? {
    if isGivenUp { return ended(.givenUp) }
    guard end != nil || slowness != nil else { return nil }
    let moment = now()
    if let end, moment >= end { return ended(.late) }
    if let slowness, moment >= slowness.from, !hasToldSlowness.exchange(true, ordering: .relaxed) {
      slowness.tell(self)
    }
    return nil
  }

  private func ended(_ reason: ReadingStop) -> ReadingStop {
    stop.withLock { stop in
      let first = stop ?? reason
      stop = first
      return first
    }
  }

  /// Runs `body`, in which SQLite asks this limit as it goes along.
  /// - Throws: what `body` throws; `ReadingStop` once the limit has ended something in it, whatever `body` made of that: what
  ///   was not read to its end must pass neither for an answer nor for damage.
  func interrupting<T>(_ db: Database, _ body: () throws -> T) throws -> T {
    let connection = db.sqliteConnection
    sqlite3_progress_handler(
      connection, Self.stepsBetweenLooks,
      { limit in
        guard let limit else { return 0 }
        return Unmanaged<ReadingLimit>.fromOpaque(limit).takeUnretainedValue().look() == nil ? 0 : 1
      }, Unmanaged.passUnretained(self).toOpaque())
    // The end of the transaction is not to be interrupted, and the connection is somebody else's next.
    defer { sqlite3_progress_handler(connection, 0, nil, nil) }
    let result = Result { try body() }
    if let stop = stop.withLock({ $0 }) { throw stop }
    return try result.get()
  }
}

extension StoreReader {
  /// Ends a read whose limit has passed. It is for whoever works long without asking the store for anything.
  /// - Throws: `ReadingStop`.
  package func checkDeadline() throws { try limit?.check() }

  /// The same for what is done a million times: the clock is looked at once in so many calls.
  package func deadlineCheck(every count: Int = 1_024) -> () throws -> Void {
    guard let limit else { return {} }
    var calls = 0
    return {
      calls += 1
      if calls % count == 0 { try limit.check() }
    }
  }
}
