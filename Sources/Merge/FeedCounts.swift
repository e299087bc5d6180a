// How much each feed has added to a field: of one feed only the first so much counts.
//
// Why it converges. A feed's changes are merged in the order of their numbers, each once. So what a feed has named in a field
// before a change is a function of that feed alone, and so is what of the change counts. What all feeds add is then merged as
// if there had never been anything else: in any order of feeds.

/// How many steps, keys or named increments each feed has named in one field, as far as they count.
/// - Invariant: `counts` is sorted by feed, each feed once; no count is 0.
package struct FeedCounts: Hashable, Sendable {
  package struct Count: Hashable, Sendable {
    package let feed: FeedID
    package fileprivate(set) var count: Int

    package init(_ count: Int, of feed: FeedID) {
      self.feed = feed
      self.count = count
    }
  }

  package private(set) var counts: [Count] = []

  package init() {}

  /// Takes counts in any order; those of one feed are added.
  package init(_ counts: [Count]) {
    for count in counts.count < 2 ? counts : counts.sorted(by: { $0.feed < $1.feed }) {
      if self.counts.last?.feed == count.feed {
        self.counts[self.counts.count - 1].count += count.count
      } else {
        self.counts.append(count)
      }
    }
  }

  /// What of each feed stands in a field. Of what an increment with an id was the feed is not known.
  package init(standingIn state: FieldState) {
    var runs: [Count] = []
    func add(_ feed: FeedID) {
      if runs.last?.feed == feed { runs[runs.count - 1].count += 1 } else { runs.append(Count(1, of: feed)) }
    }
    switch state {
    case .steps(let steps): for fact in steps.facts { add(fact.origin.dot.feed) }
    case .set(let set):
      for element in set.elements { for write in element.register.writes { add(write.origin.dot.feed) } }
    case .register, .counter: break
    }
    self.init(runs)
  }

  /// How much of a feed counts, 0 when nothing does.
  package subscript(feed: FeedID) -> Int {
    let index = counts.place { $0.feed < feed }
    return index < counts.count && counts[index].feed == feed ? counts[index].count : 0
  }

  /// The largest count of any feed.
  package var largest: Int { counts.reduce(0) { max($0, $1.count) } }

  /// What of each feed is here beyond what `others` have.
  /// - Complexity: O(n + m).
  package func beyond(_ others: FeedCounts) -> [Count] {
    var next = 0
    return counts.compactMap { count in
      while next < others.counts.count, others.counts[next].feed < count.feed { next += 1 }
      guard next < others.counts.count, others.counts[next].feed == count.feed else { return count }
      let rest = count.count - others.counts[next].count
      return rest > 0 ? Count(rest, of: count.feed) : nil
    }
  }

  /// Counts what a feed names next.
  /// - Returns: how much of it counts: what is left below `max`.
  package mutating func take(_ count: Int, of feed: FeedID, max: Int) -> Int {
    let index = counts.place { $0.feed < feed }
    let isKnown = index < counts.count && counts[index].feed == feed
    let taken = Swift.max(0, min(count, max - (isKnown ? counts[index].count : 0)))
    if taken == 0 { return 0 }
    if isKnown { counts[index].count += taken } else { counts.insert(Count(taken, of: feed), at: index) }
    return taken
  }
}

extension FieldEdit {
  /// How much the edit names, and how much one feed may name in a field; nil for an edit that names nothing.
  package var share: (count: Int, max: Int)? {
    switch self {
    case .write, .increment: nil
    case .elements(let add, let remove): (add.count + remove.count, ElementSet.perFeedMax)
    case .steps(let steps): (steps.count, Steps.perFeedMax)
    case .increments(let increments): (increments.count, Counter.perFeedMax)
    }
  }

  /// The first of what the edit names: of a set additions, then removals.
  func first(_ count: Int) -> FieldEdit {
    switch self {
    case .write, .increment: self
    case .elements(let add, let remove):
      .elements(add: Array(add.prefix(count)), remove: Array(remove.prefix(max(0, count - add.count))))
    case .steps(let steps): .steps(Array(steps.prefix(count)))
    case .increments(let increments): .increments(Array(increments.prefix(count)))
    }
  }
}
