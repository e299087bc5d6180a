// Group commit: work from many sessions and clients shares one transaction, and one flush of the disk.
import Dispatch
package import FlightRecorder
package import Merge
package import Replica
package import Store
import Synchronization

/// The one place where this node writes.
///
/// Work is queued from anywhere; what is waiting is run in one transaction, each piece all or nothing by itself, and every
/// piece is answered when the transaction is on disk. Pieces run in the order in which they were queued.
///
/// **Which of the ways to take.** `run` is for whoever needs the answer before going on: it begins at once. `hold` is for
/// work that more of the same caller's will follow: it is kept until there is a reason to flush the disk. `leave` is for
/// work nobody waits for: it begins with whatever comes next, or after a second. `start` begins with what is held.
///
/// **A piece may run twice.** When one piece of a group throws, the transaction is rolled back and each runs again in one
/// of its own. So a piece has no effect but through the replica and the storage it is handed, and what it returns; a
/// counter, a log line or a file it touched otherwise would be touched twice, or for a transaction that never was. It is
/// synchronous: it cannot wait for another piece, and while it runs all others wait.
///
/// **What an answer means.** A value: `synchronous=FULL` has returned for the transaction in which it was computed, so the
/// work outlives the process and a power failure, as far as the disk keeps what it says it has flushed. It says nothing
/// about other nodes; receipts do. An error: the piece wrote nothing, with one exception. When it was the disk that failed
/// (`StoreError.Code.inputOutput`), what was to be written may yet be found when the store is next opened; until then the
/// store writes nothing more, so that no answer builds on it.
///
/// **Who may wait.** Any task: it is suspended until the answer is there (`Ticket`). But `run` does the first group on the
/// caller's own thread when the writer is idle, at most 64 pieces of whoever's: not for an event loop.
/// - Invariant: no piece is answered before `synchronous=FULL` has returned.
/// - Invariant: one thread at a time carries out groups, so what the replica was after the last is what it is.
package final class GroupWriter: Sendable {
  package typealias Work<T> = @Sendable (inout Replica, StoreWriter) throws -> T

  struct State {
    var waiting: [Piece] = []
    /// Whether somebody carries out groups, or is about to.
    var isDraining = false
    /// Whether a start is coming for what nobody waits for.
    var isStartDue = false
    /// Whether the next group is left open for those who have just been answered.
    var gathering = Gathering()
    /// What the node was after the last transaction: whoever is draining works on a copy, so reading waits for none.
    var replica: Replica
    /// How much news the store had after the last transaction.
    var newsCount: UInt64 = 0
    /// The number of the last change after the last transaction.
    var changeNumber: Int64 = 0
  }

  /// How long work lies that nobody waits for.
  private static let unattendedMax = DispatchTimeInterval.seconds(1)

  /// The most pieces in one transaction, so that none waits for a crowd.
  static let groupMax = 64

  let store: Store
  private let queue = DispatchQueue(label: "gridward.writer", qos: .userInitiated)
  let state: Mutex<State>
  let marker: LineageMarker?
  /// Signalled when all are there whom an open group waits for.
  let isGathered = DispatchSemaphore(value: 0)
  /// Called after each transaction, with how long it took and whether it brought commits or custody.
  let didCommit: @Sendable (Duration, Bool) -> Void
  /// Called after each transaction with the latest time the node has dated by.
  let didDate: @Sendable (HybridTime) -> Void
  /// Called after each transaction that wrote rows of records.
  let didChange: @Sendable () -> Void

  /// - Parameter marker: where it is noted how far the store has come, once it is known to be whole.
  package init(
    store: Store, replica: Replica, marker: LineageMarker? = nil,
    didDate: @escaping @Sendable (HybridTime) -> Void = { _ in }, didChange: @escaping @Sendable () -> Void = {},
    didCommit: @escaping @Sendable (Duration, Bool) -> Void
  ) {
    self.store = store
    self.marker = marker
    state = Mutex(State(replica: replica))
    (self.didDate, self.didChange, self.didCommit) = (didDate, didChange, didCommit)
  }

  /// Who the node was after the last transaction.
  package var identity: Identity { state.withLock { $0.replica.identity } }
  /// Whether the store is known to hold all its node ever wrote.
  package var isLineageSure: Bool { state.withLock { $0.replica.isLineageSure } }

  /// Runs work and returns when it is durable.
  ///
  /// Whoever finds the writer idle does the first group on the spot, which spares a lone commit two changes of thread; what
  /// others have queued meanwhile is left to the writer's own queue.
  /// - Parameters:
  ///   - isEntry: whether it is one of people's, of whom as many may be expected to come again (`Gathering`).
  ///   - sequence: what it is the next piece of.
  package func run<T: Sendable>(
    _ undertaking: Undertaking? = nil, in sequence: WorkSequence? = nil, isEntry: Bool = false,
    _ work: @escaping Work<T>
  ) async throws -> T {
    let (ticket, piece) = piece(undertaking, in: sequence, isEntry: isEntry, work)
    let (mustStart, isWhole) = state.withLock { state in
      state.waiting.append(piece)
      defer { state.isDraining = true }
      return (!state.isDraining, state.gathering.isWhole(state.waiting.count))
    }
    if isWhole { isGathered.signal() }
    if mustStart {
      if let group = takeGroup() { carryOut(group) }
      if isWaiting { queue.async { self.drain() } }
    }
    return try await ticket.value
  }

  /// Queues work that need not begin yet, so that it shares a transaction with what follows. It begins with the next work
  /// that is run, by anybody; at `start`; when somebody waits for its ticket; or when a whole group is waiting, so that
  /// sessions that break off after their hello fill no memory.
  package func hold<T: Sendable>(
    _ undertaking: Undertaking? = nil, in sequence: WorkSequence? = nil, _ work: @escaping Work<T>
  ) -> Ticket<T> {
    let (ticket, piece) = piece(undertaking, in: sequence, work)
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

  private func piece<T: Sendable>(
    _ undertaking: Undertaking?, in sequence: WorkSequence?, isEntry: Bool = false, _ work: @escaping Work<T>
  ) -> (ticket: Ticket<T>, piece: Piece) {
    let ticket = Ticket<T> { [weak self] in self?.start() }
    return (ticket, Piece(undertaking, in: sequence, isEntry: isEntry, work, for: ticket))
  }
}
