// Which time a node dates by when its machine's clock may be wrong.
package import Merge

/// Weighs the machine's clock against what else bears witness to the time: the newest time the store has seen, the release of this
/// version, and what the parent says.
///
/// A clock that is behind does no harm: the hybrid time never goes back, and what is dated meanwhile is dated on from the newest time seen.
/// A clock that is ahead would date all work of the node into the future for good: so nothing is dated further ahead of the parent's
/// time than `HybridClock.driftMillisecondsMax`, and where no parent has been heard not further than the longest time a
/// machine is believed to have been switched off. The parent's word is not believed where it contradicts what the store has seen, unless the
/// machine's own clock says the same.
/// - Units: milliseconds; `wall` since 1970 by the machine's clock, `uptime` by one that nobody sets.
/// - Source: protocol §3.2.
package struct Timekeeper: Hashable, Sendable {
  /// What is wrong with the machine's clock, as far as this node can tell.
  package enum Doubt: Hashable, Sendable {
    /// It stands behind what the store has seen, or the parent says, by so much.
    case behind(by: Int64)
    /// It stands ahead of the parent's time, or of all this node has seen, by so much.
    case ahead(by: Int64)
  }

  /// A time, and the uptime at which it was that time.
  private struct Reading: Hashable, Sendable {
    let time: Int64
    let uptime: Int64

    func now(_ uptime: Int64) -> Int64 { time.addingSaturated(max(0, uptime.subtractingSaturated(self.uptime))) }
  }

  /// The newest time that has been seen: it is at least that late.
  private var seen: Reading
  /// Whether the store has seen any time: a new one knows only that it is later than this version's release.
  private var hasSeen: Bool
  /// What the parent said last that was believed.
  private var parent: Reading?

  /// A machine is believed to have been switched off for no longer than this.
  package static let absenceMax: Int64 = 366 * 86_400_000
  /// A version is believed to be put on a machine no longer than this after its release.
  package static let ageMax: Int64 = 5 * absenceMax
  /// No node of this version has run before: 2026-11-01 in China.
  package static let released: Int64 = 1_793_462_400_000
  /// A hybrid time this far ahead of what machine and parent agree on begins another incarnation at the right time.
  package static let leadMax: Int64 = 3_600_000

  private static let tolerance = HybridClock.driftMillisecondsMax

  /// - Parameters:
  ///   - newest: the newest time the store holds as its own clock's; zero when it is new.
  ///   - released: when the node's version was made.
  package init(newest: HybridTime, uptime: Int64, released: Int64 = Self.released) {
    hasSeen = newest > .zero
    seen = Reading(time: max(newest.milliseconds, released), uptime: uptime)
  }

  /// The time to date by.
  package func time(wall: Int64, uptime: Int64) -> Int64 {
    let least = seen.now(uptime)
    if let parent {
      let said = parent.now(uptime)
      if wall > said.addingSaturated(Self.tolerance) { return said }
      return wall < least.subtractingSaturated(Self.tolerance) ? max(said, wall) : wall
    }
    if wall > least.addingSaturated(leadMost) { return least }
    return wall < least.subtractingSaturated(Self.tolerance) ? least : wall
  }

  /// What is wrong with the machine's clock; nil when nothing is known to be.
  package func doubt(wall: Int64, uptime: Int64) -> Doubt? {
    let least = seen.now(uptime)
    if let said = parent?.now(uptime) {
      let lead = wall.subtractingSaturated(said)
      if lead > Self.tolerance { return .ahead(by: lead) }
      return lead < -Self.tolerance ? .behind(by: lag(lead)) : nil
    }
    let lead = wall.subtractingSaturated(least)
    if lead > leadMost { return .ahead(by: lead) }
    return lead < -Self.tolerance ? .behind(by: lag(lead)) : nil
  }

  /// How far ahead of all it has seen a time can be.
  private var leadMost: Int64 { hasSeen ? Self.absenceMax : Self.ageMax }

  private func lag(_ lead: Int64) -> Int64 { Int64(clamping: lead.magnitude) }

  /// Takes note of the time a parent has just told.
  /// - Returns: whether it is believed.
  @discardableResult
  package mutating func heard(_ time: Int64, wall: Int64, uptime: Int64) -> Bool {
    let agrees = time.subtractingSaturated(wall).magnitude <= Self.tolerance.magnitude
    let lead = time.subtractingSaturated(seen.now(uptime))
    guard agrees || lead >= -Self.tolerance && lead <= leadMost else { return false }
    parent = Reading(time: time, uptime: uptime)
    // What two clocks agree on stands before what one of them once was, and a parent whose clock is set back later is told by it.
    if agrees { (seen, hasSeen) = (Reading(time: time, uptime: uptime), true) }
    return true
  }
}
