// A node's own feeds: why it may write them, sealing them, and never using one of their numbers twice.
import Catalog
package import Merge
import Trust
import Wire

extension Replica {
  /// Seals the heads of feeds this node has just moved, with one signature.
  func seal(_ feeds: [StoredFeed], into storage: some Storage) throws {
    guard let signer, !feeds.isEmpty else { return }
    let heads = feeds.map { (feed: $0.id, head: $0.head) }
    for (seal, feed) in zip(Seal.seals(of: heads, time: clock.last, key: signer), feeds) {
      try storage.keepSeal(seal, of: feed)
      var feed = feed
      feed.sealed = feed.head.seq
      try storage.settle(feed)
    }
  }

  /// Writes about places around the node's own reach nodes that its grants, which are about its own, do not: the grants are
  /// told there too, before the first commit.
  /// - Source: protocol §10.3.
  mutating func introduceItself(in area: Area, from home: Area, now: Int64, into storage: some Storage) throws
    -> StoredFeed?
  {
    guard let root, area.contains(home), area != home,
      let type = catalog.type(named: "grant"), type.class.name == StatementRecord.className
    else { return nil }
    let key = FeedKey(
      node: identity.node, incarnation: identity.incarnation, home: home, area: area, class: type.class)
    let id = FeedID(Hashing.sha256(key.encoded).first16)
    guard key.isHeld(at: home), try storage.feed(id)?.head.seq ?? 0 == 0 else { return nil }
    var authority = Authority(root: root)
    let intents = try authority.chain(of: identity.node, in: storage).map { statement in
      Intent(
        type: type.name, record: RecordID(statement.digest.first16), area: area, seen: .empty,
        fields: [FieldChange(StatementRecord.field, .write(.bytes(statement.encoded)))])
    }
    if intents.isEmpty { return nil }
    return try commit((key, intents), user: "gridward", deviceTime: nil, now: now, into: storage).1
  }

  /// Goes on in another incarnation, and as another store: numbers of this incarnation may have been used for what has been
  /// lost, and what peers remember of this store may speak of that.
  ///
  /// The new number is drawn from what is known now: two copies of one store that each find out by other evidence, or at
  /// other times, do not arrive at the same one.
  /// - Parameter found: the hash of the commit that showed it; zero when there is only doubt.
  package mutating func renewIncarnation(after found: Digest, now: Int64, in storage: some Storage) throws {
    var bytes = Array("gridward incarnation 1".utf8) + [0]
    identity.store.raw.append(to: &bytes)
    found.append(to: &bytes)
    Bytes16(high: identity.incarnation, low: UInt64(bitPattern: now)).append(to: &bytes)
    Bytes16(high: clock.last.packed, low: try storage.mark()).append(to: &bytes)
    let drawn = Hashing.sha256(bytes).words
    identity = Identity(
      node: identity.node, incarnation: drawn.0, store: StoreID(Bytes16(high: drawn.1, low: drawn.2)),
      area: identity.area)
    (isLineageSure, hasRedated) = (true, false)
    try storage.saveLineage(of: identity)
  }

  /// Takes note that the parent has proved to hold nothing of this node's that it does not hold itself.
  ///
  /// While something that claims to be this node's own is left out of the proof, it says nothing of what this node wrote.
  mutating func wasProved(by link: StoredLink, in storage: some Storage) throws {
    if try openClaims(of: link, in: storage).isEmpty { isLineageSure = true }
  }

  /// Makes commits again that were taken out of an own feed because the numbers stand for others elsewhere: same records,
  /// steps and elements, so that making them twice is making them once. What people signed stays whole.
  /// - Parameter cut: the last number before them.
  mutating func reissue(
    _ commits: [[UInt8]], of feed: StoredFeed, after cut: UInt64, now: Int64, into storage: some Storage
  ) throws {
    var replaced: [(seq: UInt64, by: Dot)] = []
    for bytes in commits {
      var scanner = CommitScanner()
      var reader = CBORReader(bytes)
      guard (try? scanner.scan(&reader)) != nil, scanner.redacted == nil else { continue }
      if let signed = SignedCommit(scanner, in: bytes, feed: feed) {
        let dot = try commitAgain(signed, after: cut, now: now, into: storage)
        if let dot { replaced.append((scanner.seq, dot)) }
        continue
      }
      let intents = scanner.changes.indices.map { index -> Intent in
        let change = scanner.change(index, in: bytes)
        // What it had seen of the lost stretch is not what now stands there.
        var seen = change.seen
        let last = replaced.last { $0.seq <= change.seen[feed.id] }
        seen.limit(feed.id, to: cut)
        if let last { seen.include(last.by) }
        return Intent(
          type: change.type, record: change.record, area: feed.key.area, seen: seen, fields: change.fields)
      }
      let user = String(decoding: bytes[scanner.user], as: UTF8.self)
      do {
        let made = try commit(intents, user: user, deviceTime: scanner.deviceTime, now: now, into: storage)
        if let dot = made.first?.dot { replaced.append((scanner.seq, dot)) }
      } catch is CommitRefusal { continue }
    }
  }
}
