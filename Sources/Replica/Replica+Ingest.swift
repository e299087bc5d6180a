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

  package init() {}
}

extension Replica {
  /// Merges the commits of a batch that came over a link.
  /// - Parameters:
  ///   - bytes: a commit sequence.
  ///   - isWhole: whether the batch brings each of its feeds without a gap, because it fills what comparing found. What
  ///     is missing then is missing at the other end too: its chain is broken.
  ///   - refused: for each feed refused on this link, the first number not accepted; added to.
  ///   - now: this node's wall clock in milliseconds.
  /// - Throws: only what the storage throws; a peer's fault is in the result.
  package mutating func ingest(
    _ bytes: [UInt8], isWhole: Bool = false, branch: Branch, source: Int64, refused: inout [FeedID: UInt64],
    now: Int64, into storage: some Storage
  ) throws -> Ingested {
    var result = Ingested()
    var batch = CBORReader(bytes)
    var scanner = CommitScanner()
    var feeds = FeedCache()
    while !batch.isAtEnd {
      guard let place = try? batch.byteRange(max: Limits.batchBytesMax) else {
        result.unreadable += 1
        break
      }
      if let code = Self.fault(scanning: bytes, place, with: &scanner) {
        Self.refuse(scanner.dot, code, &result, &refused)
        continue
      }
      if let limit = refused[scanner.feed], scanner.seq >= limit { continue }
      let verdict = try accept(scanner, bytes, branch: branch, source: source, feeds: &feeds, storage: storage)
      switch verdict {
      case .accepted:
        result.accepted += 1
        if !clock.observe(scanner.time, now: now) { result.ahead += 1 }
      case .duplicate: result.duplicates += 1
      case .gap(let next) where isWhole:
        Self.refuse(Dot(feed: scanner.feed, seq: next), .brokenChain, &result, &refused)
      case .gap: result.gaps += 1
      case .refused(let code): Self.refuse(scanner.dot, code, &result, &refused)
      }
    }
    try storage.saveClock(clock.last)
    return result
  }

  /// Scans one commit; nil when it is well-formed. Otherwise the scanner's feed and number are those that could be read.
  private static func fault(scanning bytes: [UInt8], _ place: Range<Int>, with scanner: inout CommitScanner)
    -> RejectionCode?
  {
    do throws(WireError) {
      var reader = CBORReader(bytes, from: place.lowerBound, to: place.upperBound)
      try scanner.scan(&reader)
      try reader.expectEnd()
      return nil
    } catch { return RejectionCode(error.code) }
  }

  private static func refuse(
    _ dot: Dot, _ code: RejectionCode, _ result: inout Ingested, _ refused: inout [FeedID: UInt64]
  ) {
    guard dot.feed.raw != .zero, dot.seq > 0 else {
      result.unreadable += 1
      return
    }
    if let known = refused[dot.feed], known <= dot.seq { return }
    refused[dot.feed] = dot.seq
    result.refusals.append(Refusal(feed: dot.feed, seq: dot.seq, code: code))
  }

  private enum Verdict {
    case accepted, duplicate
    /// The number after the head is not among what has arrived.
    case gap(next: UInt64)
    case refused(RejectionCode)
  }

  private func accept(
    _ scan: CommitScanner, _ bytes: [UInt8], branch: Branch, source: Int64, feeds: inout FeedCache,
    storage: some Storage
  ) throws -> Verdict {
    guard var entry = try feeds.entry(scan.feed, storage: storage) else {
      guard let key = scan.key else { return .gap(next: 1) }
      if scan.redacted != nil { return .refused(.redacted) }
      if let code = refusal(of: key, scan: scan, bytes: bytes, branch: branch) { return .refused(code) }
      let digest = Hashing.sha256(bytes[scan.keyPlace])
      guard scan.previous == digest else { return .refused(.brokenChain) }
      let feed = try storage.openFeed(key, id: scan.feed, digest: digest)
      return try append(scan, bytes, to: feed, source: source, feeds: &feeds, storage: storage)
    }
    if entry.isShared == nil { entry.isShared = branch.shares(entry.feed.key) }
    guard entry.isShared == true else { return .refused(.outsideBranch) }
    let head = entry.feed.head
    if scan.seq > head.seq + 1 { return .gap(next: head.seq + 1) }
    if scan.seq <= head.seq {
      let hash = Hashing.chain(bytes, header: scan.header, payload: scan.payload, redacted: scan.redacted)
      return try storage.hash(of: scan.feed, at: scan.seq) == hash ? .duplicate : .refused(.fork)
    }
    // Nothing says yet who may have a payload removed, so nobody may.
    if scan.redacted != nil { return .refused(.redacted) }
    guard scan.previous == head.hash else { return .refused(.brokenChain) }
    return try append(scan, bytes, to: entry.feed, source: source, feeds: &feeds, storage: storage)
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

  private func append(
    _ scan: CommitScanner, _ bytes: [UInt8], to feed: StoredFeed, source: Int64, feeds: inout FeedCache,
    storage: some Storage
  ) throws -> Verdict {
    var feed = feed
    let hash = Hashing.chain(bytes, header: scan.header, payload: scan.payload, redacted: scan.redacted)
    try storage.append(bytes[scan.whole], scan: scan, hash: hash, to: &feed, from: source)
    try storage.fold(scan, in: bytes, feed: feed)
    feeds.update(feed)
    return .accepted
  }
}

/// The feeds one batch touches, looked up once each. It lives no longer than its batch.
private struct FeedCache {
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

  mutating func update(_ feed: StoredFeed) { entries[feed.id] = Entry(feed: feed, isShared: true) }
}

extension CommitScanner {
  fileprivate var dot: Dot { Dot(feed: feed, seq: seq) }
}
