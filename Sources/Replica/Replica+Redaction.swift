// Orders to remove a payload by law: whose count, and carrying them out on what is here.
import Merge
import Trust
import Wire

extension Replica {
  /// Whether an order counts for a feed: it comes from above the feed's own area. What holds the branch together and says who
  /// acts for whom, statements, is not to be removed.
  func counts(
    _ redaction: Redaction, by statement: Statement, about key: FeedKey, _ authority: inout Authority,
    _ storage: some Storage
  ) throws -> Bool {
    guard redaction.area == key.area, !StatementRecord.isCarried(by: key.class.name) else { return false }
    return try authority.permits(redaction, by: statement, in: storage)
  }

  /// Removes what orders that count are about, as far as it is here, from commits, also stranded ones, evidence and views.
  func carryOutRedactions(in storage: some Storage) throws {
    guard let root else { return }
    var authority = Authority(root: root)
    var isChanged = false
    for statement in try storage.openRedactions() {
      guard case .redaction(let redaction) = statement.content else { continue }
      // A feed of which nothing was accepted yet is refused no longer.
      try storage.forgetRefusals(of: redaction.commit.feed, code: .redacted)
      guard let feed = try storage.feed(redaction.commit.feed),
        try counts(redaction, by: statement, about: feed.key, &authority, storage)
      else { continue }
      let wasHeld = try storage.removePayload(redaction.payload, at: redaction.commit.seq, of: feed)
      // What the feed has not come to yet may still arrive with its payload.
      guard redaction.commit.seq <= feed.head.seq else { continue }
      if wasHeld, redaction.commit.seq <= feed.effective { isChanged = true }
      try storage.closeRedaction(statement)
    }
    if isChanged { try storage.refold() }
  }
}
