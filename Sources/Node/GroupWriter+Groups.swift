// How the group writer carries out what is queued: group after group, each in one transaction.
import Dispatch
import FlightRecorder
import Merge
import Replica
import Store
import Synchronization

extension GroupWriter {
  /// Whether there is more to do; when there is not, the writer is idle from here on.
  var isWaiting: Bool {
    state.withLock { state in
      if state.waiting.isEmpty { state.isDraining = false }
      return state.isDraining
    }
  }

  func drain() {
    while let group = takeGroup() {
      let span = carryOut(group)
      gather(answered: group.count { $0.isEntry }, after: span)
    }
  }

  /// Leaves the next group open for a moment, where that is worth it. Only on the writer's own queue: whoever did a group on the spot
  /// has other things to do.
  private func gather(answered: Int, after span: Duration) {
    let wait = state.withLock { state in
      state.gathering.begin(answered: answered, waiting: state.waiting.count, after: span, max: Self.groupMax)
    }
    guard let wait else { return }
    let isInTime = isGathered.wait(timeout: .now() + .nanoseconds(Int(wait / .nanoseconds(1)))) == .success
    let isSignalled = state.withLock { state in state.gathering.end(waiting: state.waiting.count) }
    // Who came last signalled after the time was over, or is about to: the next waiting must not find that.
    if isSignalled, !isInTime { isGathered.wait() }
  }

  func takeGroup() -> [Piece]? {
    state.withLock { state in
      guard !state.waiting.isEmpty else {
        state.isDraining = false
        return nil
      }
      let group = Array(state.waiting.prefix(Self.groupMax))
      // Nearly always all of it.
      if group.count == state.waiting.count { state.waiting = [] } else { state.waiting.removeFirst(group.count) }
      return group
    }
  }

  /// - Returns: how long it took until it was on disk.
  @discardableResult func carryOut(_ group: [Piece]) -> Duration {
    let clock = ContinuousClock()
    let start = clock.now
    let (results, hasNews) = commit(group)
    let span = clock.now - start
    didCommit(span, hasNews)
    for (piece, result) in zip(group, results) { piece.answer(result) }
    return span
  }

  /// Runs a group in one transaction, and keeps what the replica is after it.
  private func commit(_ group: [Piece]) -> (results: [Result<Piece.Answer, any Error>], hasNews: Bool) {
    let recorder = store.flight?.recorder
    var (count, number): (UInt64, Int64) = (0, 0)
    var last: LastArrival?
    // A piece that runs again, alone, finds the clock a little further on, which is no harm.
    var current = state.withLock { $0.replica }
    var bodies: [(StoreWriter) throws -> Piece.Answer] = group.map { piece in
      { writer in
        defer { (count, number) = (writer.newsCount, writer.changeNumber) }
        return try piece.run(&current, writer, noting: recorder)
      }
    }
    bodies.append { writer in
      last = try writer.lastArrival()
      return {}
    }
    var results = store.writeGroup(bodies) { place, error in
      if group.indices.contains(place) { group[place].noteFailure(error) }
    }
    if case .success? = results.popLast(), let last { noteReached(last, current) }
    let (hasNews, hasChanged) = state.withLock { state in
      defer { (state.replica, state.newsCount, state.changeNumber) = (current, count, number) }
      return (state.newsCount != count, state.changeNumber != number)
    }
    if hasChanged { didChange() }
    didDate(current.clock.last)
    return (results, hasNews)
  }

  /// Notes how far the store has come, before anything is acknowledged that its marker does not know of.
  private func noteReached(_ last: LastArrival, _ replica: Replica) {
    guard replica.isLineageSure else { return }
    marker?.noteMark(.init(store: replica.identity.store, arrival: last.number, hash: last.hash))
  }
}
