// Views are computed: the tables are what folding the commits again makes them, and every chain is whole.
import Store

/// At rest, verifying every store finds nothing: gapless chains, heads that are those of their commits, views that are a
/// fold of them, byte for byte.
/// - Source: design §1, rule 2.
struct EventuallyFolded: Checker {
  mutating func ended(_ world: World) {
    for node in world.nodes where node.isUp && !world.atlas.untrusted.contains(node.number) {
      do {
        guard let fault = try node.store?.verify().faults.first else { continue }
        return world.violate(Self.name, node: node.number, fault)
      } catch { world.refuse(node, error) }
    }
  }
}
