// Accepting other nodes' commits: each is checked by itself, and one that cannot be accepted stops only its own feed.
import Catalog
package import Merge
import Trust
package import Wire

/// What became of a batch.
package struct Ingested: Hashable, Sendable {
  package var accepted = 0
  package var duplicates = 0
  /// Commits whose predecessors are not here: a sign that a cursor was wrong. Reconciling fetches them.
  package var gaps = 0
  package var refusals: [Refusal] = []
  /// Commits of which not even the feed could be read.
  package var unreadable = 0
  /// Commits whose time is too far ahead to move the clock.
  package var ahead = 0
  /// Whether the batch was asked for by feed and number.
  package var isFilling = false
  /// The last commit that was accepted or held already.
  package var last: Witness?
  /// Whether a grant that counts, for a place above this node, has become known: receipts of a signer that was unknown may count now.
  package var hasGrantAbove = false

  package init() {}
}

extension Replica {
  /// Merges the commits of a batch that came over a link.
  /// - Parameters:
  ///   - isParent: whether it came from above.
  ///   - checked: the seals of it that are known to be their authors'.
  ///   - isWhole: whether the batch brings each of its feeds without a gap, because it fills what comparing found. What
  ///     is missing then is missing at the other end too: its chain is broken.
  ///   - refused: for each feed refused on this link, the first number not accepted; added to.
  ///   - link: the link it came over, where the other end is known.
  ///   - now: this node's wall clock in milliseconds.
  /// - Throws: only what the storage throws; a peer's fault is in the result.
  package mutating func ingest(
    _ batch: ScannedBatch, checked: CheckedSeals = .none, isWhole: Bool = false, branch: Branch, source: Int64,
    isParent: Bool = false,
    refused: inout [FeedID: UInt64], link: StoredLink? = nil, now: Int64, into storage: some Storage
  ) throws -> Ingested {
    var result = Ingested()
    result.isFilling = isWhole
    var intake = Intake(authority: root.map(Authority.init), source: source, isParent: isParent)
    intake.known = checked
    intake.peer = link?.peer
    intake.neighbour = try isWhole ? nil : neighbour(link, in: storage)
    try batch.forEachItem { item in
      switch item {
      case .unreadable: result.unreadable += 1
      case .faulty(let dot?, let code): Self.refuse(dot, code, &result, &refused)
      case .faulty(nil, _): result.unreadable += 1
      case .seal(let place):
        switch try take(sealAt: place, batch.bytes, &intake, now: now, storage) {
        case .taken: break
        case .refused(let dot): Self.refuse(dot, .badSeal, &result, &refused)
        case .adopted(let feed):
          refused[feed] = nil
          result.refusals.removeAll { $0.feed == feed }
        }
      case .commit(let scan, let hash):
        try take(
          scan, hash, batch.bytes, isWhole: isWhole, branch: branch, &intake, &result, &refused, now: now, storage)
      }
    }
    try saveMoved(&intake, storage)
    result.hasGrantAbove = intake.hasGrantAbove
    if intake.hasLearned {
      for refusal in result.refusals where refusal.code == .redacted { refused[refusal.feed] = nil }
      result.refusals.removeAll { $0.code == .redacted }
    }
    if let lost = intake.lost { try renewIncarnation(after: lost, now: now, in: storage) }
    try noticeClaims(intake.claims, by: link?.peer, now: now, in: storage)
    try notice(intake.alarms, now: now, in: storage)
    if !intake.alarms.isEmpty { try raiseAlarms(Alarm.immediate, now: now, in: storage) }
    try storage.saveClock(clock.last)
    return result
  }

  /// Takes a well-formed commit of a batch.
  private mutating func take(
    _ scan: CommitScanner, _ hash: Digest, _ bytes: [UInt8], isWhole: Bool, branch: Branch, _ intake: inout Intake,
    _ result: inout Ingested, _ refused: inout [FeedID: UInt64], now: Int64, _ storage: some Storage
  ) throws {
    if !follows(scan, intake) { try saveMoved(&intake, storage) }
    if let limit = refused[scan.feed], scan.seq >= limit {
      return try keepEvidence(scan, hash, bytes, &intake, storage)
    }
    let dot = Dot(feed: scan.feed, seq: scan.seq)
    switch try accept(scan, hash, bytes, branch: branch, &intake, storage) {
    case .accepted:
      result.accepted += 1
      result.last = intake.last
      if !clock.observe(scan.time, now: now) { result.ahead += 1 }
      noticeLateEntry(scan, &intake, now: now)
    case .duplicate:
      result.duplicates += 1
      result.last = intake.last
    case .gap(let next) where try isWhole && !hasTakenOut(scan.feed, next, intake, storage):
      Self.refuse(Dot(feed: scan.feed, seq: next), .brokenChain, &result, &refused)
    case .gap: result.gaps += 1
    case .refused(let code):
      if code == .fork {
        try keepEvidence(scan, hash, bytes, &intake, storage)
        try noteClaim(scan, hash, bytes, &intake, storage)
      }
      Self.refuse(dot, code, &result, &refused)
    }
  }

  /// Whether a commit of this number has been taken out of a feed: then it is this node's own doing that it lacks it.
  private func hasTakenOut(
    _ feed: FeedID, _ seq: UInt64, _ intake: Intake, _ storage: some Storage
  ) throws -> Bool {
    guard let known = intake.feeds.known(feed) else { return false }
    return try !storage.evidence(of: known, at: seq).isEmpty
  }

  private static func refuse(
    _ dot: Dot, _ code: RejectionCode, _ result: inout Ingested, _ refused: inout [FeedID: UInt64]
  ) {
    if let known = refused[dot.feed], known <= dot.seq { return }
    refused[dot.feed] = dot.seq
    result.refusals.append(Refusal(feed: dot.feed, seq: dot.seq, code: code))
  }
}
