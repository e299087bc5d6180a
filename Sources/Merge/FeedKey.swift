// What identifies a feed: its author, the author's lifetime and home, the area written about, and how the class moves.

/// How a kind of record moves, and before what.
///
/// A class travels inside the feed key, so that scope is a pure function of the key: a node whose catalog has never heard
/// of the class still knows where the feed belongs.
/// - Source: protocol §2.3.
package struct FeedClass: Hashable, Sendable {
  /// The catalog's name of the class: 1 to 32 characters `a-z0-9-`.
  package let name: String
  /// The highest tier it rises to; nil when it does not rise above its own area.
  package let rises: Tier?
  /// The lowest tier it falls to; nil when it does not fall below its own area.
  package let falls: Tier?
  package let priority: Priority

  package init(name: String, rises: Tier?, falls: Tier?, priority: Priority) {
    self.name = name
    self.rises = rises
    self.falls = falls
    self.priority = priority
  }

  /// Whether a node at `holder` holds what of this class is about `area`: the area itself always does; ancestors while the
  /// class rises; descendants while it falls.
  package func isHeld(about area: Area, at holder: Area) -> Bool {
    if holder == area { return true }
    if holder.contains(area) { return rises.map { holder.tier >= $0 } ?? false }
    if area.contains(holder) { return falls.map { holder.tier <= $0 } ?? false }
    return false
  }

  package static func isName(_ text: some StringProtocol) -> Bool {
    (1...32).contains(text.utf8.count)
      && text.utf8.allSatisfy { (48...57).contains($0) || (97...122).contains($0) || $0 == 45 }
  }
}

/// The order in which classes are sent; each priority has its own lane and cursor on a link.
package enum Priority: UInt8, CaseIterable, Sendable, Comparable {
  case urgent = 0
  case normal, bulk

  package static func < (left: Priority, right: Priority) -> Bool { left.rawValue < right.rawValue }
  package var name: String { String(describing: self) }
}

/// The identity of a feed: the gapless sequence of commits by one node incarnation about one area in one class.
/// - Source: protocol §2.4.
package struct FeedKey: Hashable, Sendable {
  package let node: NodeID
  /// One lifetime of the author's store; a restored backup begins another.
  package let incarnation: UInt64
  /// The author's own area when the feed was opened; its tier is the authority of every write in the feed.
  package let home: Area
  /// The area the records belong to.
  package let area: Area
  package let `class`: FeedClass

  package init(node: NodeID, incarnation: UInt64, home: Area, area: Area, class: FeedClass) {
    self.node = node
    self.incarnation = incarnation
    self.home = home
    self.area = area
    self.class = `class`
  }

  /// Whether a node at `holder` holds this feed.
  package func isHeld(at holder: Area) -> Bool { `class`.isHeld(about: area, at: holder) }
}

/// A feed's last sequence number and chain hash; `seq` 0 with the key's digest before the first commit.
package struct Head: Hashable, Sendable {
  package let seq: UInt64
  package let hash: Digest

  package init(seq: UInt64, hash: Digest) {
    self.seq = seq
    self.hash = hash
  }
}
