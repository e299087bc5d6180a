// Numbers that a seed and a name alone decide, and parts of a whole that add up to it exactly.

/// SplitMix64 with a stream for each name: what one district draws does not depend on another.
struct Draw {
  private var state: UInt64

  init(seed: UInt64, stream: String) {
    // FNV-1a over the name.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in stream.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    state = seed &* 0x9E37_79B9_7F4A_7C15 ^ hash
    _ = next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// 0 up to but not including `bound`.
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
  mutating func pick<Item>(_ items: [Item]) -> Item { items[below(items.count)] }

  /// The items in an order of the draw.
  mutating func shuffled<Item>(_ items: [Item]) -> [Item] {
    var items = items
    for index in items.indices.dropFirst().reversed() { items.swapAt(index, below(index + 1)) }
    return items
  }
}

enum Spread {
  /// Whole numbers in proportion to weights that add up to `total` exactly: by largest remainders, ties to the first.
  /// - Precondition: some weight is above zero.
  static func parts(_ total: Int, weights: [Int]) -> [Int] {
    let sum = weights.reduce(0, +)
    precondition(sum > 0, "weights of nothing")
    var parts = weights.map { total * $0 / sum }
    let remainders = weights.indices.sorted { left, right in
      let pair = (total * weights[left] % sum, total * weights[right] % sum)
      return pair.0 == pair.1 ? left < right : pair.0 > pair.1
    }
    for index in remainders.prefix(total - parts.reduce(0, +)) { parts[index] += 1 }
    return parts
  }

  static func evenly(_ total: Int, over count: Int) -> [Int] {
    parts(total, weights: Array(repeating: 1, count: count))
  }

  /// As above, with no part above its cap; what does not fit goes to the others.
  /// - Precondition: the caps add up to at least `total`.
  static func parts(_ total: Int, weights: [Int], caps: [Int]) -> [Int] {
    precondition(caps.reduce(0, +) >= total, "more than fits")
    var parts = caps.map { _ in 0 }
    var rest = total
    while rest > 0 {
      let open = parts.indices.map { parts[$0] < caps[$0] ? max(1, weights[$0]) : 0 }
      for (index, part) in Spread.parts(rest, weights: open).enumerated() {
        let taken = min(part, caps[index] - parts[index])
        parts[index] += taken
        rest -= taken
      }
    }
    return parts
  }
}
