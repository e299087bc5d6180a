// Cursors save work: what the other end is known to have is not sent again.
import Replica

/// Once everybody has agreed, what is written next crosses every link once. Whoever forks its own feed is sent it again and
/// again: left out are nodes that are not honest, and worlds in which somebody goes on making up what others would write next: each
/// such commit gives way, and what was compared without it is compared again. What was asked for by its number, with the seal
/// that was lacking, is no waste. A node that finds back from a clock that was ahead speaks as another store, of which the other end knows
/// nothing yet.
/// - Source: protocol §5.3.
struct EventuallyFrugal: Checker {
  /// A cursor that was doubted is passed once more with what it had covered last; more than a few such commits are waste.
  private static let repeatsMax = 4
  private var repeats = 0
  /// What came because it was asked for by its number, and may come once more by the cursor: by the two nodes' numbers.
  private var filled: [[Int]: Int] = [:]

  mutating func took(_ result: Ingested, at node: SimulatedNode, from other: SimulatedNode, in world: World) {
    guard !world.settlingTimes.isEmpty, !world.hasImpostor, world.isTrusted(node.number),
      world.isTrusted(other.number), !world.hasLed(node), !world.hasLed(other)
    else { return }
    let link = [node.number, other.number]
    if result.isFilling {
      filled[link, default: 0] += result.accepted
      return
    }
    let excused = min(result.duplicates, filled[link] ?? 0)
    filled[link, default: 0] -= excused
    repeats += result.duplicates - excused
    guard repeats > Self.repeatsMax else { return }
    world.violate(Self.name, node: node.number, "is sent \(result.duplicates) commits again by n\(other.number)")
  }
}
