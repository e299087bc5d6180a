// The counter: the sum of each feed's increments.
//
// Why it converges. Feeds are gapless, so a feed's contribution after its commit n is a fixed number; the state keeps for
// each feed the latest n with its sum, which is a maximum for each feed.

/// The merged state of a counter field.
/// - Invariant: `parts` is sorted by feed, each feed once.
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

  package init(parts: [Part] = []) { self.parts = parts }

  /// Merges one increment. A feed's increments arrive in order; one seen before changes nothing.
  package mutating func apply(_ amount: Int64, at dot: Dot) {
    let index = parts.firstIndex { $0.feed >= dot.feed } ?? parts.count
    guard index < parts.count, parts[index].feed == dot.feed else {
      parts.insert(Part(feed: dot.feed, seq: dot.seq, sum: amount), at: index)
      return
    }
    if parts[index].seq >= dot.seq { return }
    parts[index].seq = dot.seq
    parts[index].sum &+= amount
  }

  /// The total, wrapping at 64 bits like every part of it, so that the order of additions never matters.
  package var total: Int64 { parts.reduce(0) { $0 &+ $1.sum } }
}
