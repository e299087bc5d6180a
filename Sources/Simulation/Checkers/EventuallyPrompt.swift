// A healed world agrees soon, not at the next tick of some timer.

/// After the healing everybody agrees within what the longest pauses of a failing link add up to; what is written then
/// crosses every hop at once, because whoever waits is told.
///
/// Two copies of one node share its link, and what one of them wrote the other learns only by comparing: where there was
/// such a pair, the first turn may take as long as it takes. Where somebody is hostile, a seal that was kept back travels a
/// hop with each poll.
/// - Source: protocol §5.8: an answer is held no longer than until there is news.
struct EventuallyPrompt: Checker {
  /// For each turn of the second phase, what it may take.
  /// - Units: milliseconds. Four hops, each after the longest pause and a minute's silence; then none of either.
  private static let limits: [Int64] = [80 * 60_000, 10 * 60_000]

  mutating func ended(_ world: World) {
    if world.nodes.contains(where: \.isTwin) { return }
    let polls = world.atlas.untrusted.isEmpty ? 0 : 4 * Int64(World.hurriedPollMilliseconds)
    for (taken, limit) in zip(world.settlingTimes, Self.limits) where taken > limit + polls {
      world.violate(Self.name, "agreed only after \(taken / 60_000) min")
    }
  }
}
