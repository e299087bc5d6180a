// The generator against the numbers that others have published for it.
import SeededNumbers
import Testing

@Suite struct SplitMix64Tests {
  @Test func `a seed gives the numbers that every implementation gives`() {
    var numbers = SplitMix64(seed: 1_234_567)
    let found = (0..<5).map { _ in numbers.next() }
    #expect(
      found == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
        16_408_922_859_458_223_821,
      ])
  }

  @Test func `a number below a bound is the remainder, and an item is picked by it`() {
    var (drawing, picking) = (SplitMix64(seed: 0), SplitMix64(seed: 0))
    let numbers = (0..<8).map { _ in drawing.below(10) }
    let items = (0..<8).map { _ in picking.pick(Array("abcdefghij")) }
    #expect(numbers == [5, 0, 9, 4, 7, 0, 3, 0] && String(items) == "fajehada")
  }
}
