// How often somebody may ask: a pure value that is told the time.

/// A token bucket: a burst at once, then a steady pace.
/// - Units: `level` counts thousandths of a token, so that no fraction is lost between two requests.
package struct TokenBucket: Sendable {
  package struct Pace: Sendable, Hashable {
    /// Requests.
    package var burst: Int
    package var perSecond: Int

    package init(burst: Int, perSecond: Int) { (self.burst, self.perSecond) = (burst, perSecond) }
  }

  package typealias Instant = ContinuousClock.Instant

  private let pace: Pace
  private var level: Int
  private var last: Instant

  package init(_ pace: Pace, at now: Instant) {
    precondition(pace.burst > 0 && pace.perSecond > 0, "a bucket holds something and fills")
    self.pace = pace
    level = pace.burst * 1000
    last = now
  }

  /// Takes a token.
  /// - Returns: nil when there was one, else how many whole seconds to wait, at least 1.
  package mutating func take(at now: Instant) -> Int? {
    fill(at: now)
    guard level < 1000 else {
      level -= 1000
      return nil
    }
    let missing = 1000 - level
    return max(1, (missing + pace.perSecond * 1000 - 1) / (pace.perSecond * 1000))
  }

  /// Whether it holds all it can: then forgetting it changes nothing.
  package mutating func isFull(at now: Instant) -> Bool {
    fill(at: now)
    return level == pace.burst * 1000
  }

  private mutating func fill(at now: Instant) {
    let passed = now - last
    guard passed > .zero else { return }
    let milliseconds =
      Int(clamping: passed.components.seconds) * 1000
      + Int(passed.components.attoseconds / 1_000_000_000_000_000)
    guard milliseconds > 0 else { return }
    let (gained, isOver) = milliseconds.multipliedReportingOverflow(by: pace.perSecond)
    level = isOver ? pace.burst * 1000 : min(pace.burst * 1000, level + gained)
    last = now
  }
}

/// The buckets of everybody who asks, never more than a fixed number of them.
package struct RateTable: Sendable {
  private let pace: TokenBucket.Pace
  private let entriesMax: Int
  private var buckets: [String: TokenBucket] = [:]
  /// Shared by all who find the table full of others who are busy.
  private var crowd: TokenBucket

  package init(_ pace: TokenBucket.Pace, entriesMax: Int, at now: TokenBucket.Instant) {
    (self.pace, self.entriesMax) = (pace, entriesMax)
    crowd = TokenBucket(pace, at: now)
  }

  package var count: Int { buckets.count }

  /// - Returns: nil when the request may go on, else the seconds to wait.
  package mutating func take(_ key: String, at now: TokenBucket.Instant) -> Int? {
    if buckets[key] == nil {
      if buckets.count >= entriesMax { forgetIdle(at: now) }
      guard buckets.count < entriesMax else { return crowd.take(at: now) }
      buckets[key] = TokenBucket(pace, at: now)
    }
    return buckets[key]?.take(at: now)
  }

  private mutating func forgetIdle(at now: TokenBucket.Instant) {
    for key in Array(buckets.keys) where buckets[key]?.isFull(at: now) ?? false { buckets[key] = nil }
  }
}
