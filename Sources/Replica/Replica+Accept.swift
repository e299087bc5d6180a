// Whether one commit of a batch is accepted: its feed, its place in the chain, and what is held already.
import Catalog
import Merge
import Trust
import Wire

extension Replica {
  enum Verdict {
    case accepted, duplicate
    /// The number after the head is not among what has arrived.
    case gap(next: UInt64)
    case refused(RejectionCode)
  }

  mutating func accept(
    _ scan: CommitScanner, _ hash: Digest, _ bytes: [UInt8], branch: Branch, _ intake: inout Intake,
    _ storage: some Storage
  ) throws -> Verdict {
    guard var entry = try intake.feeds.entry(scan.feed, storage: storage) else {
      guard let key = scan.key else { return .gap(next: 1) }
      if let code = refusal(of: key, scan: scan, bytes: bytes, branch: branch) { return .refused(code) }
      guard try isRemoved(scan, from: key, &intake, storage) else { return .refused(.redacted) }
      let digest = Hashing.sha256(bytes[scan.keyPlace])
      guard scan.previous == digest else { return .refused(.brokenChain) }
      let feed = try storage.openFeed(key, id: scan.feed, digest: digest)
      if isClaimed(key, intake, storage) { return .refused(.fork) }
      return try append(scan, hash, bytes, to: feed, &intake, storage)
    }
    if entry.isShared == nil { entry.isShared = branch.shares(entry.feed.key) }
    guard entry.isShared == true else { return .refused(.outsideBranch) }
    let head = entry.feed.head
    if scan.seq > head.seq + 1 { return .gap(next: head.seq + 1) }
    if scan.seq <= head.seq {
      if try storage.hash(of: scan.feed, at: scan.seq) == hash {
        intake.last = Witness(dot: Dot(feed: scan.feed, seq: scan.seq), hash: hash)
        return .duplicate
      }
      guard try giveWay(after: scan.seq - 1, &entry.feed, &intake, storage) else { return .refused(.fork) }
    }
    guard try isRemoved(scan, from: entry.feed.key, &intake, storage) else { return .refused(.redacted) }
    guard scan.previous == entry.feed.head.hash else {
      // It may be what stands before it that is made up.
      guard try giveWay(after: entry.feed.sealed, &entry.feed, &intake, storage) else { return .refused(.brokenChain) }
      return .gap(next: entry.feed.head.seq + 1)
    }
    if isClaimed(entry.feed.key, intake, storage) { return .refused(.fork) }
    return try append(scan, hash, bytes, to: entry.feed, &intake, storage)
  }

  /// Why a new feed is not accepted; nil when it is.
  private func refusal(of key: FeedKey, scan: CommitScanner, bytes: [UInt8], branch: Branch) -> RejectionCode? {
    if Hashing.sha256(bytes[scan.keyPlace]).first16 != scan.feed.raw { return .wrongFeedID }
    if !branch.shares(key) { return .outsideBranch }
    // An author writes only about what its home holds.
    if !key.isHeld(at: key.home) { return .outsideBranch }
    if let known = catalog.class(named: key.class.name), known.feed != key.class { return .classMismatch }
    return nil
  }

  /// Takes out commits that nobody has sealed, when another one comes for one of their numbers: whoever made them up must not
  /// keep the author's own out. A sealed commit gives way to nothing that arrives here.
  private func giveWay(
    after seq: UInt64, _ feed: inout StoredFeed, _ intake: inout Intake, _ storage: some Storage
  ) throws -> Bool {
    let firm = max(feed.sealed, feed.effective)
    guard intake.authority != nil, seq >= firm, feed.head.seq > seq else { return false }
    _ = try storage.cut(&feed, to: seq)
    intake.feeds.update(feed)
    intake.waiting[feed.id] = nil
    return true
  }

  /// Whether a commit is the next one of the feed whose head has moved, which then need not be saved before it.
  func follows(_ scan: CommitScanner, _ intake: Intake) -> Bool {
    guard let moved = intake.moved, moved.feed == scan.feed, let head = intake.feeds.known(moved.feed)?.head else {
      return false
    }
    return scan.seq == head.seq + 1 && scan.previous == head.hash && scan.redacted == nil
  }

  private mutating func append(
    _ scan: CommitScanner, _ hash: Digest, _ bytes: [UInt8], to feed: StoredFeed, _ intake: inout Intake,
    _ storage: some Storage
  ) throws -> Verdict {
    if let first = shelved[scan.feed], scan.seq >= first { return .refused(.stopsNode) }
    var feed = feed
    intake.last = Witness(dot: Dot(feed: scan.feed, seq: scan.seq), hash: hash)
    let isTrusting = intake.authority != nil
    let wasWaiting = intake.moved?.wasWaiting ?? feed.isWaiting
    if isTrusting, !feed.isWaiting { intake.waiting[feed.id] = [] }
    if let short = try redacted(scan, bytes, of: feed.key, &intake, storage) {
      _ = try storage.insert(
        ScannedCommit(short.bytes, scan: short.scan, hash: hash), to: &feed, from: intake.source, isEffective: false)
      intake.waiting[feed.id] = nil
    } else {
      _ = try storage.insert(
        ScannedCommit(bytes, scan: scan, hash: hash), to: &feed, from: intake.source, isEffective: !isTrusting)
      if isTrusting {
        intake.waiting[feed.id]?.append(scan)
      } else {
        try storage.fold(scan, in: bytes, feed: feed)
      }
    }
    intake.feeds.update(feed)
    intake.moved = (feed.id, wasWaiting)
    if isPresent(feed.key) { intake.lost = hash }
    if feed.key.class.name == StatementRecord.className {
      try saveMoved(&intake, storage)
      let new = try learn(from: scan, in: bytes, class: feed.key.class, storage)
      intake.hasGrantAbove = try intake.hasGrantAbove || new.contains { try countsAbove($0, in: storage) }
      (intake.feeds, intake.waiting, intake.removals) = (FeedCache(), [:], [:])
      intake.hasLearned = true
      intake.authority = root.map(Authority.init)
    }
    return .accepted
  }
}

/// The feeds one batch touches, looked up once each. It lives no longer than its batch.
struct FeedCache {
  struct Entry {
    var feed: StoredFeed
    var isShared: Bool?
  }

  private var entries: [FeedID: Entry] = [:]

  mutating func entry(_ id: FeedID, storage: some Storage) throws -> Entry? {
    if let entry = entries[id] { return entry }
    guard let feed = try storage.feed(id) else { return nil }
    let entry = Entry(feed: feed, isShared: nil)
    entries[id] = entry
    return entry
  }

  /// A feed that has been looked up.
  func known(_ id: FeedID) -> StoredFeed? { entries[id]?.feed }

  mutating func update(_ feed: StoredFeed) { entries[feed.id] = Entry(feed: feed, isShared: true) }
}
