// What an operator asks about trust: which feeds wait for their effect and why, and what contradicts what is held.
import GRDB
package import Merge
package import Replica
import Trust

/// Why the last commits of a feed have no effect here.
package enum WaitingReason: String, Hashable, Sendable, CaseIterable {
  /// Their author's seal has not come, or does not hold.
  case unsealed
  /// No grant of their author's is known.
  case noGrant = "no-grant"
  /// Their author's key has been revoked, and they are not listed.
  case revoked
  /// Their author was not granted that place, class or time.
  case notGranted = "not-granted"
}

/// A feed whose last commits have no effect.
package struct WaitingFeed: Hashable, Sendable {
  package let feed: StoredFeed
  package let reason: WaitingReason
}

/// How trust stands in a store.
package struct TrustSummary: Hashable, Sendable {
  /// Feeds with commits without effect, at most `listedMax`, and how many there are.
  package let waiting: [WaitingFeed]
  package let waitingCount: Int
  /// Commits kept because they contradict others.
  package let evidence: Int
  /// Commits saved from damage that stand behind a lost one and wait for it.
  package let stranded: Int
  /// Payloads removed by law.
  package let redactions: Int
  package let formerAreas: [Area]
  package let retiredAt: Int64?

  package static let listedMax = 50
}

extension StoreReader {
  package func trustSummary() throws -> TrustSummary {
    let waiting = try feedsWaiting(count: TrustSummary.listedMax)
    return TrustSummary(
      waiting: waiting,
      waitingCount: try Int.fetchOne(db, sql: "SELECT count(*) FROM feed WHERE is_waiting = 1") ?? 0,
      evidence: try Int.fetchOne(db, sql: "SELECT count(*) FROM evidence") ?? 0,
      stranded: try strandedCount(),
      redactions: try Int.fetchOne(
        db,
        sql: """
          SELECT count(*) FROM statement s JOIN feed f ON f.id = s.subject
          WHERE s.digest NOT IN (SELECT digest FROM pending_redaction)
          """) ?? 0,
      formerAreas: try formerAreas(), retiredAt: try retiredAt())
  }

  private func feedsWaiting(count: Int) throws -> [WaitingFeed] {
    guard let root = try rootKey() else { return [] }
    var authority = Authority(root: root)
    var feeds: [StoredFeed] = []
    let find = try db.hot("SELECT \(Self.feedColumns) FROM feed WHERE is_waiting = 1 ORDER BY ref LIMIT ?1")
    find.bind(1, Int64(count))
    try find.forEachRow { feeds.append(try Self.feed($0)) }
    return try feeds.map { WaitingFeed(feed: $0, reason: try reason($0, &authority)) }
  }

  private func reason(_ feed: StoredFeed, _ authority: inout Authority) throws -> WaitingReason {
    if try authority.limit(of: feed.id, author: feed.key.node, in: self) <= feed.effective { return .revoked }
    if try authority.key(of: feed.key.node, in: self) == nil { return .noGrant }
    return feed.sealed > feed.effective ? .notGranted : .unsealed
  }
}
