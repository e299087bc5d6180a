// Scope: nobody stores what lies outside its branch and class.
import Merge
import Replica
import Store

/// Every feed a node holds is one its area holds, or one where it stood before.
/// - Source: protocol §2.5.
struct AlwaysInBranch: Checker {
  mutating func checkpoint(_ world: World) {
    for node in world.nodes where node.isUp {
      let stray = world.ledger.surveys[node.number]?.feeds.first { feed in
        !node.places.contains { feed.key.isHeld(at: $0) }
      }
      if let stray {
        return world.violate(Self.name, node: node.number, "holds \(stray.id) about \(stray.key.area)")
      }
    }
  }
}
