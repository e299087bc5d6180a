// Whoever follows a node's changes ends with exactly its rows, whatever befalls the node.
import Merge
import Records
import Replica
import Store

/// Some follow nodes: the root and four others. They ask page by page when the node has taken or made something, at its starts
/// and at checkpoints, and now and then stay away for long. Each time one has been told everything, and at rest, what it holds
/// is what the node shows, record by record; likewise after a rebuild. Nobody has to begin anew at a node to whose store nothing
/// has happened.
/// - Source: DESIGN.md of Store, "What changes has a number".
struct EventuallyFollowed: Checker {
  private static let drawnMax = 4
  /// For how many occasions a follower stays away, at most.
  private static let awayMax = 300

  private var followers: [Follower] = []
  private var away: [Int] = []
  private var draw = Draw(seed: 0, stream: name)

  mutating func committed(_: [Committed], errand _: Errand, at node: SimulatedNode, in world: World) {
    come(to: node, in: world)
  }

  mutating func took(_: Ingested, at node: SimulatedNode, from _: SimulatedNode, in world: World) {
    come(to: node, in: world)
  }

  mutating func started(_ node: SimulatedNode, in world: World) { come(to: node, in: world) }
  mutating func checkpoint(_ world: World) { for node in world.nodes { come(to: node, in: world) } }

  mutating func ended(_ world: World) {
    meet(world)
    for index in followers.indices where world.violation == nil {
      let node = world.nodes[followers[index].node]
      ask(index, pages: nil, node, in: world)
      guard world.violation == nil, node.isUp else { continue }
      do { try node.store?.rebuild() } catch { world.refuse(node, error) }
      ask(index, pages: nil, node, in: world)
    }
  }

  private mutating func meet(_ world: World) {
    guard followers.isEmpty, !world.nodes.isEmpty else { return }
    draw = Draw(seed: world.settings.seed, stream: Self.name)
    let drawn = (0..<Self.drawnMax).map { _ in draw.below(world.nodes.count) }
    followers = Set([0] + drawn).sorted().map { Follower(node: $0, mutant: world.settings.mutant) }
    away = followers.map { _ in 0 }
  }

  /// There is an occasion to ask a node.
  private mutating func come(to node: SimulatedNode, in world: World) {
    meet(world)
    guard world.violation == nil, let index = followers.firstIndex(where: { $0.node == node.number }) else { return }
    away[index] -= 1
    guard away[index] < 0 else { return }
    away[index] = draw.chance(700) ? draw.below(20) : draw.heavyTail(20...Self.awayMax)
    ask(index, pages: draw.chance(500) ? 1 : nil, node, in: world)
  }

  /// - Parameter pages: how many are taken before the follower goes away again; nil for all there are.
  private mutating func ask(_ index: Int, pages: Int?, _ node: SimulatedNode, in world: World) {
    guard node.isUp else { return }
    do {
      let met = try followers[index].ask(node, pages: pages, count: 1 + draw.below(20))
      if let odd = met.difference {
        let text = "\(odd) is not at a follower as the node shows it, which says that it has told everything"
        return world.violate(Self.name, node: node.number, text, record: odd.id)
      }
      guard met.beganAnew, !world.atlas.unsteady.contains(node.number), !world.hasLed(node) else { return }
      world.violate(Self.name, node: node.number, "ends a follower's cursor, and nothing happened to its store")
    } catch is StoreError {
      // Nobody answers; what it means for the node its own work finds.
    } catch { world.refuse(node, error) }
  }
}
