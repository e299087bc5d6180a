// Whose clocks are known to be wrong, so that each is told of once when it begins and once when it ends.
import Catalog
import Logging
import Merge
import Replica
import Synchronization
import Wire

/// What has been told of clocks: this machine's own, and those of the nodes below.
final class PeerClocks: Sendable {
  private let state = Mutex((own: false, below: Set<NodeID>()))
  /// Where nobody is authenticated, anybody can name any number of nodes.
  private static let belowMax = 4_096

  /// - Returns: whether it is news.
  func noteOwn(isWrong: Bool) -> Bool {
    state.withLock { state in
      defer { state.own = isWrong }
      return state.own != isWrong
    }
  }

  /// - Returns: whether it is news.
  func note(_ node: NodeID, isWrong: Bool) -> Bool {
    state.withLock { state in
      guard isWrong else { return state.below.remove(node) != nil }
      return state.below.count < Self.belowMax && state.below.insert(node).inserted
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
    let isWrong = offset.magnitude > HybridClock.driftMillisecondsMax.magnitude
    guard clocks.note(hello.node, isWrong: isWrong) else { return }
    let who: Logger.Metadata = ["node": "\(hello.node)", "area": .string(hello.area.code)]
    guard isWrong else { return logger.notice("The clock of a node below is right again", metadata: who) }
    logger.warning(
      "The clock of a node below is \(Timekeeper.Doubt.text(Int64(clamping: offset.magnitude))) \(offset > 0 ? "ahead" : "behind")",
      metadata: who)
  }

  private static func text(_ milliseconds: Int64) -> String { "\(CivilDay(milliseconds: milliseconds))" }
}
