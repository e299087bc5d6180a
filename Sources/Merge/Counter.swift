// The counter: the sum of each feed's increments, and of the increments that name themselves.
//
// Why it converges. Feeds are gapless, so a feed's contribution after its commit n is a fixed number; the state keeps for
// each feed the latest n with its sum, which is a maximum for each feed. Of increments with ids it keeps the smallest amount
// under each id, which is a minimum for each id. Maxima and minima ask neither for an order nor how often.

/// The merged state of a counter field.
/// - Invariant: `parts` is sorted by feed, each feed once; `named` by id, each id once.
package struct Counter: Hashable, Sendable {
  package struct Part: Hashable, Sendable {
    package let feed: FeedID
    package var seq: UInt64
    package var sum: Int64

    package init(feed: FeedID, seq: UInt64, sum: Int64) {
      self.feed = feed
      self.seq = seq
      self.sum = sum
    }
  }

  package internal(set) var parts: [Part] = []
  /// The increments that have ids. None is ever forgotten: one that was would count again.
  package internal(set) var named: [Increment] = []

  package init(parts: [Part] = [], named: [Increment] = []) {
    self.parts = parts
    self.named = named
  }

  /// Merges one increment. A feed's increments arrive in order; one seen before changes nothing.
  package mutating func applyAmount(_ amount: Int64, at dot: Dot) {
    let index = parts.firstIndex { $0.feed >= dot.feed } ?? parts.count
    guard index < parts.count, parts[index].feed == dot.feed else {
      parts.insert(Part(feed: dot.feed, seq: dot.seq, sum: amount), at: index)
      return
    }
    if parts[index].seq >= dot.seq { return }
    parts[index].seq = dot.seq
    parts[index].sum &+= amount
  }

  /// Merges increments that name themselves, in any order and any number of times.
  ///
  /// Of two amounts under one id the smaller counts: a stock is then never told as larger than either of them says.
  /// - Complexity: O(n + k log k) for k increments into n: a counter that has very many is not walked for each.
  package mutating func applyIncrements(_ increments: [Increment]) {
    let added = increments.sorted { $0.id == $1.id ? $0.amount < $1.amount : $0.id < $1.id }
    var merged: [Increment] = []
    merged.reserveCapacity(named.count + added.count)
    var next = 0
    for increment in added {
      while next < named.count, named[next].id <= increment.id {
        merged.append(named[next])
        next += 1
      }
      if let last = merged.last, last.id == increment.id {
        if increment.amount < last.amount { merged[merged.count - 1] = increment }
      } else {
        merged.append(increment)
      }
    }
    named = merged + named[next...]
  }

  /// What counts under an id; nil when nothing does.
  package func amount(of id: IncrementID) -> Int64? {
    var (low, high) = (0, named.count)
    while low < high {
      let middle = (low + high) / 2
      if named[middle].id < id { low = middle + 1 } else { high = middle }
    }
    return low < named.count && named[low].id == id ? named[low].amount : nil
  }

  /// The total, wrapping at 64 bits like every part of it, so that the order of additions never matters.
  package var total: Int64 { named.reduce(parts.reduce(0) { $0 &+ $1.sum }) { $0 &+ $1.amount } }
}
