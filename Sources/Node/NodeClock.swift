// The time a node dates by, and what is wrong with its machine's clock.
package import Merge
package import Replica
import Synchronization

/// A running node's clock: the machine's, unless other witnesses contradict it (`Timekeeper`).
package final class NodeClock: Sendable {
  private let keeper: Mutex<Timekeeper>
  /// The newest time this node has dated by.
  private let dated: Mutex<Int64>
  private let began = ContinuousClock.now
  private let wall: @Sendable () -> Int64

  /// - Parameters:
  ///   - newest: the newest time the store has seen.
  ///   - wall: the machine's clock, in milliseconds since 1970.
  package init(newest: HybridTime, wall: @escaping @Sendable () -> Int64 = { Node.now }) {
    keeper = Mutex(Timekeeper(newest: newest, uptime: 0))
    dated = Mutex(newest.milliseconds)
    self.wall = wall
  }

  /// The time to date by, in milliseconds since 1970.
  package var now: Int64 {
    let (wall, uptime) = (wall(), uptime)
    return keeper.withLock { $0.time(wall: wall, uptime: uptime) }
  }

  /// What is wrong with the machine's clock; nil when nothing is known to be.
  package var doubt: Timekeeper.Doubt? {
    let (wall, uptime) = (wall(), uptime)
    if let doubt = keeper.withLock({ $0.doubt(wall: wall, uptime: uptime) }) { return doubt }
    return isAhead ? .behind(by: lead) : nil
  }

  /// Whether the node has dated ahead of the time to date by.
  package var isAhead: Bool { lead > Timekeeper.leadMax }

  /// How far what the node has dated by lies ahead of the time to date by.
  private var lead: Int64 { dated.withLock { $0 }.subtractingSaturated(now) }

  /// Takes note of the time the node dates by after a transaction: a clock that is set back while it runs leaves that ahead.
  package func noteDated(_ time: HybridTime) { dated.withLock { $0 = time.milliseconds } }

  /// Takes note of the time the parent has just told.
  package func heard(_ time: Int64) {
    let (wall, uptime) = (wall(), uptime)
    keeper.withLock { _ = $0.heard(time, wall: wall, uptime: uptime) }
  }

  private var uptime: Int64 {
    let elapsed = (ContinuousClock.now - began).components
    return elapsed.seconds * 1_000 + elapsed.attoseconds / 1_000_000_000_000_000
  }
}

extension Timekeeper.Doubt {
  /// What an operator is told.
  package var sentence: String {
    switch self {
    case .ahead(let lead):
      "This machine's clock is \(Self.text(lead)) ahead of what the parent says or the store has seen; nothing is dated by it"
    case .behind(let lag):
      "This machine's clock is \(Self.text(lag)) behind what the parent says or the store has seen"
    }
  }

  /// By how much the machine's clock is off: more than 0 is ahead.
  /// - Units: milliseconds.
  package var offset: Int64 {
    switch self {
    case .ahead(let lead): lead
    case .behind(let lag): Int64(0).subtractingSaturated(lag)
    }
  }

  /// A stretch of time in the unit that suits it.
  package static func text(_ milliseconds: Int64) -> String {
    let seconds = milliseconds / 1_000
    return switch seconds {
    case ..<7_170: "\((seconds + 30) / 60) minutes"
    case ..<171_000: "\((seconds + 1_800) / 3_600) hours"
    default: "\((seconds / 3_600 + 12) / 24) days"
    }
  }
}
