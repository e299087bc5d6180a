// How long to wait before trying again.

/// Exponential backoff with full jitter: each wait is drawn evenly between zero and a ceiling that doubles.
///
/// Full jitter spreads the nodes of a region that lost the same server at the same moment. A value without clock or
/// generator: the caller supplies the random bits and does the waiting.
/// - Source: "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
package struct Backoff: Sendable, Equatable {
  /// The ceiling of the first wait.
  package let base: Duration
  /// No ceiling rises above it.
  package let cap: Duration
  /// How much of a server's Retry-After is believed.
  package let retryAfterMax: Duration

  private var ceiling: Duration

  package init(base: Duration, cap: Duration, retryAfterMax: Duration = .seconds(3600)) {
    precondition(.zero < base && base <= cap, "a backoff needs 0 < base <= cap")
    precondition(cap <= .seconds(1 << 32) && retryAfterMax >= .zero, "a backoff of more than a century")
    self.base = base
    self.cap = cap
    self.retryAfterMax = retryAfterMax
    ceiling = base
  }

  /// The wait before the next attempt; the one after that has twice the ceiling, up to `cap`.
  ///
  /// - Parameters:
  ///   - random: evenly distributed bits, fresh for each call.
  ///   - retryAfter: what the server asked for. The jitter comes on top of it, else all would return at one instant.
  package mutating func next(random: UInt64, retryAfter: Duration? = nil) -> Duration {
    let floor = min(max(retryAfter ?? .zero, .zero), retryAfterMax)
    let nanoseconds = UInt64(ceiling.attoseconds / 1_000_000_000)
    let jitter = random.multipliedFullWidth(by: nanoseconds + 1).high
    ceiling = ceiling > cap / 2 ? cap : ceiling * 2
    return floor + .nanoseconds(Int64(jitter))
  }

  /// The next wait is like the first: call it after a success.
  package mutating func reset() {
    ceiling = base
  }
}
