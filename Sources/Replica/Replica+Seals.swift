// Seals that arrive with commits: checked once for each signature, and then the sealed commits take effect.
import Merge
import Trust
import Wire

/// What taking in one batch keeps at hand. It lives no longer than its batch.
struct Intake {
  /// What the storage can do for trust, and who counts; nil on a node without a root key.
  var authority: Authority?
  var feeds = FeedCache()
  /// The feed whose head has moved since it was saved, and whether it was waiting then: the next commit mostly is of the same
  /// feed, and moves it again.
  var moved: (feed: FeedID, wasWaiting: Bool)?
  /// For each feed its commits of the batch that are without effect, as long as they are all its commits without effect.
  var waiting: [FeedID: [CommitScanner]] = [:]
  /// Signatures already checked, by the digest of what was signed and the signature.
  var checked: [Digest: Bool] = [:]
  /// Those that were found to be their authors' before.
  var known = CheckedSeals.none
  /// How many signatures were not their author's. Honest ends send none; after so many none of the batch's further seals counts,
  /// so that a peer cannot have a writer verify without end.
  var forged = 0
  static let forgedMax = 64
  /// What is ordered to be removed from each feed looked at.
  var removals: [FeedID: Set<Removal>] = [:]
  /// Whether a statement has arrived: what was refused for want of one may be accepted now.
  var hasLearned = false
  /// Whether among them was a grant for a place above this node.
  var hasGrantAbove = false
  /// The hash of a commit of this node's own incarnation that it did not have, where nothing but the commit can show it.
  var lost: Digest?
  /// Commits that claim to be this node's own and are not among those it made.
  var claims: [Claim] = []
  /// The last commit that was accepted or held already.
  var last: Witness?
  let source: Int64
  let isParent: Bool
  /// The other end, where it is known.
  var peer: NodeID?
  /// Likewise, where a batch came in its order: who it is, its clock against this node's, and when it was first met.
  var neighbour: Neighbour?
  /// What has been noticed on the way.
  var alarms: [Alarm] = []
}

/// The other end of the link a batch came over.
struct Neighbour {
  let node: NodeID
  let clockOffset: Int64
  let metAt: Int64
}

/// What became of a seal.
enum SealOutcome {
  case taken
  /// The commits from here on are not what the author sealed.
  case refused(Dot)
  /// The other branch of a fork now stands for this feed.
  case adopted(FeedID)
}

extension Replica {
  /// Takes a seal that stands in a batch at `place`.
  mutating func take(
    sealAt place: Range<Int>, _ bytes: [UInt8], _ intake: inout Intake, now: Int64, _ storage: some Storage
  ) throws -> SealOutcome {
    guard let seal = try? Seal(encoded: Array(bytes[place])) else { return .taken }
    if intake.moved?.feed != seal.feed { try saveMoved(&intake, storage) }
    guard var feed = try intake.feeds.entry(seal.feed, storage: storage)?.feed else { return .taken }
    guard intake.authority != nil else {
      // Nobody is known whose seals would count; they are kept for others.
      if seal.seq == feed.head.seq { try storage.keep(seal, of: feed) }
      return .taken
    }
    let held = try seal.seq == feed.head.seq ? feed.head.hash : storage.hash(of: seal.feed, at: seal.seq)
    if let held {
      switch try isSigned(seal, hash: held, author: feed.key.node, &intake, storage) {
      case true?:
        try keep(seal, of: &feed, bytes, &intake, storage)
        return .taken
      case nil:
        // Its author's key is not known yet: it is kept, and looked at when a grant tells the key.
        if seal.seq > feed.sealed { try storage.keep(seal, of: feed) }
        return .taken
      case false?: break
      }
    }
    try saveMoved(&intake, storage)
    try noticeFork(seal, feed, &intake, now: now, storage)
    if try adopt(seal, &feed, &intake, now: now, storage) { return .adopted(feed.id) }
    // What came over another link is not the word of who hands on a seal for it.
    guard held != nil, feed.head.seq > feed.sealed, seal.seq == feed.head.seq,
      try storage.source(of: feed, at: seal.seq) == intake.source
    else { return .taken }
    // The commits that came with it are not what the author sealed.
    let place = Dot(feed: feed.id, seq: feed.sealed + 1)
    intake.alarms.append(
      Alarm(
        .badSeal, node: intake.peer ?? feed.key.node, about: feed.key.home, place: place,
        cause: Alarm.cause(place) + feed.head.hash.bytes, noticedAt: now, evidence: [seal.encoded]))
    _ = try storage.cut(&feed, to: max(feed.sealed, feed.effective))
    intake.feeds.update(feed)
    intake.waiting[feed.id] = nil
    return .refused(Dot(feed: feed.id, seq: feed.head.seq + 1))
  }

  /// Keeps a seal that holds, and lets what it seals take effect.
  private func keep(
    _ seal: Seal, of feed: inout StoredFeed, _ bytes: [UInt8], _ intake: inout Intake, _ storage: some Storage
  ) throws {
    guard seal.seq > feed.sealed else { return }
    try storage.keep(seal, of: feed)
    feed.sealed = seal.seq
    let commits = intake.waiting.removeValue(forKey: feed.id) ?? []
    try takeEffect(&feed, commits, bytes, &intake, storage)
    intake.feeds.update(feed)
  }

  /// Whether the author signed this; nil when its key is not known yet.
  func isSigned(
    _ seal: Seal, hash: Digest, author: NodeID, _ intake: inout Intake, _ storage: some Storage
  ) throws -> Bool? {
    let own = author == identity.node ? signer?.publicKey : nil
    guard let key = try own ?? intake.authority?.key(of: author, in: storage) else { return nil }
    guard let message = seal.message(signer: author, hash: hash) else { return false }
    let name = Hashing.sha256(message + seal.signature)
    if let known = intake.checked[name] { return known }
    if intake.known.names.contains(name) { return true }
    guard intake.forged < Intake.forgedMax else { return false }
    let isSigned = key.verifies(seal.signature, of: message)
    if !isSigned { intake.forged += 1 }
    intake.checked[name] = isSigned
    return isSigned
  }

  /// Folds the sealed commits of a feed from the batch itself where it holds all that wait, and otherwise from the store.
  private func takeEffect(
    _ feed: inout StoredFeed, _ commits: [CommitScanner], _ bytes: [UInt8], _ intake: inout Intake,
    _ storage: some Storage
  ) throws {
    guard var authority = intake.authority else { return }
    defer { intake.authority = authority }
    guard feed.effective + UInt64(commits.count) == feed.sealed else {
      try saveMoved(&intake, storage)
      return try takeEffect(&feed, &authority, in: storage)
    }
    let wasWaiting = intake.moved?.wasWaiting ?? feed.isWaiting
    let isOwn = feed.key.node == identity.node
    let limit = try effectLimit(of: feed, &authority, in: storage)
    for commit in commits where feed.effective < limit {
      guard try isOwn || authority.permits(feed.key, time: commit.time, in: storage) else { break }
      try storage.fold(commit, in: bytes, feed: feed)
      feed.effective += 1
    }
    try storage.saveHead(feed, wasWaiting: wasWaiting)
    intake.moved = nil
  }

  /// Saves the head that has moved.
  func saveMoved(_ intake: inout Intake, _ storage: some Storage) throws {
    guard let moved = intake.moved, let feed = intake.feeds.known(moved.feed) else { return }
    try storage.saveHead(feed, wasWaiting: moved.wasWaiting)
    intake.moved = nil
  }
}
