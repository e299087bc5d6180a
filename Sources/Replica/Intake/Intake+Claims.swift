// What of a batch claims to be this node's own: believed under the node's own seal alone.
import Merge
import Trust
import Wire

/// A commit of this node's present incarnation that arrived and is not held.
struct Claim {
  let dot: Dot
  let hash: Digest
  let home: Area
  let body: [UInt8]

  /// How many feeds of one batch are told of.
  static let countMax = 16
}

extension Intake {
  /// Whether a commit of such a feed needs this node's own seal before it is believed: feed keys and heads are known to everybody
  /// who shares the feed, so that anybody can write what looks like the next commit. Without a root key, or without a key of its
  /// own, a node has nothing to tell the two apart by.
  /// - Source: protocol §10.5.
  func isClaimed(_ key: FeedKey) -> Bool { replica.isPresent(key) && authority != nil && replica.signer != nil }

  /// Remembers the first commit of each feed that claims to be this node's own.
  mutating func noteClaim(_ commit: ScannedCommit) throws {
    guard let feed = try feeds.entry(commit.scan.feed, storage: storage)?.feed, isClaimed(feed.key),
      !claims.contains(where: { $0.dot.feed == commit.scan.feed }), claims.count < Claim.countMax
    else { return }
    claims.append(Claim(dot: commit.dot, hash: commit.hash, home: feed.key.home, body: Array(commit.bytes)))
  }

  /// Notices what nobody has shown to be this node's own by the end of the batch. Of where it was made up this node knows no more
  /// than who handed it on.
  func noticeClaims() throws {
    guard replica.canWatch, let peer = delivery.link?.peer else { return }
    for claim in claims where try storage.hash(of: claim.dot.feed, at: claim.dot.seq) != claim.hash {
      let alarm = Alarm(
        .impostor, node: peer, about: claim.home, place: claim.dot, cause: Alarm.cause(claim.dot),
        noticedAt: delivery.now, evidence: [claim.body])
      _ = try storage.notice(alarm, due: delivery.now.addingSaturated(WatchPolicy.standard.impostor))
    }
  }
}
