// Commits of a batch that an order to redact is about, and those that have lost their payload already.
import Merge
import Trust
import Wire

/// A payload that must go: a number of a feed, and the SHA-256 of the payload.
struct Removal: Hashable {
  let seq: UInt64
  let payload: Digest
}

extension Intake {
  /// Whether a commit may stand without its payload: it has one, or an order that counts has removed it.
  mutating func isRemoved(_ scan: CommitScanner, from key: FeedKey) throws -> Bool {
    guard let payload = scan.redacted else { return true }
    return try removals(from: scan.feed, key).contains(Removal(seq: scan.seq, payload: payload))
  }

  /// The commit without its payload, when an order that counts is about it; nil otherwise.
  mutating func redacted(_ commit: ScannedCommit, of key: FeedKey) throws -> ScannedCommit? {
    let scan = commit.scan
    let orders = try removals(from: scan.feed, key)
    guard !orders.isEmpty, scan.redacted == nil else { return nil }
    let payload = Hashing.sha256(commit.buffer[scan.payload])
    guard orders.contains(Removal(seq: scan.seq, payload: payload)) else { return nil }
    let short = CommitEncoder.redacted(commit.buffer, header: scan.header, payload: payload)
    var scanner = CommitScanner()
    var reader = CBORReader(short)
    try scanner.scan(&reader)
    return ScannedCommit(short, scan: scanner, hash: commit.hash)
  }

  private mutating func removals(from feed: FeedID, _ key: FeedKey) throws -> Set<Removal> {
    guard var authority else { return [] }
    if let known = removals[feed] { return known }
    var found: Set<Removal> = []
    for statement in try storage.statements(about: NodeID(feed.raw)) {
      guard case .redaction(let redaction) = statement.content, redaction.commit.feed == feed,
        try replica.counts(redaction, by: statement, about: key, &authority, storage)
      else { continue }
      found.insert(Removal(seq: redaction.commit.seq, payload: redaction.payload))
    }
    (self.authority, removals[feed]) = (authority, found)
    return found
  }
}
