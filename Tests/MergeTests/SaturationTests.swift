// Numbers at the end of their range: sums and differences stay there.
import Merge
import TestSupport
import Testing

@Suite struct `Saturated arithmetic` {
  @Test func `it is the exact result, cut to 64 bits`() {
    for left in Int64.extremes {
      for right in Int64.extremes {
        #expect(left.addingSaturated(right) == Int64(clamping: Int128(left) + Int128(right)))
        #expect(left.subtractingSaturated(right) == Int64(clamping: Int128(left) - Int128(right)))
        #expect(left.multipliedSaturated(by: right) == Int64(clamping: Int128(left) * Int128(right)))
      }
    }
  }

  @Test func `a hybrid clock reads any wall clock`() {
    for wall in Int64.extremes {
      var clock = HybridClock()
      let first = clock.tick(now: wall)
      clock.observe(HybridTime(packed: .max), now: wall)
      #expect(clock.tick(now: wall) >= first)
    }
  }
}
