// Hybrid time and the clock that gives it out.
import Merge
import SeededNumbers
import TestSupport
import Testing

@Suite struct `Hybrid time` {
  @Test func `it holds 48 bits of milliseconds and 16 of counter`() {
    let time = HybridTime(milliseconds: 1_700_000_000_123, counter: 77)
    #expect(time.packed == 1_700_000_000_123 << 16 | 77)
    #expect(time.milliseconds == 1_700_000_000_123)
    #expect(time.counter == 77)
    #expect(HybridTime(packed: time.packed) == time)
  }

  @Test func `milliseconds outside 48 bits are clamped`() {
    #expect(HybridTime(milliseconds: -1, counter: 3) == HybridTime(packed: 3))
    #expect(HybridTime(milliseconds: .min) == .zero)
    #expect(HybridTime(milliseconds: .max).packed == 0xFFFF_FFFF_FFFF_0000)
    #expect(HybridTime.millisecondsMax == 0xFFFF_FFFF_FFFF)
  }

  @Test func `milliseconds count before the counter`() {
    #expect(HybridTime(milliseconds: 1, counter: .max) < HybridTime(milliseconds: 2))
    #expect(HybridTime(milliseconds: 1) < HybridTime(milliseconds: 1, counter: 1))
  }
}

@Suite struct `Hybrid clock` {
  @Test func `it gives strictly growing times whatever the wall clock does and whatever is observed`() {
    for seed in UInt64(0)..<50 {
      var numbers = SplitMix64(seed: seed)
      var clock = HybridClock()
      var last = HybridTime.zero
      for _ in 0..<100 {
        let now = Int64(numbers.next() >> UInt64(16 + numbers.below(32)))
        if numbers.chance(1, in: 3) {
          clock.observe(HybridTime(packed: numbers.next() >> UInt64(numbers.below(32))), now: now)
        }
        let next = clock.tick(now: now)
        if next <= last || next < HybridTime(milliseconds: now) { Issue.record("seed \(seed): \(next) after \(last)") }
        last = next
      }
    }
  }

  @Test func `it follows the wall clock, and counts while the wall clock stands or goes back`() {
    var clock = HybridClock()
    let times = [5, 5, 3, 6].map { clock.tick(now: $0) }
    let (five, six) = (HybridTime(milliseconds: 5), HybridTime(milliseconds: 6))
    #expect(times == [five, HybridTime(packed: five.packed + 1), HybridTime(packed: five.packed + 2), six])
  }

  @Test func `a full counter runs over into the next millisecond`() {
    var clock = HybridClock(last: HybridTime(milliseconds: 5, counter: .max))
    let next = clock.tick(now: 5)
    #expect(next == HybridTime(milliseconds: 6))
  }

  @Test func `what it accepts it is never behind`() {
    var clock = HybridClock(last: HybridTime(milliseconds: 5))
    let isAccepted = clock.observe(HybridTime(milliseconds: 90, counter: 4), now: 5)
    let next = clock.tick(now: 6)
    #expect(isAccepted)
    #expect(next == HybridTime(milliseconds: 90, counter: 5))
  }

  @Test func `a time up to ten minutes ahead moves it, a later one does not`() {
    let now: Int64 = 1_000_000
    let edge = HybridTime(milliseconds: now + 600_000, counter: .max)
    let beyond = HybridTime(milliseconds: now + 600_001)
    for (remote, isAccepted) in [(edge, true), (beyond, false)] {
      var clock = HybridClock(last: HybridTime(milliseconds: now))
      let answer = clock.observe(remote, now: now)
      #expect(answer == isAccepted)
      #expect(clock.last == (isAccepted ? remote : HybridTime(milliseconds: now)))
    }
  }

  @Test func `an older time is accepted and moves nothing`() {
    var clock = HybridClock(last: HybridTime(milliseconds: 50))
    let isAccepted = clock.observe(HybridTime(milliseconds: 7), now: 50)
    #expect(isAccepted)
    #expect(clock.last == HybridTime(milliseconds: 50))
  }

  @Test func `at the end of time it stands`() {
    var clock = HybridClock(last: HybridTime(packed: .max))
    let next = clock.tick(now: 1)
    #expect(next == HybridTime(packed: .max))
  }
}
