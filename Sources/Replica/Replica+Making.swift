// Making one commit: encoded, read back as every other node will read it, kept and folded.
import Merge
import Trust
import Wire

/// What a commit says, before it has its place in a feed.
struct CommitContent {
  let payload: [UInt8]
  let user: String
  let deviceTime: Int64?
  let records: [RecordID]
  /// The encoded action signature, where a person's device has signed it.
  var action: [UInt8]?
}

extension Replica {
  /// Makes the next commit of a feed.
  mutating func append(
    _ content: CommitContent, to feed: inout StoredFeed, now: Int64, into storage: some Storage
  ) throws -> Committed {
    let header = CommitHeader(
      feed: feed.id, seq: feed.head.seq + 1, previous: feed.head.hash, time: clock.tick(now: now),
      deviceTime: content.deviceTime, user: content.user, key: feed.head.seq == 0 ? feed.key : nil,
      action: content.action)
    let commit = CommitEncoder.commit(header, payload: content.payload)
    guard commit.bytes.count <= Limits.commitBytesMax else { throw CommitRefusal.tooLarge(bytes: commit.bytes.count) }
    // The commit is read back the way every other node will read it: what is made here is never refused elsewhere.
    var scanner = CommitScanner()
    var reader = CBORReader(commit.bytes)
    try scanner.scan(&reader)
    let hash = Hashing.chain(commit.bytes, header: commit.header, payload: commit.payload)
    let scanned = ScannedCommit(commit.bytes, scan: scanner, hash: hash)
    let arrival = try storage.append(scanned, to: &feed, from: 0, isEffective: true)
    try storage.fold(scanner, in: commit.bytes, feed: feed)
    try learn(from: scanner, in: commit.bytes, class: feed.key.class, storage)
    return Committed(
      dot: Dot(feed: feed.id, seq: header.seq), arrival: arrival, hash: hash, records: content.records)
  }
}
