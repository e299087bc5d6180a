// An action that a person's device has signed, on its way into a commit of this node's own.
import Catalog
package import Merge
package import Trust
package import Wire

/// A signed action as it is handed in, read as every node will read it.
package struct SignedEntry: Sendable {
  package let action: PortableAction
  /// What it does, each record once.
  package let changes: [Change]
  /// A commit that nobody makes, around the changes: what is read of a commit is read of it.
  fileprivate let bytes: [UInt8]
  fileprivate let scan: CommitScanner

  package var area: Area { action.draft.area }
  package var className: String { action.draft.class }

  /// - Throws: `WireError` for changes that no commit could have, or that a commit would say in other bytes than were signed.
  package init(_ action: PortableAction) throws(WireError) {
    let draft = action.draft
    let header = CommitHeader(
      feed: FeedID(.zero), seq: 2, previous: .zero, time: .zero, deviceTime: draft.deviceTime, user: "", key: nil)
    let commit = CommitEncoder.commit(header, payload: draft.changes)
    var scan = CommitScanner()
    var reader = CBORReader(commit.bytes)
    try scan.scan(&reader)
    try reader.expectEnd()
    let key = FeedKey(
      node: NodeID(.zero), incarnation: 0, home: draft.area, area: draft.area,
      class: FeedClass(name: draft.class, rises: nil, falls: nil, priority: .normal))
    guard let content = ActionContent(action.signature, of: scan, in: commit.bytes, feed: key),
      content == action.content
    else { throw WireError(.notDeterministic, "changes as a device signs them") }
    changes = scan.changes.indices.map { scan.change($0, in: commit.bytes) }
    guard !changes.isEmpty else { throw WireError(.malformed, "a change") }
    (self.action, bytes, self.scan) = (action, commit.bytes, scan)
  }

  /// What is judged of the commit that would bring it.
  /// - Parameter time: the commit's, as far as it is known before.
  package func signed(by account: AccountID?, at dot: Dot, time: HybridTime) -> SignedAction {
    SignedAction(
      dot: dot, time: time, area: area, user: account?.description ?? "", signature: action.signature,
      content: action.content)
  }
}

extension Replica {
  /// Whether this node can write such an action down: it holds area and class, and its catalog has the types.
  /// - Throws: `CommitRefusal`.
  package func check(_ entry: SignedEntry) throws(CommitRefusal) { _ = try key(of: entry) }

  /// What the commit of an action would be dated by.
  package func time(of entry: SignedEntry, now: Int64) -> HybridTime {
    max(clock.last, HybridTime(milliseconds: now))
  }

  /// Writes a signed action down, as it was signed: of what the device had seen as much as this node holds.
  ///
  /// Whether it counts, and whether its signer may do it, is asked before.
  /// - Parameter account: that of the pass.
  /// - Throws: `CommitRefusal` before anything is written, or what the storage throws.
  package mutating func enter(
    _ entry: SignedEntry, of account: AccountID, now: Int64, into storage: some Storage
  ) throws -> Committed {
    try check(entry)
    if !isLineageSure { try renewIncarnation(after: .zero, now: now, in: storage) }
    let key = try key(of: entry)
    let digest = Hashing.sha256(key.encoded)
    let id = FeedID(digest.first16)
    let held = try heads(of: entry.changes, in: storage)
    let rewritten = entry.action.signature.rewritten(entry.scan, in: entry.bytes, to: id) { signed in
      var seen = signed
      for dot in signed.dots { seen.limit(dot.feed, to: held[dot.feed] ?? 0) }
      return seen
    }
    guard let (payload, signature) = rewritten else { throw CommitRefusal.empty }
    let count = payload.count + signature.encoded.count + Self.headerBytesMax
    guard count <= Limits.commitBytesMax else { throw CommitRefusal.tooLarge(bytes: count) }
    var moved: [StoredFeed] = []
    if let feed = try introduceItself(in: key.area, from: key.home, now: now, into: storage) { moved.append(feed) }
    var feed = try storage.feed(id) ?? storage.openFeed(key, id: id, digest: digest)
    let content = CommitContent(
      payload: payload, user: account.description, deviceTime: entry.action.draft.deviceTime,
      records: entry.changes.map(\.record), action: signature.encoded)
    let made = try append(content, to: &feed, now: now, into: storage)
    try seal(moved + [feed], into: storage)
    try storage.saveClock(clock.last)
    return made
  }

  /// More than a header takes beside its action signature.
  private static let headerBytesMax = 768

  /// How far this node holds the feeds of which something had been seen.
  private func heads(of changes: [Change], in storage: some Storage) throws -> [FeedID: UInt64] {
    var heads: [FeedID: UInt64] = [:]
    for dot in changes.flatMap(\.seen.dots) where heads[dot.feed] == nil {
      heads[dot.feed] = try storage.feed(dot.feed)?.head.seq ?? 0
    }
    return heads
  }

  /// The feed that such an action is written to.
  private func key(of entry: SignedEntry) throws(CommitRefusal) -> FeedKey {
    let intents = entry.changes.map { change in
      Intent(type: change.type, record: change.record, area: entry.area, seen: .empty, fields: change.fields)
    }
    let groups = try grouped(intents)
    for intent in intents where catalog.type(named: intent.type)?.class.name != entry.className {
      throw .otherClass(type: intent.type, said: entry.className)
    }
    return groups[0].key
  }
}
