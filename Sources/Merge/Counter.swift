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
  /// - Complexity: O(k log (n + k)) for k increments into n, and what of the n stands behind the first new one is moved.
  package mutating func applyIncrements(_ increments: [Increment]) {
    let added = increments.sorted { $0.id == $1.id ? $0.amount < $1.amount : $0.id < $1.id }
    var fresh: [Increment] = []
    for increment in added where fresh.last?.id != increment.id {
      let index = place(of: increment.id)
      if index == named.count || named[index].id != increment.id {
        fresh.append(increment)
      } else if increment.amount < named[index].amount {
        named[index] = increment
      }
    }
    named.insert(sorted: fresh) { $0.id < $1.id }
  }

  /// What counts under an id; nil when nothing does.
  /// - Complexity: O(log n).
  package func amount(of id: IncrementID) -> Int64? {
    let index = place(of: id)
    return index < named.count && named[index].id == id ? named[index].amount : nil
  }

  private func place(of id: IncrementID) -> Int { named.place { $0.id < id } }

  /// The total, wrapping at 64 bits like every part of it, so that the order of additions never matters.
  package var total: Int64 { named.reduce(parts.reduce(0) { $0 &+ $1.sum }) { $0 &+ $1.amount } }
}
