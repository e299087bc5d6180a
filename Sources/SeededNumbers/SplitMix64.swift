// Numbers that a seed alone decides, for simulated worlds, scenarios and tests: never for keys or ids.

/// The generator SplitMix64: one word of state, the same numbers for the same seed in every process and on every machine.
/// - Source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators" (OOPSLA 2014), with the constants of
///   Vigna's `splitmix64.c`.
package struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// By how much the state goes on with each number: the golden ratio's part of 2^64.
  package static let gamma: UInt64 = 0x9E37_79B9_7F4A_7C15

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= Self.gamma
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0 up to, not including, `bound`, which is at least 1: the remainder, so very nearly even for small bounds.
  package mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  package mutating func pick<Item>(_ items: [Item]) -> Item { items[below(items.count)] }
}
