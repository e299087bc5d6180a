// Seals that arrive with commits: checked once for each signature, and then the sealed commits take effect.
import Merge
import Trust
import Wire

extension Intake {
  /// Takes a seal that stands in the batch at `place`.
  mutating func took(sealAt place: Range<Int>) throws {
    guard let seal = try? Seal(encoded: Array(delivery.batch.bytes[place])) else { return }
    if moved?.feed != seal.feed { try saveMoved() }
    guard var feed = try feeds.entry(seal.feed, storage: storage)?.feed else { return }
    guard authority != nil else {
      // Nobody is known whose seals would count; they are kept for others.
      if seal.seq == feed.head.seq { try storage.keepSeal(seal, of: feed) }
      return
    }
    let held = try seal.seq == feed.head.seq ? feed.head.hash : storage.hash(of: seal.feed, at: seal.seq)
    if let held {
      switch try isSigned(seal, hash: held, author: feed.key.node) {
      case true?: return try keepValidSeal(seal, of: &feed)
      case nil:
        // Its author's key is not known yet: it is kept, and looked at when a grant tells the key.
        if seal.seq > feed.sealed { try storage.keepSeal(seal, of: feed) }
        return
      case false?: break
      }
    }
    try tookStranger(seal, of: &feed, isHeld: held != nil)
  }

  /// Takes a seal that is not of the commit held under its number: the other branch of a fork, or a forgery.
  private mutating func tookStranger(_ seal: Seal, of feed: inout StoredFeed, isHeld: Bool) throws {
    try saveMoved()
    try noticeFork(seal, feed)
    if try adopt(seal, &feed) {
      let id = feed.id
      refused[id] = nil
      return result.refusals.removeAll { $0.feed == id }
    }
    // What came over another link is not the word of who hands on a seal for it.
    guard isHeld, feed.head.seq > feed.sealed, seal.seq == feed.head.seq,
      try storage.source(of: feed, at: seal.seq) == delivery.source
    else { return }
    // The commits that came with it are not what the author sealed.
    noticeBadSeal(seal, feed)
    _ = try storage.cut(&feed, to: max(feed.sealed, feed.effective))
    feeds.update(feed)
    waiting[feed.id] = nil
    refuse(Dot(feed: feed.id, seq: feed.head.seq + 1), .badSeal)
  }

  /// Keeps a seal that holds, and lets what it seals take effect.
  private mutating func keepValidSeal(_ seal: Seal, of feed: inout StoredFeed) throws {
    guard seal.seq > feed.sealed else { return }
    try storage.keepSeal(seal, of: feed)
    feed.sealed = seal.seq
    let commits = waiting.removeValue(forKey: feed.id) ?? []
    try takeEffect(&feed, commits)
    feeds.update(feed)
  }

  /// Whether the author signed this; nil when its key is not known yet.
  mutating func isSigned(_ seal: Seal, hash: Digest, author: NodeID) throws -> Bool? {
    guard let key = try key(of: author) else { return nil }
    guard let message = seal.message(signer: author, hash: hash) else { return false }
    return signatures.holds(seal.signature, of: message, by: key)
  }

  private mutating func key(of author: NodeID) throws -> PublicKey? {
    if author == replica.identity.node, let own = replica.signer?.publicKey { return own }
    guard var authority else { return nil }
    defer { self.authority = authority }
    return try authority.key(of: author, in: storage)
  }

  /// Folds the sealed commits of a feed from the batch itself where it holds all that wait, and otherwise from the store.
  private mutating func takeEffect(_ feed: inout StoredFeed, _ commits: [CommitScanner]) throws {
    guard var authority else { return }
    defer { self.authority = authority }
    guard feed.effective + UInt64(commits.count) == feed.sealed else {
      try saveMoved()
      return try replica.takeEffect(&feed, &authority, in: storage)
    }
    let wasWaiting = moved?.wasWaiting ?? feed.isWaiting
    let isOwn = feed.key.node == replica.identity.node
    let limit = try replica.effectLimit(of: feed, &authority, in: storage)
    for commit in commits where feed.effective < limit {
      guard try isOwn || authority.permits(feed.key, time: commit.time, in: storage) else { break }
      try storage.fold(commit, in: delivery.batch.bytes, feed: feed)
      feed.effective += 1
    }
    try storage.saveHead(feed, wasWaiting: wasWaiting)
    moved = nil
  }
}
