// Nobody's word makes a node give up who it is.
import Merge
import Replica
import Store

/// An honest node keeps its incarnation and its store for as long as nothing has happened to its store: that it was lost, restored,
/// copied, or damaged by its disk in this run is the only reason to begin another, besides a clock of its own that was ahead, a
/// time ahead that a parent of its has told, or a parent's clock and its own that stood still and agreed on a time long past.
/// - Source: protocol §10.5.
struct AlwaysSteady: Checker {
  private var known: [Int: Identity] = [:]

  mutating func checkpoint(_ world: World) { look(world) }
  mutating func ended(_ world: World) { look(world) }

  private mutating func look(_ world: World) {
    for node in world.nodes where node.isUp && world.isTrusted(node.number) {
      let identity = node.identity
      defer { known[node.number] = identity }
      guard let before = known[node.number], before.node == identity.node, before.area == identity.area,
        before.incarnation != identity.incarnation || before.store != identity.store,
        !world.atlas.unsteady.contains(node.number), !world.hasLed(node)
      else { continue }
      return world.violate(
        Self.name, node: node.number,
        "begins another incarnation, and nothing happened to its store: \(before) \(identity)")
    }
  }
}

extension World {
  /// Whether a node, or one above it whose word it may have taken, has been led to a wrong time.
  func hasLed(_ node: SimulatedNode) -> Bool {
    var place: SimulatedNode? = node
    while let one = place {
      if atlas.led.contains(one.number) { return true }
      place = one.parent.map { nodes[$0] }
    }
    return false
  }
}
