// Whether one commit of a batch is accepted: its feed, its place in the chain, and what is held already.
import Catalog
import Merge
import Trust
import Wire

/// What becomes of one commit of a batch.
enum Verdict {
  case accepted, duplicate
  /// The number after the head is not among what has arrived.
  case gap(next: UInt64)
  case refused(RejectionCode)
}

extension Intake {
  mutating func accept(_ commit: ScannedCommit) throws -> Verdict {
    guard var entry = try feeds.entry(commit.scan.feed, storage: storage) else { return try acceptFirst(commit) }
    if entry.isShared == nil { entry.isShared = delivery.branch.shares(entry.feed.key) }
    guard entry.isShared == true else { return .refused(.outsideBranch) }
    return try acceptNext(commit, of: &entry.feed)
  }

  /// A commit of a feed that is not here.
  private mutating func acceptFirst(_ commit: ScannedCommit) throws -> Verdict {
    guard let key = commit.scan.key else { return .gap(next: 1) }
    if let code = refusal(of: key, in: commit) { return .refused(code) }
    guard try isRemoved(commit.scan, from: key) else { return .refused(.redacted) }
    let digest = Hashing.sha256(commit.buffer[commit.scan.keyPlace])
    guard commit.scan.previous == digest else { return .refused(.brokenChain) }
    let feed = try storage.openFeed(key, id: commit.scan.feed, digest: digest)
    if isClaimed(key) { return .refused(.fork) }
    return try append(commit, to: feed)
  }

  /// Why a new feed is not accepted; nil when it is.
  private func refusal(of key: FeedKey, in commit: ScannedCommit) -> RejectionCode? {
    if Hashing.sha256(commit.buffer[commit.scan.keyPlace]).first16 != commit.scan.feed.raw { return .wrongFeedID }
    if !delivery.branch.shares(key) { return .outsideBranch }
    // An author writes only about what its home holds.
    if !key.isHeld(at: key.home) { return .outsideBranch }
    if let known = replica.catalog.class(named: key.class.name), known.feed != key.class { return .classMismatch }
    return nil
  }

  /// A commit of a feed that is here, by where it stands to the feed's head.
  private mutating func acceptNext(_ commit: ScannedCommit, of feed: inout StoredFeed) throws -> Verdict {
    let scan = commit.scan
    if scan.seq > feed.head.seq + 1 { return .gap(next: feed.head.seq + 1) }
    if scan.seq <= feed.head.seq {
      if try storage.hash(of: scan.feed, at: scan.seq) == commit.hash {
        result.last = Witness(dot: commit.dot, hash: commit.hash)
        return .duplicate
      }
      guard try giveWay(after: scan.seq - 1, in: &feed) else { return .refused(.fork) }
    }
    guard try isRemoved(scan, from: feed.key) else { return .refused(.redacted) }
    guard scan.previous == feed.head.hash else {
      // It may be what stands before it that is made up.
      guard try giveWay(after: feed.sealed, in: &feed) else { return .refused(.brokenChain) }
      return .gap(next: feed.head.seq + 1)
    }
    if isClaimed(feed.key) { return .refused(.fork) }
    return try append(commit, to: feed)
  }

  /// Takes out commits that nobody has sealed, when another one comes for one of their numbers: whoever made them up must not
  /// keep the author's own out. A sealed commit gives way to nothing that arrives here.
  private mutating func giveWay(after seq: UInt64, in feed: inout StoredFeed) throws -> Bool {
    let firm = max(feed.sealed, feed.effective)
    guard authority != nil, seq >= firm, feed.head.seq > seq else { return false }
    _ = try storage.cut(&feed, to: seq)
    feeds.update(feed)
    waiting[feed.id] = nil
    return true
  }

  /// Whether a commit is the next one of the feed whose head has moved, which then need not be saved before it.
  func follows(_ commit: ScannedCommit) -> Bool {
    let scan = commit.scan
    guard let moved, moved.feed == scan.feed, let head = feeds.known(moved.feed)?.head else { return false }
    return scan.seq == head.seq + 1 && scan.previous == head.hash && scan.redacted == nil
  }

  private mutating func append(_ commit: ScannedCommit, to feed: StoredFeed) throws -> Verdict {
    if let first = replica.shelved[commit.scan.feed], commit.scan.seq >= first { return .refused(.stopsNode) }
    var feed = feed
    result.last = Witness(dot: commit.dot, hash: commit.hash)
    let wasWaiting = moved?.wasWaiting ?? feed.isWaiting
    try insert(commit, to: &feed)
    feeds.update(feed)
    moved = (feed.id, wasWaiting)
    if replica.isPresent(feed.key) { lost = commit.hash }
    if StatementRecord.isCarried(by: feed.key.class.name) {
      try saveMoved()
      let new = try replica.learn(from: commit.scan, in: commit.buffer, class: feed.key.class, storage)
      // What is said of people changes nothing about feeds.
      if feed.key.class.name == StatementRecord.className { try learned(new) }
    }
    return .accepted
  }

  /// Stores a commit, without its payload where that has been removed by law, and lets it have its effect where nothing
  /// has to be waited for.
  private mutating func insert(_ commit: ScannedCommit, to feed: inout StoredFeed) throws {
    let isTrusting = authority != nil
    if isTrusting, !feed.isWaiting { waiting[feed.id] = [] }
    if let short = try redacted(commit, of: feed.key) {
      _ = try storage.insert(short, to: &feed, from: delivery.source, isEffective: false)
      waiting[feed.id] = nil
      return
    }
    _ = try storage.insert(commit, to: &feed, from: delivery.source, isEffective: !isTrusting)
    if isTrusting {
      waiting[feed.id]?.append(commit.scan)
    } else {
      try storage.fold(commit.scan, in: commit.buffer, feed: feed)
    }
  }
}
