// Whether a node may go: what of its own nobody above is known to hold.
package import Merge
package import Replica
package import Store

/// What stands against closing a node for good.
package struct Closing: Hashable, Sendable {
  /// A feed of the node's own, and how much of it is known to be held above.
  package struct Feed: Hashable, Sendable {
    package let feed: StoredFeed
    package let held: UInt64
    package var missing: UInt64 { feed.head.seq - held }
  }

  /// Own feeds that somebody above would hold, and does not as far as is known.
  package internal(set) var missing: [Feed] = []
  /// Own feeds that rise to nobody the node has met: they are lost with it.
  package internal(set) var staying: [Feed] = []
  /// Commits, its own and its children's, that the parent has not acknowledged.
  package internal(set) var backlog = 0
  /// Feeds that one end of the parent's link refuses.
  package internal(set) var refused = 0
  package internal(set) var hasParent = false

  /// Whether everything that can be elsewhere is.
  package var isClear: Bool { hasParent && missing.isEmpty && backlog == 0 && refused == 0 }
}

extension StoreReader {
  /// - Parameter formerAreas: where the node stood before.
  package func closing(identity: Identity, formerAreas: [Area]) throws -> Closing {
    var closing = Closing()
    guard let parent = try parentLink() else { return closing }
    closing.hasParent = true
    let link = try linkSummaries(identity: identity).first { $0.link.reference == parent.reference }
    (closing.backlog, closing.refused) = (link?.backlog ?? 0, link?.quarantines.count ?? 0)
    for feed in try feeds() where feed.key.node == identity.node {
      let holders = try holders(of: feed, from: [identity.area] + formerAreas)
      let entry = Closing.Feed(feed: feed, held: try held(feed, by: holders))
      if entry.missing == 0 { continue }
      if holders.isEmpty { closing.staying.append(entry) } else { closing.missing.append(entry) }
    }
    return closing
  }

  /// The parents this node has met that hold a feed by its class, from where it stands or stood.
  func holders(of feed: StoredFeed, from places: [Area]) throws -> [StoredLink] {
    try links().filter { link in
      link.isParent && places.contains { Branch(parent: link.area, child: $0)?.shares(feed.key) ?? false }
    }
  }

  /// How much of an own feed is known to be held above: what somebody has signed or acknowledged, and what a parent gave back
  /// after a loss. Whoever gives a commit holds it, and all before it, since a feed is held without gaps.
  ///
  /// A commit without a source says nothing: it was made here, or whom it came from is forgotten (after a salvage).
  func held(_ feed: StoredFeed, by holders: [StoredLink]) throws -> UInt64 {
    let marks = try custody(feed: feed.reference).filter { $0.tier < feed.key.home.tier }
    var held = marks.map(\.seq).max() ?? 0
    for link in holders where held < feed.head.seq { held = max(held, try lastSeq(of: feed, from: link, after: held)) }
    return min(feed.head.seq, held)
  }
}
