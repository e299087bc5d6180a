// What claims to be this node's own and was not made by this store: believed under the node's own seal alone.
import Merge
import Trust
import Wire

/// A commit of this node's present incarnation that arrived and is not held.
struct Claim {
  let dot: Dot
  let hash: Digest
  let home: Area
  let body: [UInt8]
}

extension Replica {
  /// Whether a feed is one that this node writes now.
  func isPresent(_ key: FeedKey) -> Bool { key.node == identity.node && key.incarnation == identity.incarnation }

  /// Whether a commit of such a feed needs this node's own seal before it is believed: feed keys and heads are known to everybody
  /// who shares the feed, so that anybody can write what looks like the next commit. Without a root key, or without a key of its
  /// own, a node has nothing to tell the two apart by.
  /// - Source: protocol §10.5.
  func isClaimed(_ key: FeedKey, _ intake: Intake, _ storage: some Storage) -> Bool {
    isPresent(key) && intake.authority != nil && signer != nil
  }

  /// Remembers the first commit of each feed that claims to be this node's own.
  func noteClaim(
    _ scan: CommitScanner, _ hash: Digest, _ bytes: [UInt8], _ intake: inout Intake, _ storage: some Storage
  ) throws {
    guard let feed = try intake.feeds.entry(scan.feed, storage: storage)?.feed, isClaimed(feed.key, intake, storage),
      !intake.claims.contains(where: { $0.dot.feed == scan.feed }), intake.claims.count < Self.claimsMax
    else { return }
    intake.claims.append(
      Claim(
        dot: Dot(feed: scan.feed, seq: scan.seq), hash: hash, home: feed.key.home, body: Array(bytes[scan.whole])))
  }

  /// How many feeds of one batch are told of.
  private static let claimsMax = 16

  /// Notices what nobody has shown to be this node's own by the end of the batch. Of where it was made up this node knows no more
  /// than who handed it on.
  func noticeClaims(_ claims: [Claim], by peer: NodeID?, now: Int64, in storage: some Storage) throws {
    guard canWatch, let peer else { return }
    for claim in claims where try storage.hash(of: claim.dot.feed, at: claim.dot.seq) != claim.hash {
      let alarm = Alarm(
        .impostor, node: peer, about: claim.home, place: claim.dot, cause: Alarm.cause(claim.dot), noticedAt: now,
        evidence: [claim.body])
      _ = try storage.notice(alarm, due: now.addingSaturated(WatchPolicy.standard.impostor))
    }
  }

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
