// The only source of randomness in a simulation: streams of numbers that follow from the seed and a name.
import SeededNumbers

/// A stream of random numbers, the same in every process for the same seed and name.
///
/// Every part of the world draws from a stream of its own, so that leaving one part out (as shrinking does) moves no other
/// part's draws.
/// - Source: xoshiro256**, seeded by SplitMix64; Blackman and Vigna, "Scrambled Linear Pseudorandom Number Generators"
///   (2018).
package struct Draw: RandomNumberGenerator, Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  package init(seed: UInt64, stream: String) {
    var mixed = seed
    for byte in stream.utf8 { mixed = (mixed ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    var seeding = SplitMix64(seed: mixed)
    state = (seeding.next(), seeding.next(), seeding.next(), seeding.next())
  }

  package mutating func next() -> UInt64 {
    let scrambled = (state.1 &* 5).rotated(by: 7) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = state.3.rotated(by: 45)
    return scrambled
  }

  /// Evenly from zero up to but without `bound`, which is at least 1.
  package mutating func below(_ bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// Evenly from the whole range.
  package mutating func within(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

  /// True in `permille` of a thousand cases.
  package mutating func chance(_ permille: Int) -> Bool { below(1_000) < permille }

  package mutating func pick<Element>(_ items: [Element]) -> Element { items[below(items.count)] }

  /// From `range`, every doubling as likely as the next: most draws are short, some are very long.
  package mutating func heavyTail(_ range: ClosedRange<Int>) -> Int {
    let ratio = range.upperBound / max(1, range.lowerBound)
    let doublings = max(1, ratio.bitWidth - ratio.leadingZeroBitCount)
    let low = min(range.upperBound, max(1, range.lowerBound) << below(doublings))
    return min(range.upperBound, within(low...(low * 2)))
  }

  package mutating func bytes16() -> (high: UInt64, low: UInt64) { (next(), next()) }
}

extension UInt64 {
  fileprivate func rotated(by count: UInt64) -> UInt64 { self << count | self >> (64 - count) }
}
