// Numbers at the end of their range: sums and differences stay there.
import Merge
import Testing

@Suite struct `Saturated arithmetic` {
  private static let numbers: [Int64] = [.min, .min + 1, -(1 << 53), -1, 0, 1, 1 << 53, 1 << 62, .max - 1, .max]

  @Test func `it is the exact result, cut to 64 bits`() {
    for left in Self.numbers {
      for right in Self.numbers {
        #expect(left.addingSaturated(right) == Int64(clamping: Int128(left) + Int128(right)))
        #expect(left.subtractingSaturated(right) == Int64(clamping: Int128(left) - Int128(right)))
        #expect(left.multipliedSaturated(by: right) == Int64(clamping: Int128(left) * Int128(right)))
      }
    }
  }

  @Test func `a hybrid clock reads any wall clock`() {
    for wall in Self.numbers {
      var clock = HybridClock()
      let first = clock.tick(now: wall)
      clock.observe(HybridTime(packed: .max), now: wall)
      #expect(clock.tick(now: wall) >= first)
    }
  }
}
