// A class as the catalog defines it: how a kind of record moves, with its title.
package import Merge

/// A class with the title people know it by.
package struct RecordClass: Hashable, Sendable {
  package let title: Title
  package let feed: FeedClass

  package var name: String { feed.name }

  package init(title: Title, feed: FeedClass) {
    self.title = title
    self.feed = feed
  }
}
