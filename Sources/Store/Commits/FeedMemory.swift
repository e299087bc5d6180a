// The feeds that the writer has lately read or written, as they stand in their rows.
import Merge
import Replica

/// Keeps rows of feeds on the writer's connection: commits of one feed come one by one, with others between them, and each asks for
/// its feed.
///
/// Whoever writes a row of a feed says so: `StoreWriter` alone does, at four places.
/// - Invariant: what is kept is what its row holds. After a transaction that has not ended well nothing is kept.
final class FeedMemory {
  /// The most that is kept: three feeds of each node of a city, in a few megabytes.
  static let countMax = 20_000

  private var kept: [FeedID: StoredFeed] = [:]
  private var isOpen = false

  /// Called as each transaction begins.
  func begin() {
    if isOpen { forgetAll() }
    isOpen = true
  }

  /// Called when the transaction has ended well.
  func noteCommitted() { isOpen = false }

  /// The feed as it is kept, or as `read` finds it.
  func feed(_ id: FeedID, _ read: () throws -> StoredFeed?) rethrows -> StoredFeed? {
    if let known = kept[id] { return known }
    guard let feed = try read() else { return nil }
    noteFeed(feed)
    return feed
  }

  /// A feed's row has been written with all that it has.
  func noteFeed(_ feed: StoredFeed) {
    if kept.count >= Self.countMax, kept[feed.id] == nil { forgetAll() }
    kept[feed.id] = feed
  }

  /// A feed's row has been written in part.
  func forget(_ id: FeedID) { kept[id] = nil }

  func forgetAll() { kept.removeAll() }
}
