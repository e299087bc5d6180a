// The feeds of one batch, looked up once each.
import Merge

/// The feeds one batch touches. It lives no longer than its batch.
struct FeedCache {
  struct Entry {
    var feed: StoredFeed
    var isShared: Bool?
  }

  private var entries: [FeedID: Entry] = [:]

  mutating func entry(_ id: FeedID, storage: some Storage) throws -> Entry? {
    if let entry = entries[id] { return entry }
    guard let feed = try storage.feed(id) else { return nil }
    let entry = Entry(feed: feed, isShared: nil)
    entries[id] = entry
    return entry
  }

  /// A feed that has been looked up.
  func known(_ id: FeedID) -> StoredFeed? { entries[id]?.feed }

  mutating func update(_ feed: StoredFeed) { entries[feed.id] = Entry(feed: feed, isShared: true) }
}
