// Hybrid logical time: wall-clock milliseconds with a counter, never behind anything its node has accepted.

/// A moment as 48 bits of milliseconds since 1970 (UTC) and a 16-bit counter.
///
/// The last tie-break between concurrent changes and the order in which people read a history. It never decides between
/// an edit and what that edit had seen.
/// - Source: protocol §3.2; Kulkarni et al., "Logical Physical Clocks" (2014).
package struct HybridTime: Hashable, Comparable, Sendable {
  package let packed: UInt64

  package static let zero = HybridTime(packed: 0)

  package init(packed: UInt64) { self.packed = packed }

  package init(milliseconds: Int64, counter: UInt16 = 0) {
    packed = UInt64(clamping: min(max(milliseconds, 0), Self.millisecondsMax)) << 16 | UInt64(counter)
  }

  package var milliseconds: Int64 { Int64(packed >> 16) }
  package var counter: UInt16 { UInt16(truncatingIfNeeded: packed) }

  package static func < (left: HybridTime, right: HybridTime) -> Bool { left.packed < right.packed }

  /// The largest millisecond value 48 bits hold: the year 10889.
  package static let millisecondsMax: Int64 = 1 << 48 - 1
}

/// A node's hybrid clock. It reads no time: the wall clock is an argument.
/// - Invariant: `tick` returns strictly growing values, whatever the wall clock does.
package struct HybridClock: Sendable, Equatable {
  /// The largest time given out or accepted so far.
  package private(set) var last: HybridTime

  /// How far ahead of the local wall clock a remote time may be and still move this clock: ten minutes.
  package static let driftMillisecondsMax: Int64 = 10 * 60 * 1000

  package init(last: HybridTime = .zero) { self.last = last }

  /// The time for a new commit when the wall clock reads `now` milliseconds.
  package mutating func tick(now: Int64) -> HybridTime {
    let wall = HybridTime(milliseconds: now)
    last = wall > last ? wall : HybridTime(packed: last.packed &+ (last.packed == .max ? 0 : 1))
    return last
  }

  /// Takes note of a time received from another node.
  ///
  /// A time too far ahead is stored and relayed with its commit but does not drag this clock forward.
  /// - Returns: whether the remote time was within `driftMillisecondsMax` of `now`.
  @discardableResult
  package mutating func observe(_ remote: HybridTime, now: Int64) -> Bool {
    guard remote.milliseconds <= now.addingSaturated(Self.driftMillisecondsMax) else { return false }
    if remote > last { last = remote }
    return true
  }
}
