// Whole commits of a damaged store that stand behind one that is lost.

/// A commit that its feed cannot hold, since one before it is missing here.
package struct StrandedCommit: Hashable, Sendable {
  /// The link it came over, 0 for one made here.
  package let source: Int64
  package let body: [UInt8]
  /// Its author's seal, where it was the last one sealed.
  package let seal: [UInt8]?

  package init(source: Int64, body: [UInt8], seal: [UInt8]?) {
    self.source = source
    self.body = body
    self.seal = seal
  }
}

/// What was saved of a damaged store beside its feeds, in the same transactions as the feeds. Most stores have nothing of it.
package protocol StrandedStoring {
  /// Feeds of which commits are stranded, in the order of their references.
  func strandedFeeds() throws -> [StoredFeed]
  /// The stranded commits of a feed that stand behind a number, in order.
  func stranded(of feed: StoredFeed, after seq: UInt64, count: Int) throws -> [StrandedCommit]
  /// Forgets those that the feed holds by now; another content under a number that it holds is kept as evidence.
  func dropStranded(heldBy feed: StoredFeed) throws
  /// Keeps those up to a number as evidence, and no longer as stranded.
  func settleStranded(of feed: StoredFeed, through seq: UInt64) throws
  /// Whether links may have gone with a damaged page: then there may be neighbours that the store does not know of.
  func mayLackLinks() throws -> Bool
}
