// How much each feed has added to a field: of one feed only the first so much counts.
//
// Why it converges. A feed's changes are merged in the order of their numbers, each once. So what a feed has named in a field is
// one list of items, which hangs on that feed alone, and so does its longest first part that fits the share. What all feeds add
// is then merged as if there had never been anything else: in any order of feeds. Where an item does not fit, the count is the
// whole share from then on: that nothing counts any more needs no other mark.

/// How much of its share each feed has used in one field: what its items weigh that count, and all of it behind one that did not
/// fit.
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

  /// What of each feed stands in a field, by its weight. Of what an increment with an id was the feed is not known.
  package init(standingIn state: FieldState) {
    var runs: [Count] = []
    func add(_ feed: FeedID, _ weight: Int) {
      if runs.last?.feed == feed { runs[runs.count - 1].count += weight } else { runs.append(Count(weight, of: feed)) }
    }
    switch state {
    case .steps(let steps): for fact in steps.facts { add(fact.origin.dot.feed, FeedShare.weight(of: fact.step)) }
    case .set(let set):
      for element in set.elements {
        for write in element.register.writes {
          add(write.origin.dot.feed, FeedShare.weight(ofElement: element.key, write.value))
        }
      }
    case .register, .counter: break
    }
    self.init(runs)
  }

  /// How much of its share a feed has used, 0 when nothing.
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
  /// - Returns: how much of it counts: what is left below `max`. Where that is less, nothing is left from then on.
  package mutating func take(_ count: Int, of feed: FeedID, max: Int = FeedShare.max) -> Int {
    let index = counts.place { $0.feed < feed }
    let isKnown = index < counts.count && counts[index].feed == feed
    let taken = Swift.max(0, min(count, max - (isKnown ? counts[index].count : 0)))
    if taken == 0 { return 0 }
    if isKnown { counts[index].count += taken } else { counts.insert(Count(taken, of: feed), at: index) }
    return taken
  }
}
