// What a hostile node does to commits and seals: leaving them out, changing them, making them up.
import Merge
import Replica
import Store
import Trust
import Wire

extension Hostility {
  mutating func deceiving(_ batch: Batch, _ own: Set<FeedID>) -> Batch {
    var reader = CBORReader(batch.commits)
    var commits: [UInt8] = []
    while !reader.isAtEnd, let place = try? reader.byteRange(max: Limits.batchBytesMax) {
      let item = Array(batch.commits[place])
      let altered = item.first == Seal.firstByte ? swapped(item) : deceiving(item, own)
      if let altered { CommitSequence.append(altered, to: &commits) }
    }
    return Batch(span: batch.span, commits: commits)
  }

  /// - Returns: what it sends in place of a commit; nil for nothing.
  private mutating func deceiving(_ commit: [UInt8], _ own: Set<FeedID>) -> [UInt8]? {
    guard draw.chance(300), isIn(own, commit) != (trick == .forges) else { return commit }
    switch trick {
    case .withholds: return nil
    case .forks: return forked(commit)
    case .forges:
      let forgery = forked(commit)
      if let hash = Self.hash(of: forgery) { forgeries.insert(hash) }
      return forgery
    default: return commit
    }
  }

  private mutating func swapped(_ seal: [UInt8]) -> [UInt8]? {
    guard trick == .swapsSeals, draw.chance(300) else { return seal }
    if draw.chance(500) { return nil }
    var swapped = seal
    swapped[seal.count - 1 - draw.below(60)] ^= UInt8(1 << draw.below(8))
    return swapped
  }

  private func isIn(_ own: Set<FeedID>, _ commit: [UInt8]) -> Bool {
    var scanner = CommitScanner()
    var reader = CBORReader(commit)
    return (try? scanner.scan(&reader)) != nil && own.contains(scanner.feed)
  }

  private static func hash(of commit: [UInt8]) -> Digest? {
    var scanner = CommitScanner()
    var reader = CBORReader(commit)
    guard (try? scanner.scan(&reader)) != nil else { return nil }
    return Hashing.chain(commit, header: scanner.header, payload: scanner.payload, redacted: scanner.redacted)
  }

  /// The same commit by another user: well-formed, with another hash.
  private func forked(_ commit: [UInt8]) -> [UInt8] {
    var scanner = CommitScanner()
    var reader = CBORReader(commit)
    guard (try? scanner.scan(&reader)) != nil, let last = scanner.user.last else { return commit }
    var forked = commit
    forked[last] = forked[last] == 0x7A ? 0x79 : 0x7A
    return forked
  }

  // MARK: Speaking as others

  /// Batches with what could be the next commit of feeds that others write: whoever shares a feed knows its key and its head.
  mutating func impersonations(of others: [StoredFeed], now: Int64) -> [Frame] {
    guard !others.isEmpty else { return [] }
    var commits: [UInt8] = []
    for _ in 0..<(1 + draw.below(2)) {
      var head = others[draw.below(others.count)]
      for _ in 0..<(1 + draw.below(2)) { CommitSequence.append(next(after: &head, now: now), to: &commits) }
    }
    return [Batch(span: nil, commits: commits).frame]
  }

  private mutating func next(after feed: inout StoredFeed, now: Int64) -> [UInt8] {
    let header = CommitHeader(
      feed: feed.id, seq: feed.head.seq + 1, previous: feed.head.hash,
      time: HybridTime(milliseconds: max(0, min(now, HybridTime.millisecondsMax))), user: "impostor",
      key: feed.head.seq == 0 ? feed.key : nil)
    let change = Change(
      type: "hazard", record: RecordID(Bytes16(high: draw.next(), low: draw.next())), seen: .empty,
      fields: [FieldChange(1, .write(.text("冒名")))])
    let commit = CommitEncoder.commit(header, payload: CommitEncoder.payload([change], feed: feed.id))
    let hash = Hashing.chain(commit.bytes, header: commit.header, payload: commit.payload)
    forgeries.insert(hash)
    feed.head = Head(seq: feed.head.seq + 1, hash: hash)
    return commit.bytes
  }
}
