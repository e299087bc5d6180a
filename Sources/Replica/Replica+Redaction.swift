// Orders to remove a payload by law: whose count, and carrying them out.
import Merge
import Trust
import Wire

/// A payload that must go: a number of a feed, and the SHA-256 of the payload.
struct Removal: Hashable {
  let seq: UInt64
  let payload: Digest
}

extension Replica {
  /// Whether a commit may stand without its payload: it has one, or an order that counts has removed it.
  func isRemoved(_ scan: CommitScanner, from key: FeedKey, _ intake: inout Intake, _ storage: some Storage) throws
    -> Bool
  {
    guard let payload = scan.redacted else { return true }
    return try removals(from: scan.feed, key, &intake, storage).contains(Removal(seq: scan.seq, payload: payload))
  }

  /// The commit without its payload, when an order that counts is about it; nil otherwise.
  func redacted(
    _ scan: CommitScanner, _ bytes: [UInt8], of key: FeedKey, _ intake: inout Intake, _ storage: some Storage
  ) throws -> (bytes: [UInt8], scan: CommitScanner)? {
    let orders = try removals(from: scan.feed, key, &intake, storage)
    guard !orders.isEmpty, scan.redacted == nil else { return nil }
    let payload = Hashing.sha256(bytes[scan.payload])
    guard orders.contains(Removal(seq: scan.seq, payload: payload)) else { return nil }
    let short = CommitEncoder.redacted(bytes, header: scan.header, payload: payload)
    var scanner = CommitScanner()
    var reader = CBORReader(short)
    try scanner.scan(&reader)
    return (short, scanner)
  }

  private func removals(
    from feed: FeedID, _ key: FeedKey, _ intake: inout Intake, _ storage: some Storage
  ) throws -> Set<Removal> {
    guard var authority = intake.authority else { return [] }
    if let known = intake.removals[feed] { return known }
    var found: Set<Removal> = []
    for statement in try storage.statements(about: NodeID(feed.raw)) {
      guard case .redaction(let redaction) = statement.content, redaction.commit.feed == feed,
        try counts(redaction, by: statement, about: key, &authority, storage)
      else { continue }
      found.insert(Removal(seq: redaction.commit.seq, payload: redaction.payload))
    }
    (intake.authority, intake.removals[feed]) = (authority, found)
    return found
  }

  /// Whether an order counts for a feed: it comes from above the feed's own area. What holds the branch together, the control
  /// class, is not to be removed.
  private func counts(
    _ redaction: Redaction, by statement: Statement, about key: FeedKey, _ authority: inout Authority,
    _ storage: some Storage
  ) throws -> Bool {
    guard redaction.area == key.area, key.class.name != StatementRecord.className else { return false }
    return try authority.permits(redaction, by: statement, in: storage)
  }

  /// Removes what orders that count are about, as far as it is here, from commits, evidence and views.
  func carryOutRedactions(in storage: some Storage) throws {
    guard let root else { return }
    var authority = Authority(root: root)
    var isChanged = false
    for statement in try storage.openRedactions() {
      guard case .redaction(let redaction) = statement.content else { continue }
      // A feed of which nothing was accepted yet is refused no longer.
      try storage.forgetRefusals(of: redaction.commit.feed, code: .redacted)
      guard let feed = try storage.feed(redaction.commit.feed), redaction.commit.seq <= feed.head.seq,
        try counts(redaction, by: statement, about: feed.key, &authority, storage)
      else { continue }
      let wasHeld = try storage.removePayload(redaction.payload, at: redaction.commit.seq, of: feed)
      if wasHeld, redaction.commit.seq <= feed.effective { isChanged = true }
      try storage.closeRedaction(statement)
    }
    if isChanged { try storage.refold() }
  }
}
