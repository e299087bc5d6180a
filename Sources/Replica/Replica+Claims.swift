// What is open about this node's own feeds: what others say is its own, and when a link may compare them again.
import Merge
import Trust
import Wire

extension Replica {
  /// Whether a feed is one that this node writes now.
  func isPresent(_ key: FeedKey) -> Bool { key.node == identity.node && key.incarnation == identity.incarnation }

  /// Whether who handed on what claims to be this node's own may still have the seal: until the link has been proved equal
  /// since, it may not have sent everything.
  func isUndecided(_ alarm: Alarm, in storage: some Storage) throws -> Bool {
    guard alarm.kind == .impostor else { return false }
    return try storage.link(alarm.node)?.provedAt ?? .min <= alarm.noticedAt
  }

  /// The feeds this node writes now of which something is refused on a link.
  func openClaims(of link: StoredLink, in storage: some Storage) throws -> [(feed: StoredFeed, seq: UInt64)] {
    guard root != nil, signer != nil else { return [] }
    return try storage.quarantines(link: link.reference).compactMap { quarantine in
      guard quarantine.isOurs, quarantine.refusal.code == .fork, let feed = try storage.feed(quarantine.refusal.feed),
        isPresent(feed.key)
      else { return nil }
      return (feed, quarantine.refusal.seq)
    }
  }

  /// Takes feeds back into the comparison of a link that has just been proved equal without them, once the author's sealed commits,
  /// or this node's own, stand here under the numbers that were refused: by now they have displaced the others.
  ///
  /// Not more often than a proof is noted at all, so that an end that sends the same again gains nothing by it.
  func liftQuarantines(of link: StoredLink, now: Int64, in storage: some Storage) throws {
    guard root != nil, signer != nil, LinkWork.isWorthNoting(link, now: now) else { return }
    for quarantine in try storage.quarantines(link: link.reference) where quarantine.isOurs {
      let refusal = quarantine.refusal
      guard [.fork, .brokenChain].contains(refusal.code), let feed = try storage.feed(refusal.feed),
        (isPresent(feed.key) ? feed.head.seq : feed.sealed) >= refusal.seq
      else { continue }
      try storage.clearQuarantine(of: refusal.feed, isOurs: true, link: link.reference)
    }
  }
}
