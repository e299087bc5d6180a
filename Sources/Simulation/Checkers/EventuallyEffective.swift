// What honest nodes wrote counts everywhere, and what nobody was allowed to write nowhere.
import Merge
import Replica
import Store
import Trust

/// At rest, at every honest node, each feed of an honest author is sealed and in effect to its head. Where somebody is not
/// honest, commits, seals and grants may be withheld or made up on the way: then two honest ends of a link that know the same
/// of an author's grants agree on how far its feeds are in effect. That nothing made up is among it says `AlwaysGenuine`.
/// - Source: protocol §10.4.
struct EventuallyEffective: Checker {
  mutating func ended(_ world: World) {
    for node in world.nodes where node.isUp && world.isTrusted(node.number) && world.violation == nil {
      guard let survey = world.ledger.surveys[node.number] else { continue }
      do {
        if world.atlas.untrusted.isEmpty {
          if let feed = survey.feeds.first(where: { $0.effective != $0.head.seq }) { refuse(feed, at: node, in: world) }
        } else if let number = node.parent, world.isTrusted(number), world.nodes[number].isUp,
          let feed = try Self.difference(node, world.nodes[number], in: world)
        {
          refuse(feed, at: node, in: world)
        }
      } catch { world.refuse(node, error) }
    }
  }

  /// A feed of an honest author that is not as far in effect at both ends of a link, though both know the same of the author.
  static func difference(_ child: SimulatedNode, _ parent: SimulatedNode, in world: World) throws -> StoredFeed? {
    let below = try child.read { _, store in try store.feeds() }
    let above = try parent.read { _, store in
      Dictionary(uniqueKeysWithValues: try store.feeds().map { ($0.id, $0.effective) })
    }
    return try below.first { feed in
      guard let effective = above[feed.id], effective != feed.effective,
        world.atlas.number(of: feed.key.node).map({ world.isTrusted($0) }) ?? false
      else { return false }
      return try statements(about: feed.key.node, at: child) == statements(about: feed.key.node, at: parent)
    }
  }

  /// What a node knows of an author's right to write, and of those it has it from.
  private static func statements(about author: NodeID, at node: SimulatedNode) throws -> Set<Digest> {
    try node.read { _, store in
      var open = [author]
      var seen: Set<NodeID> = []
      var known: Set<Digest> = []
      while let next = open.popLast() {
        guard seen.insert(next).inserted else { continue }
        for statement in try store.statements(about: next) {
          known.insert(statement.digest)
          open.append(statement.issuer.node)
        }
      }
      return known
    }
  }

  private func refuse(_ feed: StoredFeed, at node: SimulatedNode, in world: World) {
    let text = "lets \(feed.id) of n\(world.atlas.number(of: feed.key.node) ?? -1) take effect to \(feed.effective)"
    world.violate(Self.name, node: node.number, "\(text) of \(feed.head.seq), sealed to \(feed.sealed)")
  }
}
