// Parts of a whole that add up to it exactly.

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
