// Taking in other nodes' commits: each is checked by itself, and one that cannot be accepted stops only its own feed.
package import Merge
import Trust
import Wire

extension Replica {
  /// Merges the commits of a batch.
  /// - Parameter refused: for each feed refused on this link, the first number not accepted; added to.
  /// - Throws: only what the storage throws; a peer's fault is in the result.
  package mutating func ingest(
    _ delivery: Delivery, refused: inout [FeedID: UInt64], into storage: some Storage
  ) throws -> Ingested {
    var intake = try Intake(delivery, at: self, refused: refused, storage)
    // Also where the storage fails: what becomes of it then is for whoever rolls the transaction back.
    defer { (self, refused) = (intake.replica, intake.refused) }
    try delivery.batch.forEachItem { try intake.took($0) }
    return try intake.ended()
  }
}

/// Taking in one batch, item by item. It lives no longer than its batch.
struct Intake<Keeper: Storage> {
  /// The node, as the batch changes it: its clock moves, it may learn of losses, and it raises alarms.
  var replica: Replica
  let delivery: Delivery
  var result = Ingested()
  /// For each feed refused on this link, the first number not accepted.
  var refused: [FeedID: UInt64]
  /// Who counts; nil on a node without a root key.
  var authority: Authority?
  var feeds = FeedCache()
  /// The feed whose head has moved since it was saved, and whether it was waiting then: the next commit mostly is of the same
  /// feed, and moves it again.
  var moved: (feed: FeedID, wasWaiting: Bool)?
  /// For each feed its commits of the batch that are without effect, as long as they are all its commits without effect.
  var waiting: [FeedID: [CommitScanner]] = [:]
  var signatures: SignatureBook
  /// What is ordered to be removed from each feed looked at.
  var removals: [FeedID: Set<Removal>] = [:]
  /// Whether a statement has arrived: what was refused for want of one may be accepted now.
  var hasLearned = false
  /// The hash of a commit of this node's own incarnation that it did not have, where nothing but the commit can show it.
  var lost: Digest?
  /// Commits that claim to be this node's own and are not among those it made.
  var claims: [Claim] = []
  /// Where a batch came in its order from a child that was met before.
  let neighbour: Neighbour?
  /// What has been noticed on the way.
  var alarms: [Alarm] = []
  let storage: Keeper

  init(_ delivery: Delivery, at replica: Replica, refused: [FeedID: UInt64], _ storage: Keeper) throws {
    self.replica = replica
    self.storage = storage
    self.delivery = delivery
    self.refused = refused
    authority = replica.root.map(Authority.init)
    signatures = SignatureBook(known: delivery.checked)
    neighbour = try delivery.isWhole ? nil : replica.neighbour(delivery.link, in: storage)
    result.isFilling = delivery.isWhole
    storage.noteChecked(delivery.actions)
  }

  /// Takes the next item of the batch.
  mutating func took(_ item: BatchItem) throws {
    switch item {
    case .unreadable: result.unreadable += 1
    case .faulty(let dot?, let code): refuse(dot, code)
    case .faulty(nil, _): result.unreadable += 1
    case .seal(let place): try took(sealAt: place)
    case .commit(let scan, let hash): try took(ScannedCommit(delivery.batch.bytes, scan: scan, hash: hash))
    }
  }

  /// Takes a well-formed commit.
  private mutating func took(_ commit: ScannedCommit) throws {
    if !follows(commit) { try saveMoved() }
    if let limit = refused[commit.scan.feed], commit.scan.seq >= limit { return try keepEvidence(commit) }
    switch try accept(commit) {
    case .accepted:
      result.accepted += 1
      if !replica.clock.observe(commit.scan.time, now: delivery.now) { result.ahead += 1 }
      noticeLateEntry(commit.scan)
    case .duplicate: result.duplicates += 1
    case .gap(let next) where try delivery.isWhole && !hasTakenOut(commit.scan.feed, next):
      refuse(Dot(feed: commit.scan.feed, seq: next), .brokenChain)
    case .gap: result.gaps += 1
    case .refused(let code):
      if code == .fork {
        try keepEvidence(commit)
        try noteClaim(commit)
      }
      refuse(commit.dot, code)
    }
  }

  /// Does what can only be done once all of the batch is here.
  mutating func ended() throws -> Ingested {
    try saveMoved()
    if hasLearned {
      for refusal in result.refusals where refusal.code == .redacted { refused[refusal.feed] = nil }
      result.refusals.removeAll { $0.code == .redacted }
    }
    try replica.putBackStranded(in: storage)
    if let lost { try replica.renewIncarnation(after: lost, now: delivery.now, in: storage) }
    try noticeClaims()
    alarms += try replica.alarms(of: storage.takeActionNotices(), now: delivery.now, in: storage)
    try replica.notice(alarms, now: delivery.now, in: storage)
    if !alarms.isEmpty { try replica.raiseAlarms(Alarm.immediate, now: delivery.now, in: storage) }
    try storage.saveClock(replica.clock.last)
    return result
  }

  /// Whether a commit of this number has been taken out of a feed: then it is this node's own doing that it lacks it.
  private func hasTakenOut(_ feed: FeedID, _ seq: UInt64) throws -> Bool {
    guard let known = feeds.known(feed) else { return false }
    return try !storage.evidence(of: known, at: seq).isEmpty
  }

  mutating func refuse(_ dot: Dot, _ code: RejectionCode) {
    if let known = refused[dot.feed], known <= dot.seq { return }
    refused[dot.feed] = dot.seq
    result.refusals.append(Refusal(feed: dot.feed, seq: dot.seq, code: code))
  }

  /// Saves the head that has moved.
  mutating func saveMoved() throws {
    guard let moved, let feed = feeds.known(moved.feed) else { return }
    try storage.saveHead(feed, wasWaiting: moved.wasWaiting)
    self.moved = nil
  }

  /// Takes note that statements have arrived: nothing that was known of the batch's feeds holds any more.
  mutating func learned(_ statements: [Statement]) throws {
    result.hasGrantAbove =
      try result.hasGrantAbove || statements.contains { try replica.countsAbove($0, in: storage) }
    (feeds, waiting, removals) = (FeedCache(), [:], [:])
    hasLearned = true
    authority = replica.root.map(Authority.init)
  }
}
