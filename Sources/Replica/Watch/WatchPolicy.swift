// How long a node waits before it calls something an alarm.
package import Merge

/// Thresholds of watching, in one place: every node uses `standard`, and no setting or record changes it.
/// - Units: milliseconds.
package struct WatchPolicy: Hashable, Sendable {
  /// Without a checkpoint for this long a node is silent, by its tier; each tier in between adds as much again, so that a
  /// silence is told first by whoever is nearest. A tier that is not here is never called silent.
  package var silence: [Tier: Int64] = [
    .district: 2 * Day.milliseconds, .township: 3 * Day.milliseconds, .community: 3 * Day.milliseconds,
    .terminal: 30 * Day.milliseconds,
  ]
  /// A commit of a neighbour's that comes this long after its own time is a late entry.
  package var lateEntry = 7 * Day.milliseconds
  /// What a receipt shows to be held below and has not come for this long is missing.
  package var missingSuffix = 3 * Day.milliseconds
  /// Commits may be without effect for this long before it is told.
  package var noEffect = 3 * Day.milliseconds
  /// What claims to be this node's own and is not under its seal is told after this long: the seal may be on its way.
  package var impostor: Int64 = 3_600_000
  /// A child that may have what is missing before stranded commits is waited for this long.
  package var stranded = Day.milliseconds

  package init() {}

  package static let standard = WatchPolicy()

  /// How long a node of a tier may say nothing before an observer of another calls it silent; nil for ever.
  package func silence(of tier: Tier, for observer: Tier) -> Int64? {
    silence[tier].map { $0 * Int64(max(1, Int(tier.rawValue) - Int(observer.rawValue))) }
  }
}
