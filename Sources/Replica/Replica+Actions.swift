// What people signed, written down again as it was signed.
import Merge
import Trust
import Wire

/// A commit that a person's device has signed, of a feed of this node's own.
struct SignedCommit {
  let scan: CommitScanner
  let bytes: [UInt8]
  let signature: ActionSignature
  let feed: StoredFeed

  /// Nil for an unsigned one.
  init?(_ scan: CommitScanner, in bytes: [UInt8], feed: StoredFeed) {
    guard case .signed(let signature) = ActionMark(scan, in: bytes) else { return nil }
    (self.scan, self.bytes, self.signature, self.feed) = (scan, bytes, signature, feed)
  }
}

extension Replica {
  /// Makes a signed commit again in the present incarnation: the same action, which counts once however many commits bring it.
  /// - Parameter written: what is written as seen, no more than was written before.
  /// - Returns: nil for one that cannot be what was signed.
  mutating func commitAgain(
    _ commit: SignedCommit, now: Int64, into storage: some Storage, _ written: (SeenVector) -> SeenVector
  ) throws -> Committed? {
    let former = commit.feed.key
    let key = FeedKey(
      node: identity.node, incarnation: identity.incarnation, home: former.home, area: former.area,
      class: former.class)
    let digest = Hashing.sha256(key.encoded)
    let id = FeedID(digest.first16)
    guard let (payload, signature) = commit.signature.rewritten(commit.scan, in: commit.bytes, to: id, written) else {
      return nil
    }
    var moved: [StoredFeed] = []
    if let feed = try introduceItself(in: key.area, from: key.home, now: now, into: storage) { moved.append(feed) }
    var feed = try storage.feed(id) ?? storage.openFeed(key, id: id, digest: digest)
    let content = CommitContent(
      payload: payload, user: String(decoding: commit.bytes[commit.scan.user], as: UTF8.self),
      deviceTime: commit.scan.deviceTime, records: commit.scan.changes.map(\.record), action: signature.encoded)
    let made = try append(content, to: &feed, now: now, into: storage)
    try seal(moved + [feed], into: storage)
    try storage.saveClock(clock.last)
    return made
  }

  /// Makes a signed commit again whose feed has another content after a number. What was signed is not changed: of what had been
  /// seen less may be written, and no more.
  /// - Returns: its place; nil where it cannot be made.
  mutating func commitAgain(
    _ commit: SignedCommit, after cut: UInt64, now: Int64, into storage: some Storage
  ) throws -> Dot? {
    do {
      return try commitAgain(commit, now: now, into: storage) { seen in
        var seen = seen
        seen.limit(commit.feed.id, to: cut)
        return seen
      }?.dot
    } catch is CommitRefusal { return nil }
  }
}
