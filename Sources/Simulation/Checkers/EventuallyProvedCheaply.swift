// A proof costs next to nothing when nothing is amiss, and as little as the difference when something is.
import Catalog
import Merge
import Replica
import Store
import Wire

/// At rest, over three drawn links: a session between two ends that agree compares no ranges and takes a round or two of
/// less than `inSyncBytesMax` bytes, both ways together. Then both ends of one of them write something new and both forget their cursors: the
/// session that repairs it costs, beside the commits, at most `repairBytesMax` for each differing feed, each doubling of
/// the branch's heads, and the session itself; it proves both equal.
///
/// It is the last to look: it writes what the world did not. Links of nodes that are not honest, or that refuse
/// anything, are left out, and so are those of a node that has become another store since the two last met.
/// - Source: protocol §5.5, §6.
struct EventuallyProvedCheaply: Checker {
  /// Measured: up to 400.
  static let inSyncBytesMax = 1_024
  /// A doubling halves a range that both ends name; a feed is listed, asked for and, with sizes of one byte, fetched in
  /// rounds of its own: each about four hundred bytes of hellos and closes. Measured: up to 260.
  static let repairBytesMax = 600

  /// A head in a hello whose seal is asked for: its feed, its number, and what is around them.
  private static let unsealedBytes = 24

  /// One, and a second when the parent has yet to be told how far it holds everything.
  private static let inSyncRoundsMax = 2

  mutating func ended(_ world: World) {
    var draw = Draw(seed: world.settings.seed, stream: Self.name)
    let links = world.nodes.filter { isFit($0, in: world) }
    let drawn = (0..<min(3, links.count)).map { _ in draw.pick(links) }
    for child in drawn where world.violation == nil {
      do { try proveAgain(child, in: world) } catch { world.refuse(child, error) }
    }
    guard let child = drawn.first, world.violation == nil else { return }
    do { try repair(child, in: world, &draw) } catch { world.refuse(child, error) }
  }

  private func isFit(_ child: SimulatedNode, in world: World) -> Bool {
    guard child.isUp, let number = child.parent, world.nodes[number].isUp, world.isTrusted(child.number),
      world.isTrusted(number)
    else { return false }
    let parent = world.nodes[number]
    let isClean = try? child.read { reader, store in
      guard let link = try store.parentLink(), link.peer == parent.identity.node,
        link.store == parent.identity.store,
        try parent.read({ reader, _ in try reader.link(child.identity.node)?.store }) == child.identity.store
      else { return false }
      return try reader.quarantines(link: link.reference).isEmpty
    }
    return isClean == true
  }

  private func proveAgain(_ child: SimulatedNode, in world: World) throws {
    guard let number = child.parent else { return }
    let calm = try Probe(child, below: world.nodes[number], trueTime: world.trueTime)
    // Of what somebody made up in another's name the seal is asked for in each hello.
    let asked = world.atlas.forgeries.isEmpty ? 0 : Limits.unsealedMax * Self.unsealedBytes
    let isCheap =
      calm.rounds <= Self.inSyncRoundsMax && calm.comparisons == 0 && calm.bytes < Self.inSyncBytesMax + asked
    if calm.outcome == .proved, isCheap { return }
    let text =
      "an in-sync session took \(calm.rounds) rounds with \(calm.comparisons) comparisons and \(calm.bytes) bytes: \(calm.outcome)"
    world.violate(Self.name, node: child.number, text)
  }

  private func repair(_ child: SimulatedNode, in world: World, _ draw: inout Draw) throws {
    guard let parent = child.parent.map({ world.nodes[$0] }),
      let branch = Branch(parent: parent.area, child: child.area)
    else { return }
    let differences = try write(at: child, branch, in: world, &draw) + write(at: parent, branch, in: world, &draw)
    try forgetCursor(at: child, of: parent)
    try forgetCursor(at: parent, of: child)
    let heads = try child.read { reader, _ in try reader.heads(of: branch).count }
    let repair = try Probe(child, below: parent, trueTime: world.trueTime)
    let steps = differences + 1 + (Int.bitWidth - heads.leadingZeroBitCount)
    if repair.outcome != .proved || repair.bytes > Self.repairBytesMax * steps {
      let text = "after lost cursors \(differences) differences among \(heads) heads took \(repair.rounds) rounds and"
      world.violate(Self.name, node: child.number, "\(text) \(repair.bytes) bytes: \(repair.outcome)")
    }
  }

  /// Makes a commit about the node's own area that both ends hold.
  /// - Returns: how many feeds now differ.
  private func write(
    at node: SimulatedNode, _ branch: Branch, in world: World, _ draw: inout Draw
  ) throws -> Int {
    let types = node.catalog.types.filter { type in
      let key = FeedKey(node: node.identity.node, incarnation: 0, home: node.area, area: node.area, class: type.class)
      return branch.shares(key)
        && type.fields.contains { if case .register = $0.kind { $0.value == .text } else { false } }
    }
    guard !types.isEmpty else { return 0 }
    let type = draw.pick(types)
    guard let field = type.fields.first(where: { if case .register = $0.kind { $0.value == .text } else { false } })
    else {
      return 0
    }
    let now = world.time(node)
    let random = draw.bytes16()
    let intent = Intent(
      type: type.name, record: RecordID(milliseconds: now, random: (random.high, random.low)), area: node.area,
      seen: .empty, fields: [FieldChange(field.number, .write(.text("补记")))])
    _ = try node.write { replica, storage in try replica.commit([intent], user: "probe", now: now, into: storage) }
    return 1
  }

  private func forgetCursor(at node: SimulatedNode, of peer: SimulatedNode) throws {
    try node.write { _, storage in
      guard var link = try storage.link(peer.identity.node) else { return }
      (link.received, link.acknowledged) = (.zero, .zero)
      try storage.saveLink(link)
    }
  }
}
