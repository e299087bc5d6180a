// What both ends of a link write, each as one piece of work for the group writer.
import FlightRecorder
import Logging
import Merge
package import Replica
import Store
package import Wire

/// Pieces of work on a link. They are held until the session starts the writer, so that those of a short exchange share a
/// transaction.
extension Node {
  /// Holds what a frame of the other end wants done.
  /// - Parameters:
  ///   - met: the keys the session has come across; added to.
  ///   - hello: what the other end said of itself in this exchange.
  ///   - sequence: the exchange's work; nil where each frame is waited for before the next.
  /// - Returns: what a batch brought, once it is durable; nil for every other action.
  package func carryOut(
    _ action: SessionAction, met: inout MetKeys, from hello: Hello, as end: LinkEnd, in sequence: WorkSequence? = nil
  ) -> Ticket<Ingested?> {
    if case .greet(let greeting) = action { noteClock(of: greeting, isParent: end.isBelow) }
    let undertaking = action.isBatch ? Self.takingIn(from: hello) : Self.session(with: hello)
    // On the session's own task: the writer is what all sessions wait for.
    let prepared = prepare(action, undertaking, met: &met)
    return writer.hold(undertaking, in: sequence) { replica, storage in
      try LinkWork.carryOut(
        action, prepared: prepared, Meeting(with: hello, as: end, now: self.clock.now), &replica, storage)
    }
  }

  private func prepare(_ action: SessionAction, _ undertaking: Undertaking, met: inout MetKeys) -> PreparedBatch? {
    guard case .apply(let batch) = action else { return nil }
    return noting(undertaking) {
      let scanned = ScannedBatch(batch)
      return PreparedBatch(
        scanned, checked: check(scanned, met: &met), actions: checkActions(of: scanned, met: &met.people))
    }
  }

  /// Notes at a parent that a round has shown both ends to be equal: nobody waits for it.
  package func noteProved(_ hello: Hello) {
    writer.leave(Self.session(with: hello)) { replica, storage in
      try LinkWork.noteProved(hello, now: self.clock.now, &replica, storage)
    }
  }

  /// Ends a child's round. Whatever else of the round is still held goes into the same transaction.
  /// - Throws: why something of the round's work failed: nothing is noted of the round then.
  package func finish(
    _ session: Uplink, in sequence: WorkSequence? = nil
  ) async throws -> (outcome: UplinkOutcome, session: Uplink) {
    let before = clock.isAhead
    let ended = try await writer.run(session.parent.map(Self.session), in: sequence) { replica, storage in
      var finished = session
      return (try LinkWork.finish(&finished, now: self.clock.now, machine: Node.now, &replica, storage), finished)
    }
    if before, !clock.isAhead {
      logger.notice(
        "What this node dates by was ahead and is right again: it goes on in another incarnation",
        metadata: ["incarnation": "\(identity.incarnation)"])
    }
    return ended
  }

  /// What a node does at its start. A commit whose fold ends the process is left out from the second time on, as in a rebuild.
  /// - Parameter hasParent: whether the node is set to have one.
  package func resume(hasParent: Bool) async throws {
    let undertaking = Undertaking(.rebuild, key: .zero, text: "folding what waits for its effect")
    try await writer.run(undertaking) { replica, storage in try LinkWork.resume(replica, storage) }
    if hasParent { return }
    let remade = try await writer.run(undertaking) { replica, storage in
      try LinkWork.resumeAlone(now: self.clock.now, &replica, storage)
    }
    if remade > 0 {
      logger.notice(
        "What waited for commits that nobody has was made again; `gridward status` names what is lost",
        metadata: ["commits": "\(remade)"])
    }
  }
}
