// Group commit: work from many sessions and clients shares one transaction, and one flush of the disk.
import Dispatch
package import FlightRecorder
package import Merge
package import Replica
package import Store
import Synchronization

/// The one place where this node writes.
///
/// Work is queued from anywhere; one queue takes all that is waiting, runs it in one transaction, each piece all or
/// nothing by itself, and answers every piece only when the transaction is on disk.
/// - Invariant: no piece is answered before `synchronous=FULL` has returned.
package final class GroupWriter: Sendable {
  package typealias Work<T> = @Sendable (inout Replica, StoreWriter) throws -> T

  private struct Piece: Sendable {
    let undertaking: Undertaking?
    let work: Work<any Sendable>
    let answer: @Sendable (Result<any Sendable, any Error>) -> Void
  }

  private struct State {
    var waiting: [Piece] = []
    var isDraining = false
    /// Whether a start is coming for what nobody waits for.
    var isStartDue = false
  }

  /// How long work lies that nobody waits for.
  private static let unattendedMax = DispatchTimeInterval.seconds(1)

  /// The most pieces in one transaction, so that none waits for a crowd.
  private static let groupMax = 64

  private let store: Store
  private let queue = DispatchQueue(label: "gridward.writer", qos: .userInitiated)
  private let state = Mutex(State())
  private let replica: Mutex<Replica>
  /// Who the node was after the last transaction: reading it waits for none.
  private let currentIdentity: Mutex<Identity>
  private let currentSureness: Mutex<Bool>
  private let marker: LineageMarker?
  /// How much news the store had after the last transaction.
  private let newsCount = Mutex<UInt64>(0)
  /// Called after each transaction, with how long it took and whether it brought commits or custody.
  private let didCommit: @Sendable (Duration, Bool) -> Void
  /// Called after each transaction with the latest time the node has dated by.
  private let didDate: @Sendable (HybridTime) -> Void

  /// - Parameter marker: where it is noted how far the store has come, once it is known to be whole.
  package init(
    store: Store, replica: Replica, marker: LineageMarker? = nil,
    didDate: @escaping @Sendable (HybridTime) -> Void = { _ in },
    didCommit: @escaping @Sendable (Duration, Bool) -> Void
  ) {
    self.store = store
    self.marker = marker
    currentSureness = Mutex(replica.isLineageSure)
    self.replica = Mutex(replica)
    currentIdentity = Mutex(replica.identity)
    (self.didDate, self.didCommit) = (didDate, didCommit)
  }

  package var identity: Identity { currentIdentity.withLock { $0 } }
  /// Whether the store is known to hold all its node ever wrote.
  package var isLineageSure: Bool { currentSureness.withLock { $0 } }

  /// Queues work and returns at once; the ticket tells when it is durable.
  package func submit<T: Sendable>(_ undertaking: Undertaking? = nil, _ work: @escaping Work<T>) -> Ticket<T> {
    let (ticket, mustStart) = enqueue(undertaking, work)
    if mustStart { queue.async { self.drain() } }
    return ticket
  }

  /// Queues work that need not begin yet, so that it shares a transaction with what follows. It begins with the next work
  /// that is submitted or run, by anybody; at `start`; when somebody waits for its ticket; or when a whole group is waiting,
  /// so that sessions that break off after their hello fill no memory.
  package func hold<T: Sendable>(_ undertaking: Undertaking? = nil, _ work: @escaping Work<T>) -> Ticket<T> {
    let (ticket, piece) = piece(undertaking, work)
    let count = state.withLock { state in
      state.waiting.append(piece)
      return state.waiting.count
    }
    if count >= Self.groupMax { start() }
    return ticket
  }

  /// Queues work that nobody waits for: it shares a transaction with what follows, or has one of its own when nothing does.
  package func leave(_ undertaking: Undertaking? = nil, _ work: @escaping Work<Void>) {
    _ = hold(undertaking, work)
    let isFirst = state.withLock { state in
      defer { state.isStartDue = true }
      return !state.isStartDue
    }
    guard isFirst else { return }
    queue.asyncAfter(deadline: .now() + Self.unattendedMax) { [weak self] in
      self?.state.withLock { $0.isStartDue = false }
      self?.start()
    }
  }

  /// Begins with what is held.
  package func start() {
    let mustStart = state.withLock { state in
      if state.isDraining || state.waiting.isEmpty { return false }
      state.isDraining = true
      return true
    }
    if mustStart { queue.async { self.drain() } }
  }

  /// Runs work and returns when it is durable.
  ///
  /// Whoever finds the writer idle does the first group on the spot, which spares a lone commit two changes of thread; what
  /// others have queued meanwhile is left to the writer's own queue.
  package func run<T: Sendable>(_ undertaking: Undertaking? = nil, _ work: @escaping Work<T>) async throws -> T {
    let (ticket, mustStart) = enqueue(undertaking, work)
    if mustStart {
      if let group = take() { carryOut(group) }
      if isWaiting { queue.async { self.drain() } }
    }
    return try await ticket.value
  }

  /// Puts work in line.
  /// - Returns: its ticket, and whether the caller has to see to it that the line is served.
  private func enqueue<T: Sendable>(
    _ undertaking: Undertaking?, _ work: @escaping Work<T>
  ) -> (ticket: Ticket<T>, mustStart: Bool) {
    let (ticket, piece) = piece(undertaking, work)
    let mustStart = state.withLock { state in
      state.waiting.append(piece)
      defer { state.isDraining = true }
      return !state.isDraining
    }
    return (ticket, mustStart)
  }

  private func piece<T: Sendable>(
    _ undertaking: Undertaking?, _ work: @escaping Work<T>
  ) -> (ticket: Ticket<T>, piece: Piece) {
    let ticket = Ticket<T> { [weak self] in self?.start() }
    let piece = Piece(
      undertaking: undertaking,
      work: { replica, writer in try work(&replica, writer) },
      answer: { result in ticket.fulfil(result.map { $0 as! T }) })
    return (ticket, piece)
  }

  /// Whether there is more to do; when there is not, the writer is idle from here on.
  private var isWaiting: Bool {
    state.withLock { state in
      if state.waiting.isEmpty { state.isDraining = false }
      return state.isDraining
    }
  }

  private func drain() { while let group = take() { carryOut(group) } }

  private func carryOut(_ group: [Piece]) {
    let clock = ContinuousClock()
    let start = clock.now
    let (results, hasNews) = commit(group)
    didCommit(clock.now - start, hasNews)
    for (piece, result) in zip(group, results) { piece.answer(result) }
  }

  private func take() -> [Piece]? {
    state.withLock { state in
      guard !state.waiting.isEmpty else {
        state.isDraining = false
        return nil
      }
      let group = Array(state.waiting.prefix(Self.groupMax))
      state.waiting.removeFirst(group.count)
      return group
    }
  }

  private func commit(_ group: [Piece]) -> ([Result<any Sendable, any Error>], hasNews: Bool) {
    let recorder = store.flight?.recorder
    return replica.withLock { replica in
      var count: UInt64 = 0
      // A piece that runs again, alone, finds the clock a little further on, which is no harm.
      var current = replica
      var bodies: [(StoreWriter) throws -> any Sendable] = group.map { piece in
        { writer in
          defer { count = writer.newsCount }
          guard let recorder, let undertaking = piece.undertaking else { return try piece.work(&current, writer) }
          return try recorder.during(undertaking) { try piece.work(&current, writer) }
        }
      }
      bodies.append { writer in try writer.lastArrival() }
      var results = store.writeGroup(bodies)
      if let last = results.popLast() { note(last, current) }
      replica = current
      currentIdentity.withLock { $0 = current.identity }
      currentSureness.withLock { $0 = current.isLineageSure }
      didDate(current.clock.last)
      let hasNews = newsCount.withLock { known in
        defer { known = count }
        return known != count
      }
      return (results, hasNews)
    }
  }
}

extension GroupWriter {
  /// Notes how far the store has come, before anything is acknowledged that its marker does not know of.
  private func note(_ last: Result<any Sendable, any Error>, _ replica: Replica) {
    guard replica.isLineageSure, let last = try? last.get() as? LastArrival else { return }
    marker?.note(.init(store: replica.identity.store, arrival: last.number, hash: last.hash))
  }
}

/// The promise that queued work will be done: its value arrives when the work is on disk.
package final class Ticket<T: Sendable>: Sendable {
  private enum State {
    case waiting([CheckedContinuation<T, any Error>])
    case done(Result<T, any Error>)
  }

  private let state = Mutex(State.waiting([]))
  /// Lets the work begin if it is held.
  private let start: @Sendable () -> Void

  init(start: @escaping @Sendable () -> Void) { self.start = start }

  func fulfil(_ result: Result<T, any Error>) {
    let waiters = state.withLock { state -> [CheckedContinuation<T, any Error>] in
      guard case .waiting(let waiters) = state else { return [] }
      state = .done(result)
      return waiters
    }
    for waiter in waiters { waiter.resume(with: result) }
  }

  package var value: T {
    get async throws {
      start()
      return try await withCheckedThrowingContinuation { continuation in
        let result = state.withLock { state -> Result<T, any Error>? in
          switch state {
          case .done(let result): return result
          case .waiting(let waiters):
            state = .waiting(waiters + [continuation])
            return nil
          }
        }
        if let result { continuation.resume(with: result) }
      }
    }
  }
}
