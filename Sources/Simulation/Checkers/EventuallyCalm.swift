// Nobody asks without end: sessions end, and failures are followed by longer and longer pauses.
import Merge
import Replica
import Store
import Wire

/// A child's requests that bring nothing are few, whatever has happened to its parent and its siblings: at most
/// `idleInMinuteMax` in any minute of its life, also when a parent comes back to all its children at once. A session
/// that brings nothing any more ends within `idleRoundsMax` rounds, with a parent that lies within twice the uplink's own limit,
/// which does not count rounds that gave or fetched what a comparison had found, in vain; and so many times as the backoff may try in a minute,
/// by chance too, is what such a parent's child asks for nothing in one. Where somebody makes up what others would write next it is twice as many: each such commit is settled
/// in rounds that bring nothing. A link that fails on and on is tried at most
/// `sessionsInHourMax` times in any hour. After the healing a child is proved equal within `sessionsMax` sessions; one whose parent
/// breaks off its sessions may begin as many as in any hour.
///
/// A request brings something when either end accepts a commit over it, or is given one with the seal it lacked; or when
/// commits that an honest parent holds already move its acknowledgement further than it has ever been between these two
/// stores. What a child's own children gave back to it while its parent was answering is not covered by the comparison
/// before, and goes up once: with tiny sizes a commit in each round. What is sent again and moves nothing is in vain.
///
/// Failed sessions are paced by the backoff, whose ceilings double from half a second with full jitter: eight or nine
/// tries fall into the first minute, eleven in one of four hundred, twelve in one of twenty thousand; once the ceiling
/// stands at its cap, a quarter of an hour, about eight follow in an hour.
/// - Source: protocol §5.5, §5.8.
struct EventuallyCalm: Checker {
  static let idleInMinuteMax = 30
  /// Of a child whose parent lies.
  static let idleInMinuteLiedToMax = triesInMinuteMax * idleRoundsLiedToMax
  /// How often the backoff may try in a minute.
  static let triesInMinuteMax = 12
  static let idleRoundsMax = 8
  static let idleRoundsLiedToMax = 2 * Patience.idleRoundsMax
  static let sessionsInHourMax = 40
  static let sessionsMax = 12

  private struct Child {
    /// When its requests of the last minute that brought nothing were sent, oldest first.
    var idle: [Int64] = []
    var hasMoved = true
    var idleRounds = 0
    /// When sessions of the last hour began, since the last that was proved.
    var vain: [Int64] = []
    /// Sessions begun since the healing; nil once one of them was proved.
    var sessions: Int? = 0
  }

  /// The stores of a child and its parent.
  private struct Ends: Hashable { let child, parent: StoreID }

  private var children: [Int: Child] = [:]
  /// How far each parent has ever acknowledged each child's store.
  private var acknowledged: [Ends: Cursor] = [:]

  mutating func took(_ result: Ingested, at node: SimulatedNode, from other: SimulatedNode, in world: World) {
    // A seal that was lacking comes with the commit it seals, which was there, or behind commits that wait for it.
    let hasBrought = result.accepted > 0 || result.isFilling && result.duplicates + result.evidence > 0
    guard acknowledgesMore(after: result, at: node, from: other, in: world) || hasBrought else { return }
    children[node.number, default: Child()].hasMoved = true
    children[other.number, default: Child()].hasMoved = true
  }

  /// Whether the commits have moved a parent's acknowledgement further than it has ever been.
  private mutating func acknowledgesMore(
    after result: Ingested, at node: SimulatedNode, from other: SimulatedNode, in world: World
  ) -> Bool {
    guard world.isTrusted(node.number), let link = try? node.read({ _, store in try store.link(other.identity.node) }),
      !link.isParent, let store = link.store
    else { return false }
    let ends = Ends(child: store, parent: node.identity.store)
    let before = acknowledged[ends] ?? .zero
    acknowledged[ends, default: .zero].advance(from: .zero, to: link.received)
    return result.duplicates > 0 && !before.covers(link.received)
  }

  mutating func asked(_ node: SimulatedNode, _ conversation: Conversation, in world: World) {
    guard world.isTrusted(node.number) else { return }
    var child = children[node.number] ?? Child()
    let isFirst = conversation.session.rounds == 1
    child.idleRounds = child.hasMoved || isFirst ? 0 : child.idleRounds + 1
    if !child.hasMoved { child.idle.append(world.now) }
    child.idle.removeAll { $0 <= world.now - 60_000 }
    child.hasMoved = false
    if isFirst, !conversation.isPoll {
      child.vain.append(world.now)
      child.vain.removeAll { $0 <= world.now - 3_600_000 }
    }
    if world.phase == .healing, isFirst, !conversation.isPoll { child.sessions = child.sessions.map { $0 + 1 } }
    children[node.number] = child
    let isLiedTo = node.parent.map { !world.isTrusted($0) } ?? false
    let idleMax = world.hasImpostor ? 2 * Self.idleInMinuteMax : Self.idleInMinuteMax
    if child.idle.count > (isLiedTo ? Self.idleInMinuteLiedToMax : idleMax) {
      world.violate(Self.name, node: node.number, "made \(child.idle.count) requests in a minute that brought nothing")
    } else if child.vain.count > Self.sessionsInHourMax {
      world.violate(Self.name, node: node.number, "began \(child.vain.count) sessions in an hour, all in vain")
    } else if child.idleRounds > (world.atlas.untrusted.isEmpty ? Self.idleRoundsMax : Self.idleRoundsLiedToMax) {
      world.violate(Self.name, node: node.number, "goes on for \(child.idleRounds) rounds that bring nothing")
    } else if let sessions = child.sessions, sessions > (isLiedTo ? Self.sessionsInHourMax : Self.sessionsMax) {
      world.violate(Self.name, node: node.number, "has begun \(sessions) sessions since the healing and is not proved")
    }
  }

  mutating func proved(child: SimulatedNode, parent: SimulatedNode, exchange: Exchange, in world: World) {
    children[child.number]?.vain.removeAll()
    if world.phase == .healing { children[child.number]?.sessions = nil }
  }
}
