// An acknowledgement is custody: what a node has called safe it holds, whatever crashed since.
import Merge
import Replica
import Store

/// Every commit that a person was told is safe is at the node that said so.
/// - Source: design §1, rule 4.
struct AlwaysHeld: Checker {
  mutating func started(_ node: SimulatedNode, in world: World) { look(at: node, in: world) }

  mutating func checkpoint(_ world: World) { for node in world.nodes where node.isUp { look(at: node, in: world) } }

  private func look(at node: SimulatedNode, in world: World) {
    guard !world.atlas.untrusted.contains(node.number) else { return }
    do {
      let heads = try node.read { _, store in
        try world.atlas.acknowledged[node.number, default: []].map {
          (dot: $0, hash: try store.hash(of: $0.feed, at: $0.seq))
        }
      }
      for head in heads where head.hash == nil || head.hash != world.atlas.contents[head.dot, default: head.hash!] {
        return world.violate(
          Self.name, node: node.number, "acknowledged \(head.dot.feed) \(head.dot.seq) and does not hold it",
          dot: head.dot)
      }
    } catch { world.refuse(node, error) }
  }
}
