// What honest nodes wrote counts everywhere, and what nobody was allowed to write nowhere.
import Merge
import Replica
import Store

/// At rest, at every honest node, each feed of an honest author is sealed and in effect to its head. Where somebody is not
/// honest, commits may be withheld or made up on the way: then two honest ends of a link agree on how far a feed they share
/// is in effect. That nothing made up is among it says `AlwaysGenuine`.
/// - Source: design §6; protocol §10.4.
struct EventuallyEffective: Checker {
  mutating func ended(_ world: World) {
    for node in world.nodes where node.isUp && world.isTrusted(node.number) && world.violation == nil {
      guard let survey = world.ledger.surveys[node.number] else { continue }
      let parent = node.parent.map { world.nodes[$0] }
      let other = parent.flatMap { world.isTrusted($0.number) ? world.ledger.surveys[$0.number] : nil }
      let above = Dictionary(uniqueKeysWithValues: (other?.feeds ?? []).map { ($0.id, $0) })
      for feed in survey.feeds where isHonest(feed, world) {
        let isWhole = feed.effective == feed.head.seq
        let isEqual = above[feed.id].map { $0.effective == feed.effective } ?? true
        if world.atlas.untrusted.isEmpty ? isWhole : isEqual { continue }
        return refuse(feed, at: node, in: world)
      }
    }
  }

  private func refuse(_ feed: StoredFeed, at node: SimulatedNode, in world: World) {
    let text = "lets \(feed.id) of n\(world.atlas.number(of: feed.key.node) ?? -1) take effect to \(feed.effective)"
    world.violate(Self.name, node: node.number, "\(text) of \(feed.head.seq), sealed to \(feed.sealed)")
  }

  private func isHonest(_ feed: StoredFeed, _ world: World) -> Bool {
    world.atlas.number(of: feed.key.node).map { world.isTrusted($0) } ?? false
  }
}
