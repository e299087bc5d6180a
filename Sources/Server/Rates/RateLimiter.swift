// Nobody asks so often that others wait: limits for each peer, for each part of the tree, and for strangers.
package import Certificates
package import Merge
import Node
import Synchronization

/// How often peers may ask.
package struct RateLimits: Sendable {
  /// One enrolled node.
  package var peer = TokenBucket.Pace(burst: 1_000, perSecond: 100)
  /// All nodes of one part of the tree below this one together, such as a township's enterprises.
  package var subtree = TokenBucket.Pace(burst: 4_000, perSecond: 400)
  /// One network address that has shown no certificate: it may only apply, renew and ask the time.
  package var stranger = TokenBucket.Pace(burst: 60, perSecond: 5)
  /// How many of each are remembered.
  var entriesMax = 4_096

  package init() {}
}

/// Counts the requests of everybody on the link listener.
package final class RateLimiter: Sendable {
  private struct Tables {
    var peers: RateTable
    var subtrees: RateTable
    var strangers: RateTable
  }

  private let area: Area
  private let tables: Mutex<Tables>

  package init(_ limits: RateLimits, area: Area, at now: ContinuousClock.Instant = .now) {
    self.area = area
    tables = Mutex(
      Tables(
        peers: RateTable(limits.peer, entriesMax: limits.entriesMax, at: now),
        subtrees: RateTable(limits.subtree, entriesMax: limits.entriesMax, at: now),
        strangers: RateTable(limits.stranger, entriesMax: limits.entriesMax, at: now)))
  }

  /// - Throws: `tooBusy` with when to come back.
  package func count(_ peer: PeerName?, address: String, at now: ContinuousClock.Instant = .now) throws(Problem) {
    let wait = tables.withLock { tables -> Int? in
      guard let peer else { return tables.strangers.take(address, at: now) }
      let own = tables.peers.take(peer.node.description, at: now)
      return own ?? tables.subtrees.take(subtree(of: peer.area), at: now)
    }
    guard let wait else { return }
    throw Problem(.tooBusy, "Requests come faster than this node takes them.", retryAfter: wait)
  }

  /// The part of the tree a peer lies in: its ancestor right below this node.
  private func subtree(of place: Area) -> String {
    for tier in Tier.allCases where tier > area.tier {
      if let ancestor = place.ancestor(at: tier) { return ancestor.code }
    }
    return place.code
  }
}
