// The branch two linked nodes share: which feeds both of them hold.
package import Merge

/// The scope of a link, as a pure function of feed keys.
/// - Invariant: `upper` strictly contains `lower`.
/// - Source: protocol §2.5.
package struct Branch: Hashable, Sendable {
  package let upper: Area
  package let lower: Area

  /// Nil when `parent` does not stand above `child`.
  package init?(parent: Area, child: Area) {
    guard parent.contains(child), parent != child else { return nil }
    upper = parent
    lower = child
  }

  /// Whether both ends hold the feed.
  package func shares(_ key: FeedKey) -> Bool { key.isHeld(at: upper) && key.isHeld(at: lower) }

  /// The codes of the areas above `lower` whose feeds may fall to it.
  package var ancestors: [Area] {
    Tier.allCases.compactMap { tier in tier < lower.tier ? lower.ancestor(at: tier) : nil }
  }
}

/// A link in one store, and the branch its two ends share.
///
/// What is to go over it are the commits of its branch that did not come over it.
package struct LinkBranch: Hashable, Sendable {
  package let branch: Branch
  /// The link's number in this store.
  package let link: Int64

  package init(_ branch: Branch, link: Int64) {
    self.branch = branch
    self.link = link
  }
}
