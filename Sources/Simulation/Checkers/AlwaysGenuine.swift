// What was made up in an author's name has no effect.
import Merge
import Replica
import Store

/// At no honest node is a commit in effect that somebody else made in its author's name.
///
/// Such a commit may be held for a while: it counts for nothing until its author's seal comes, which it never does.
/// - Source: protocol §10.2, §10.4.
struct AlwaysGenuine: Checker {
  mutating func checkpoint(_ world: World) { look(world) }
  mutating func ended(_ world: World) { look(world) }

  private func look(_ world: World) {
    guard !world.atlas.forgeries.isEmpty else { return }
    for node in world.nodes where node.isUp && world.isTrusted(node.number) {
      guard let holding = world.ledger.holding(of: node.number), let survey = world.ledger.surveys[node.number]
      else { continue }
      let effective = Dictionary(uniqueKeysWithValues: survey.feeds.map { ($0.id, $0.effective) })
      for held in holding.commits where world.atlas.forgeries.contains(held.commit.hash) {
        let dot = held.commit.dot
        guard let last = effective[dot.feed], dot.seq <= last else { continue }
        let text = "lets \(dot.feed) \(dot.seq) take effect, which its author did not make"
        return world.violate(Self.name, node: node.number, text, dot: dot)
      }
    }
  }
}
