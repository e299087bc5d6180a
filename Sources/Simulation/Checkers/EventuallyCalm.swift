// Nobody asks without end: sessions end, and failures are followed by longer and longer pauses.
import Merge
import Replica

/// A child's requests that bring nothing are few, whatever has happened to its parent and its siblings: at most
/// `idleInMinuteMax` in any minute of its life, also when a parent comes back to all its children at once. A session that
/// brings nothing any more ends within `idleRoundsMax` rounds. After the healing a child is proved equal within
/// `sessionsMax` sessions.
///
/// A request brings something when either end accepts a commit or moves a cursor over it, or the child learns of custody.
/// Failed sessions are paced by the backoff, whose ceilings double from half a second with full jitter: the sixteen first
/// tries may by chance fall into one minute, hardly more. A proof and the long poll after it are two requests.
/// - Source: design §4; ARCHITECTURE "Uplink".
struct EventuallyCalm: Checker {
  static let idleInMinuteMax = 40
  static let idleRoundsMax = 16
  static let sessionsMax = 24

  private struct Child {
    /// When its requests of the last minute that brought nothing were sent, oldest first.
    var idle: [Int64] = []
    var hasMoved = true
    var idleRounds = 0
    /// Sessions begun since the healing; nil once one of them was proved.
    var sessions: Int? = 0
  }

  private var children: [Int: Child] = [:]

  mutating func took(_ result: Ingested, at node: SimulatedNode, from other: SimulatedNode, in world: World) {
    guard result.accepted > 0 else { return }
    children[node.number, default: Child()].hasMoved = true
    children[other.number, default: Child()].hasMoved = true
  }

  mutating func asked(_ node: SimulatedNode, _ conversation: Conversation, in world: World) {
    guard world.isTrusted(node.number) else { return }
    var child = children[node.number] ?? Child()
    let isFirst = conversation.session.rounds == 1
    child.idleRounds = child.hasMoved || isFirst ? 0 : child.idleRounds + 1
    if !child.hasMoved { child.idle.append(world.now) }
    child.idle.removeAll { $0 <= world.now - 60_000 }
    child.hasMoved = false
    if world.phase == .healing, isFirst, !conversation.isPoll { child.sessions = child.sessions.map { $0 + 1 } }
    children[node.number] = child
    if child.idle.count > Self.idleInMinuteMax {
      world.violate(Self.name, node: node.number, "made \(child.idle.count) requests in a minute that brought nothing")
    } else if child.idleRounds > Self.idleRoundsMax {
      world.violate(Self.name, node: node.number, "goes on for \(child.idleRounds) rounds that bring nothing")
    } else if let sessions = child.sessions, sessions > Self.sessionsMax {
      world.violate(Self.name, node: node.number, "has begun \(sessions) sessions since the healing and is not proved")
    }
  }

  mutating func proved(child: SimulatedNode, parent: SimulatedNode, exchange: Exchange, in world: World) {
    if world.phase == .healing { children[child.number]?.sessions = nil }
  }
}
