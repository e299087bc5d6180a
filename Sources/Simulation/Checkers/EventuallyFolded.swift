// Views are computed: the tables are what folding the commits again makes them, and every chain is whole.
import Store

/// At rest, verifying a store finds nothing: gapless chains, heads that are those of their commits, views that are a fold of
/// them, byte for byte. It is done for the root and eight others, drawn from the seed.
/// - Source: protocol §3.4 for the chains, §4 for what folding makes of them.
struct EventuallyFolded: Checker {
  private static let drawnMax = 8

  mutating func ended(_ world: World) {
    var draw = Draw(seed: world.settings.seed, stream: "verified")
    let sound = world.nodes.filter { $0.isUp && world.isTrusted($0.number) }
    let drawn = Set((0..<Self.drawnMax).map { _ in draw.below(world.nodes.count) })
    for node in sound where node.parent == nil || drawn.contains(node.number) {
      do {
        guard let fault = try node.store?.verify().faults.first else { continue }
        return world.violate(Self.name, node: node.number, fault)
      } catch { world.refuse(node, error) }
    }
  }
}
