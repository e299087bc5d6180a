// What scenarios draw: the same for the same seed and name for ever, since figures of real places hang on it.
import Scenarios
import SeededNumbers
import Testing

@Suite struct DrawTests {
  @Test func `a stream gives the numbers it has always given`() {
    var draw = SplitMix64(seed: 2014, stream: "notice 2014-01")
    let found = (0..<3).map { _ in draw.next() }
    #expect(found == [6_754_310_416_329_958_878, 1_346_011_304_933_829_078, 3_664_752_334_687_832_636])
  }
}
