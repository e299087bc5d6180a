// What both ends of a link write, each as one piece of work for the group writer.
import FlightRecorder
import Logging
package import Merge
package import Replica
import Store
package import Trust
package import Wire

/// Pieces of work on a link. They are held until the session starts the writer, so that those of a short exchange share a
/// transaction.
extension Node {
  /// - Parameter place: the place this node stood at before, when the session is about that.
  package func greet(_ hello: Hello, isParent: Bool, address: String? = nil, place: Area? = nil) -> Ticket<StoredLink> {
    noteClock(of: hello, isParent: isParent)
    return writer.hold(Self.session(with: hello)) { replica, storage in
      try LinkWork.greet(
        hello, isParent: isParent, address: address, place: place, now: self.clock.now, &replica, storage)
    }
  }

  /// - Parameter met: the keys the session has come across; added to.
  package func apply(
    _ batch: Batch, met: inout MetKeys, from hello: Hello, isParent: Bool, place: Area? = nil
  ) -> Ticket<Ingested> {
    // On the session's own task: the writer is what all sessions wait for.
    let undertaking = Self.takingIn(from: hello)
    let (scanned, checked) = noting(undertaking) {
      let scanned = ScannedBatch(batch)
      return (scanned, check(scanned, met: &met))
    }
    return writer.hold(undertaking) { replica, storage in
      try LinkWork.apply(
        scanned, checked: checked, from: hello, isParent: isParent, place: place, now: self.clock.now, &replica, storage
      )
    }
  }

  package func note(_ close: CloseMessage, from hello: Hello) -> Ticket<StoredLink> {
    writer.hold(Self.session(with: hello)) { replica, storage in
      try LinkWork.note(close, from: hello, &replica, storage)
    }
  }

  package func note(_ report: CustodyReport, from hello: Hello) -> Ticket<StoredLink> {
    writer.hold(Self.session(with: hello)) { replica, storage in
      try LinkWork.note(report, from: hello, &replica, storage)
    }
  }

  package func note(_ report: ReceiptReport, told: ReceiptCursor?, from hello: Hello) -> Ticket<StoredLink> {
    writer.hold(Self.session(with: hello)) { replica, storage in
      try LinkWork.note(report, told: told, from: hello, &replica, storage)
    }
  }

  /// Notes at a parent that a round has shown both ends to be equal: nobody waits for it.
  package func noteProved(_ hello: Hello) {
    writer.leave(Self.session(with: hello)) { replica, storage in
      try LinkWork.noteProved(hello, now: self.clock.now, &replica, storage)
    }
  }

  /// Ends a child's round. Whatever else of the round is still held goes into the same transaction.
  package func finish(_ session: Uplink) async throws -> (outcome: UplinkOutcome, session: Uplink) {
    let before = clock.isAhead
    let ended = try await writer.run(session.parent.map(Self.session)) { replica, storage in
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
  package func resume() async throws {
    let undertaking = Undertaking(.rebuild, key: .zero, text: "folding what waits for its effect")
    try await writer.run(undertaking) { replica, storage in try LinkWork.resume(replica, storage) }
  }
}
