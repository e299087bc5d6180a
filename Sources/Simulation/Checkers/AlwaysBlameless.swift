// Honest nodes accept what honest nodes made.
import Merge
import Replica
import Store
import Wire

/// No node refuses a commit whose author is honest, from an honest node, and no two honest nodes end as unequal. A commit that
/// somebody else made up in the author's name may be refused of an honest node that hands it on.
///
/// No code is excused: a catalog that lacks a type or fields refuses nothing (it keeps what it does not know), and both
/// catalogs of a run have the same classes.
/// - Source: protocol §5.5, §7.
struct AlwaysBlameless: Checker {
  mutating func took(_ result: Ingested, at node: SimulatedNode, from other: SimulatedNode, in world: World) {
    guard world.isTrusted(node.number), world.isTrusted(other.number) else { return }
    if result.unreadable > 0 {
      return world.violate(Self.name, node: node.number, "cannot read \(result.unreadable) commits of n\(other.number)")
    }
    for refusal in result.refusals
    where isHonest(refusal.feed, other, world) && !holdsForgery(other, refusal.feed, from: refusal.seq, world) {
      let text = "refuses \(refusal.feed) \(refusal.seq) of n\(other.number): \(refusal.code.rawValue)"
      return world.violate(Self.name, node: node.number, text)
    }
  }

  mutating func unequal(at node: SimulatedNode, in world: World) {
    guard world.atlas.untrusted.isEmpty else { return }
    world.violate(Self.name, node: node.number, "and its parent sent everything and differ")
  }

  /// Whether an honest node hands on, in good faith, what somebody made up in the author's name.
  private func holdsForgery(_ node: SimulatedNode, _ feed: FeedID, from seq: UInt64, _ world: World) -> Bool {
    if world.atlas.forgeries.isEmpty { return false }
    return world.ledger.holding(of: node.number)?.commits.contains {
      $0.commit.dot.feed == feed && $0.commit.dot.seq >= seq && world.atlas.forgeries.contains($0.commit.hash)
    } ?? false
  }

  private func isHonest(_ feed: FeedID, _ sender: SimulatedNode, _ world: World) -> Bool {
    if let key = world.ledger.key(of: feed), world.atlas.reused.contains(key.incarnation) { return false }
    let key = world.ledger.key(of: feed) ?? (try? sender.read { _, store in try store.feed(feed)?.key })
    return key.flatMap { world.atlas.number(of: $0.node) }.map { world.isTrusted($0) } ?? true
  }
}
