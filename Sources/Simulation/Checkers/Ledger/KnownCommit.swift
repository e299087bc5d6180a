// One commit as the simulator reads it for itself, once, whoever holds it.
import Merge
import Trust
import Wire

/// A commit taken apart, apart from every node: what a checker compares nodes with.
final class KnownCommit: Sendable {
  let dot: Dot
  let hash: Digest
  let previous: Digest
  let time: HybridTime
  let user: String
  let key: FeedKey
  let changes: [Change]
  let bytes: [UInt8]
  let isRedacted: Bool

  /// - Parameter known: the key of the commit's feed, unless this is the feed's first commit.
  /// - Throws: `Unreadable`, which says why.
  init(_ bytes: [UInt8], key known: FeedKey?) throws {
    var scanner = CommitScanner()
    var reader = CBORReader(bytes)
    do {
      try scanner.scan(&reader)
      try reader.expectEnd()
    } catch { throw Unreadable(reason: "cannot be read: \(error)") }
    guard let key = scanner.key ?? known else { throw Unreadable(reason: "has no feed key before it") }
    self.bytes = bytes
    self.key = key
    dot = Dot(feed: scanner.feed, seq: scanner.seq)
    hash = Hashing.chain(bytes, header: scanner.header, payload: scanner.payload, redacted: scanner.redacted)
    previous = scanner.previous
    time = scanner.time
    user = String(decoding: bytes[scanner.user], as: UTF8.self)
    isRedacted = scanner.redacted != nil
    changes = scanner.changes.indices.map { scanner.change($0, in: bytes) }
  }

  struct Unreadable: Error { let reason: String }

  var origin: Origin { Origin(dot: dot, time: time, tier: key.home.tier, user: user) }

  /// What the first commit of the feed must name as the one before it.
  static func start(of key: FeedKey) -> Digest { Hashing.sha256(key.encoded) }
}
