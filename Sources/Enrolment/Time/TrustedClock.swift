// The time that certificates are checked by: the system's, put right by what a parent has signed.
import Foundation
import Merge
import Synchronization

/// A clock that can be corrected.
///
/// Only certificates and tokens are judged by it; records are dated by a clock of their own (`Timekeeper`). It does not go back behind the
/// latest time that was signed for this node, so that an old certificate cannot be revived by setting a clock back; but where the
/// system's clock and a parent that has just signed agree on an earlier time, the later one was wrong.
package final class TrustedClock: Sendable {
  private struct State {
    /// A signed time, and when it came: from there on time is counted without the system's clock, which may jump.
    var correction: (signed: Int64, at: ContinuousClock.Instant)?
    /// The latest signed time that counted.
    /// - Units: milliseconds.
    var floor: Int64 = 0

    func time(_ system: Int64) -> Int64 {
      guard let correction else { return max(system, floor) }
      let elapsed = (ContinuousClock.now - correction.at).components
      return correction.signed.addingSaturated(elapsed.seconds * 1000 + elapsed.attoseconds / 1_000_000_000_000_000)
    }
  }

  private let state = Mutex(State())
  private let folder: TrustFolder?
  /// Milliseconds since 1970 by the machine.
  package let system: @Sendable () -> Int64

  /// A correction smaller than this is not made.
  /// - Units: milliseconds.
  package static let toleranceMilliseconds: Int64 = 60_000

  /// - Parameters:
  ///   - folder: where the latest signed time is kept; nil keeps it nowhere.
  ///   - system: milliseconds since 1970.
  package init(
    _ folder: TrustFolder?, system: @escaping @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970 * 1000) }
  ) {
    (self.folder, self.system) = (folder, system)
    let kept = folder.flatMap { try? SecretFile.readOpen($0.file("clock.json")) }
    let floor = kept.flatMap { try? JSONDecoder().decode(Kept.self, from: Data($0)) }?.latest ?? 0
    state.withLock { $0.floor = floor }
  }

  private struct Kept: Codable { let latest: Int64 }

  /// - Units: milliseconds since 1970.
  package var milliseconds: Int64 {
    let now = system()
    return state.withLock { $0.time(now) }
  }

  /// - Units: seconds since 1970.
  package var seconds: Int64 { milliseconds / 1000 }

  /// How far the system's clock was found to be off; 0 when it was not.
  /// - Units: milliseconds.
  package var offset: Int64 {
    let now = system()
    return state.withLock { $0.time(now).subtractingSaturated(now) }
  }

  /// Whether certificates are judged by another time than the system's.
  package var isCorrected: Bool { offset.magnitude > Self.toleranceMilliseconds.magnitude }

  /// Whether a signed time says what a system's clock says.
  static func agrees(_ signed: Int64, _ system: Int64?) -> Bool {
    system.map { signed.subtractingSaturated($0).magnitude < toleranceMilliseconds.magnitude } ?? false
  }

  /// Takes over a time that was signed for this node.
  /// - Returns: whether it counts: not when it lies before one that counted earlier and the system's clock says another.
  package func adopt(_ signed: Int64) -> Bool {
    let now = system()
    let isTaken = state.withLock { state in
      let isRight = Self.agrees(signed, now)
      guard signed >= state.floor || isRight else { return false }
      state.floor = signed
      state.correction = isRight ? nil : (signed, .now)
      return true
    }
    if isTaken, let folder {
      try? SecretFile.write(TrustFolder.text(Kept(latest: signed)), to: folder.file("clock.json"))
    }
    return isTaken
  }
}
