// Numbers that a seed and a name alone decide.
package import SeededNumbers

/// What scenarios draw from: a stream for each name, so that what one district draws does not depend on another.
typealias Draw = SplitMix64

extension SplitMix64 {
  /// The numbers of one name's stream.
  package init(seed: UInt64, stream: String) {
    // FNV-1a over the name.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in stream.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    self.init(seed: seed &* Self.gamma ^ hash)
    _ = next()
  }

  /// The items in an order of the draw.
  mutating func shuffled<Item>(_ items: [Item]) -> [Item] {
    var items = items
    for index in items.indices.dropFirst().reversed() { items.swapAt(index, below(index + 1)) }
    return items
  }
}
