// An acknowledgement is custody: what a node has called safe it holds, whatever crashed since.
import Merge
import Replica
import Store

/// Every commit that a person was told is safe is at the node that said so; after a restart all of them are looked for on
/// disk, between restarts each one once; where another commit has its number now, it is kept as evidence. When a machine is lost, what somebody else held of it then stays somewhere.
///
/// The ledger adds to it, under this name: a disk that is read again from its beginning holds all that it held before.
/// - Source: protocol §5.6: an acknowledgement is custody.
struct AlwaysHeld: Checker {
  /// How many of each node's promises have been looked for since it was last started.
  private var counts: [Int: Int] = [:]

  mutating func started(_ node: SimulatedNode, in world: World) {
    counts[node.number] = nil
    look(at: node, in: world)
  }

  mutating func checkpoint(_ world: World) { for node in world.nodes where node.isUp { look(at: node, in: world) } }

  mutating func ended(_ world: World) {
    world.readAllAgain()
    guard world.violation == nil else { return }
    let alive = world.nodes.filter(\.isUp).compactMap { world.ledger.holding(of: $0.number) }
    for dot in world.ledger.orphans.sorted() where !alive.contains(where: { $0[dot] != nil }) {
      return world.violate(Self.name, "\(dot.feed) \(dot.seq) was safe at a lost machine, and nobody has it any more")
    }
  }

  private mutating func look(at node: SimulatedNode, in world: World) {
    guard world.isTrusted(node.number) else { return }
    let promised = world.atlas.acknowledged[node.number, default: []]
    let hashes = world.atlas.promises[node.number, default: []]
    let known = min(counts[node.number] ?? 0, promised.count)
    counts[node.number] = promised.count
    do {
      let heads = try node.read { _, store in
        try zip(promised, hashes).dropFirst(known).filter { dot, hash in
          try store.hash(of: dot.feed, at: dot.seq) != hash && !store.hasEvidence(hash)
        }
      }
      for head in heads.map({ (dot: $0.0, hash: $0.1) }) {
        return world.violate(
          Self.name, node: node.number, "acknowledged \(head.dot.feed) \(head.dot.seq) and does not hold it",
          dot: head.dot)
      }
    } catch { world.refuse(node, error) }
  }
}
