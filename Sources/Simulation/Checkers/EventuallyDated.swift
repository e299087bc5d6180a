// On which day work counts, once clocks that were wrong are right.
import Merge
import Replica
import Wire

/// What is written once all clocks are right is dated by the right time, and so counts in the totals on its day: at every node that has
/// been proved equal since to a parent that knows the time, and at the root.
///
/// Left out are nodes below one that is not honest.
/// - Source: protocol §3.2.
struct EventuallyDated: Checker {
  /// Nodes proved equal to parents that know the time, since the world was healed.
  private var proved: Set<Int> = []

  /// How far from the right time: a hybrid time may lead by so much before it is worth another incarnation.
  private static let tolerance = Timekeeper.leadMax + HybridClock.driftMillisecondsMax

  mutating func proved(child: SimulatedNode, parent: SimulatedNode, exchange: Exchange, in world: World) {
    guard world.phase == .healing,
      world.time(parent).subtractingSaturated(world.trueTime).magnitude < HybridClock.driftMillisecondsMax.magnitude
    else { return }
    proved.insert(child.number)
  }

  mutating func committed(_ commits: [Committed], errand: Errand, at node: SimulatedNode, in world: World) {
    guard world.phase == .healing, world.isTrusted(node.number), let dated = node.hybridTime?.milliseconds else {
      return
    }
    if let parent = node.parent, !world.isTrusted(parent) || !proved.contains(node.number) { return }
    let lead = dated.subtractingSaturated(world.trueTime)
    if lead.magnitude > Self.tolerance.magnitude {
      world.violate(
        Self.name, node: node.number, "dates work \(lead / 1_000) s from the time it was done at",
        record: commits.first?.records.first)
    }
  }
}
