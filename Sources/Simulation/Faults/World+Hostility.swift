// Who is hostile in a world, and where what they do gets into it.
import Catalog
import Merge
import Replica
import Store

extension World {
  /// What a node really sends in place of an honest message; what its trick writes is written before.
  func altered(_ message: [UInt8], by node: SimulatedNode) throws -> [UInt8] {
    guard node.hostility != nil, !message.isEmpty else { return message }
    let feeds = try node.read { _, store in try store.feeds() }
    let own = Set(feeds.filter { atlas.number(of: $0.key.node) == node.number }.map(\.id))
    if phase == .safety {
      try writeUntruth(at: node, feeds)
      try writeFalseActions(at: node)
    }
    let altered = node.hostility?.alter(message, own: own, held: feeds, now: wallClock(node)) ?? message
    atlas.forgeries.formUnion(node.hostility?.forgeries ?? [])
    return altered
  }

  private func writeUntruth(at node: SimulatedNode, _ feeds: [StoredFeed]) throws {
    let areas = nodes.map(\.area).filter { $0 != node.area }
    let around = Hostility.Surroundings(
      catalog: node.catalog, area: node.area, below: areas.filter { node.area.contains($0) && $0.tier != .terminal },
      above: areas.filter { $0.contains(node.area) }, nodes: nodes.map(\.identity.node), feeds: feeds.map(\.id),
      said: node.hostility?.trick == .speaksFromBelow ? try saidFromAbove(at: node) : [])
    let intents = node.hostility?.intents(around) ?? []
    guard !intents.isEmpty else { return }
    let now = wallClock(node)
    do {
      _ = try node.write { replica, storage in try replica.commit(intents, user: "mallory", now: now, into: storage) }
    } catch is CommitRefusal {}
  }

  /// What a node shows of what those above it have said.
  private func saidFromAbove(at node: SimulatedNode) throws -> [RecordView] {
    try node.read { _, store in
      try node.entryCatalog.types.filter { $0.writers == .atOrAbove }.flatMap { type in
        try store.records(RecordFilter(type: type.name), type: type).records.filter { record in
          record.area != node.area && record.area.contains(node.area)
        }
      }
    }
  }

  /// Whether somebody makes up what others would write next.
  var hasImpostor: Bool { nodes.contains { $0.hostility?.trick == .impersonates } }

  /// Makes one in ten of the nodes nobody stands below hostile, and at least one.
  func drawHostility() {
    guard settings.has(.hostileChild) || settings.has(.hostileMiddle) else { return }
    var draw = Draw(seed: settings.seed, stream: "hostility")
    let parents = Set(nodes.compactMap(\.parent))
    let leaves = nodes.filter { !parents.contains($0.number) && $0.parent != nil }
    if settings.has(.hostileChild), !leaves.isEmpty {
      for _ in 0..<max(1, leaves.count / 10) { turn(draw.pick(leaves), &draw) }
    }
    // A node in the middle sees all that passes, up and down.
    let middles = nodes.filter { parents.contains($0.number) && $0.parent != nil }
    if settings.has(.hostileMiddle), !middles.isEmpty { turn(draw.pick(middles), &draw) }
  }

  private func turn(_ node: SimulatedNode, _ draw: inout Draw) {
    let hostility = Hostility(&draw, from: Hostility.Trick.allCases.filter { settings.tricks.contains($0.rawValue) })
    node.hostility = hostility
    if hostility.trick == .farFuture { node.clock.jump(by: Hostility.farFutureMilliseconds) }
    if hostility.trick == .backdates { node.clock.jump(by: -Hostility.pastMilliseconds) }
    // With batches of one commit every seal comes long after what it seals, and nobody could tell what is made up until then.
    if hostility.trick == .impersonates { for node in nodes { node.sizes = .standard } }
    atlas.untrusted.insert(node.number)
    let isMiddle = nodes.contains { $0.parent == node.number }
    tally.faults[isMiddle ? .hostileMiddle : .hostileChild, default: 0] += 1
    note(node.number, "is hostile: \(hostility.trick)")
  }
}
