// Whose clocks are known to be wrong, so that each is told of, and none fills a log.
import Logging
package import Merge
import Replica
import Synchronization
import Wire

/// What has been told of clocks: this machine's own, and those of the nodes below.
package final class PeerClocks: Sendable {
  private let state = Mutex((own: false, below: [NodeID: ContinuousClock.Instant]()))
  /// Where nobody is authenticated, anybody can name any number of nodes.
  private static let belowMax = 4_096
  /// A node below that tells another time in every request is told of once an hour.
  package static let pause: Duration = .seconds(3_600)

  package init() {}

  /// - Returns: whether it is news.
  func noteOwn(isWrong: Bool) -> Bool {
    state.withLock { state in
      defer { state.own = isWrong }
      return state.own != isWrong
    }
  }

  /// Takes note that the clock of a node below is wrong.
  /// - Returns: whether it is to be told.
  package func noteWrong(_ node: NodeID, at now: ContinuousClock.Instant = .now) -> Bool {
    state.withLock { state in
      if let told = state.below[node], now - told < Self.pause { return false }
      guard state.below[node] != nil || state.below.count < Self.belowMax else { return false }
      state.below[node] = now
      return true
    }
  }
}

extension Node {
  /// Tells what is wrong with this machine's clock, once, and once that it is right again.
  func tellDoubt() {
    let doubt = clock.doubt
    guard clocks.noteOwn(isWrong: doubt != nil) else { return }
    guard let doubt else { return logger.notice("This machine's clock is right again") }
    logger.warning(
      "\(doubt.sentence)",
      metadata: [
        "dated_by": .string(Self.text(clock.now)), "remedy": "set it right; if it is right: gridward clock --right",
      ])
  }

  /// Weighs the time the other end of a link has just told.
  func noteClock(of hello: Hello, isParent: Bool) {
    if isParent {
      clock.heard(hello.now)
      return tellDoubt()
    }
    let offset = hello.now.subtractingSaturated(clock.now)
    guard offset.magnitude > HybridClock.driftMillisecondsMax.magnitude, clocks.noteWrong(hello.node) else { return }
    logger.warning(
      "The clock of a node below is \(Timekeeper.Doubt.text(Int64(clamping: offset.magnitude))) \(offset > 0 ? "ahead" : "behind")",
      metadata: ["node": "\(hello.node)", "area": .string(hello.area.code)])
  }

  private static func text(_ milliseconds: Int64) -> String { "\(Day(milliseconds: milliseconds))" }
}
