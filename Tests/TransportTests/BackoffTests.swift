// Laws of the waits between attempts.
import SeededNumbers
import Testing
import Transport

struct BackoffTests {
  static let seeds: [UInt64] = [1, 2, 3, 0xDEAD_BEEF]

  @Test(arguments: seeds)
  func `every wait lies between zero and a ceiling that doubles up to the cap`(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var backoff = Backoff(base: .milliseconds(100), cap: .seconds(5))
    var ceiling = Duration.milliseconds(100)
    for _ in 0..<200 {
      let wait = backoff.next(random: generator.next())
      #expect(.zero <= wait && wait <= ceiling)
      ceiling = min(ceiling * 2, .seconds(5))
    }
  }

  @Test func `the extreme random numbers reach both ends of the range`() {
    var backoff = Backoff(base: .seconds(1), cap: .seconds(60))
    #expect(backoff.next(random: 0) == .zero)
    #expect(backoff.next(random: .max) == .seconds(2))
    #expect(backoff.next(random: .max) == .seconds(4))
  }

  @Test(arguments: seeds)
  func `waits are spread evenly over the range`(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var quarters = [0, 0, 0, 0]
    for _ in 0..<4000 {
      var backoff = Backoff(base: .seconds(4), cap: .seconds(60))
      let wait = backoff.next(random: generator.next())
      quarters[min(3, Int(wait.components.seconds))] += 1
    }
    for quarter in quarters { #expect(850...1150 ~= quarter) }
  }

  @Test func `a reset starts again from the base`() {
    var backoff = Backoff(base: .seconds(1), cap: .seconds(60))
    for _ in 0..<10 { _ = backoff.next(random: 7) }
    #expect(backoff.next(random: .max) == .seconds(60))
    backoff.reset()
    #expect(backoff == Backoff(base: .seconds(1), cap: .seconds(60)))
  }

  @Test(arguments: seeds)
  func `no wait is shorter than the server asked for`(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var backoff = Backoff(base: .seconds(1), cap: .seconds(8))
    for _ in 0..<50 {
      let wait = backoff.next(random: generator.next(), retryAfter: .seconds(30))
      #expect(.seconds(30) <= wait && wait <= .seconds(38))
    }
  }

  @Test func `an absurd Retry-After is believed only up to the limit`() {
    var backoff = Backoff(base: .seconds(1), cap: .seconds(8), retryAfterMax: .seconds(600))
    #expect(backoff.next(random: 0, retryAfter: .seconds(1_000_000)) == .seconds(600))
    #expect(backoff.next(random: 0, retryAfter: .seconds(-5)) == .zero)
  }

  @Test func `a cap of a century does not overflow`() {
    var backoff = Backoff(base: .nanoseconds(1), cap: .seconds(1 << 32))
    for _ in 0..<100 { _ = backoff.next(random: .max) }
    #expect(backoff.next(random: .max) == .seconds(1 << 32))
  }
}
