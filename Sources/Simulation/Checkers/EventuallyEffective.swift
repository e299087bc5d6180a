// What honest nodes wrote counts everywhere, and what nobody was allowed to write nowhere.
import Merge
import Replica
import Store

/// At rest, at every honest node, each feed of an honest author is sealed and in effect to its head.
/// - Source: design §6; protocol §10.4.
struct EventuallyEffective: Checker {
  mutating func ended(_ world: World) {
    for node in world.nodes where node.isUp && world.isTrusted(node.number) && world.violation == nil {
      guard let survey = world.ledger.surveys[node.number] else { continue }
      for feed in survey.feeds where feed.effective < feed.head.seq && isHonest(feed, world) {
        let text = "lets \(feed.id) of n\(world.atlas.number(of: feed.key.node) ?? -1) take effect to \(feed.effective)"
        return world.violate(
          Self.name, node: node.number, "\(text) of \(feed.head.seq), sealed to \(feed.sealed)")
      }
    }
  }

  private func isHonest(_ feed: StoredFeed, _ world: World) -> Bool {
    world.atlas.number(of: feed.key.node).map { world.isTrusted($0) } ?? false
  }
}
