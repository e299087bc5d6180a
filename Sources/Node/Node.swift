// The node: one store, one writer, and what the server, the uplink and the command line do with them.
package import Catalog
package import FlightRecorder
import Foundation
package import Logging
package import Merge
package import Replica
package import Store
package import Trust
import Wire

/// One running replica.
///
/// The shell around the core: it supplies the clock and randomness, runs writes through group commit, and carries out what
/// sessions decide. What a running node reads, it reads on threads of its own (`Readers`).
package final class Node: Sendable {
  package let store: Store
  package let writer: GroupWriter
  package let readers: Readers
  package let news: News
  /// Announced after each transaction that wrote rows of records, for whoever follows them, and for the index of texts.
  package let changes: News
  package let figures: NodeFigures
  /// The time the node dates by.
  package let clock: NodeClock
  /// Whose clocks are known to be wrong.
  let clocks = PeerClocks()
  package let logger: Logger
  package let catalogDigest: Bytes16
  /// What the node seals its feeds and signs receipts with; nil in development without a key.
  package let signer: SigningKey?
  /// Where it is noted what is under way; nil where nothing is.
  package var recorder: FlightRecorder? { store.flight?.recorder }

  package var identity: Identity { writer.identity }
  package var catalog: Catalog { store.catalog }

  /// - Parameters:
  ///   - signer: what the node seals its feeds with.
  ///   - isLineageSure: whether the store is known to hold all its node ever wrote.
  ///   - marker: where it is noted how far the store has come.
  ///   - questions: how much people may ask.
  package init(
    store: Store, logger: Logger, signer: SigningKey? = nil, isLineageSure: Bool = true, marker: LineageMarker? = nil,
    questions: QuestionLimits = QuestionLimits()
  ) {
    let replica = Replica(
      identity: store.identity, catalog: store.catalog, clock: store.clock, signer: signer, root: store.root,
      isLineageSure: isLineageSure, formerAreas: store.formerAreas, shelved: store.shelf.firstCommits)
    let (news, changes) = (News(), News())
    let figures = NodeFigures()
    self.store = store
    let clock = NodeClock(newest: store.clock.last)
    self.clock = clock
    self.news = news
    self.changes = changes
    self.figures = figures
    self.logger = logger
    self.signer = signer
    readers = Readers(questions, processors: ProcessInfo.processInfo.activeProcessorCount)
    catalogDigest = replica.catalogDigest.first16
    let didCommit: @Sendable (Duration, Bool) -> Void = { duration, hasNews in
      figures.committed(in: duration)
      if hasNews { news.announce() }
    }
    writer = GroupWriter(
      store: store, replica: replica, marker: marker, didDate: { clock.noteDated($0) },
      didChange: { changes.announce() }, didCommit: didCommit)
  }

  /// A node over a store of which the machine may remember how far it had come.
  /// - Parameter marker: nil where the machine can remember nothing: then the store may have been set back.
  package static func open(
    store: Store, logger: Logger, signer: SigningKey?, marker: LineageMarker?,
    questions: QuestionLimits = QuestionLimits()
  ) throws -> Node {
    let isSure = try store.read { try marker?.fits($0, store.identity) ?? false }
    if !isSure {
      marker?.remove()
      logger.notice(
        "The store may have been set back or copied: what is written before the parent has compared goes into a new incarnation",
        metadata: ["store": "\(store.identity.store)"])
    }
    let node = Node(
      store: store, logger: logger, signer: signer, isLineageSure: isSure, marker: marker, questions: questions)
    node.tellDoubt()
    return node
  }

  /// The machine's clock, in milliseconds since 1970: what is dated is dated by `clock`, which knows when not to believe it.
  package static var now: Int64 { Int64(Date().timeIntervalSince1970 * 1000) }

  /// A new record id.
  package static func newRecordID() -> RecordID {
    var generator = SystemRandomNumberGenerator()
    return RecordID(milliseconds: now, random: (generator.next(), generator.next()))
  }

  package static func newStepID() -> StepID { StepID(newRecordID().raw) }

  /// Sixteen random bytes.
  package static func random16() -> Bytes16 {
    var generator = SystemRandomNumberGenerator()
    return Bytes16(high: generator.next(), low: generator.next())
  }

  /// Makes commits of what a client wants done; when this returns they are on disk.
  /// - Throws: `CommitRefusal`, with nothing written, or `StoreError`.
  package func commit(_ intents: [Intent], user: String, deviceTime: Int64? = nil) async throws -> [Committed] {
    let committed = try await writer.run { replica, storage in
      try replica.commit(intents, user: user, deviceTime: deviceTime, now: self.clock.now, into: storage)
    }
    figures.madeHere(commits: committed.count)
    tellDoubt()
    return committed
  }

  /// Reads one snapshot of the store on the caller's thread: for commands, which have nobody else to answer.
  package func read<T>(_ body: (StoreReader) throws -> T) throws -> T { try store.read(body) }
}
