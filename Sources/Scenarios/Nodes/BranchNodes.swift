// The nodes of one branch of a scenario, made as they are needed and closed behind.
import Catalog
import Merge
import Replica
import Reports
import Store
import Synchronization

/// The nodes of a district and below.
final class BranchNodes: Sendable {
  struct CommunityNodes: Sendable {
    let node: ScenarioNode
    let terminal: ScenarioNode?
  }

  struct TownshipNodes: Sendable {
    let node: ScenarioNode
    let communities: [CommunityNodes]
  }

  let node: ScenarioNode
  let townships: [TownshipNodes]

  init(_ district: District, seed: UInt64, catalog: Catalog) throws {
    node = try ScenarioNode(area: district.area, seed: seed, catalog: catalog)
    townships = try district.townships.map { township in
      TownshipNodes(
        node: try ScenarioNode(area: township.area, seed: seed, catalog: catalog),
        communities: try township.communities.map { community in
          CommunityNodes(
            node: try ScenarioNode(area: community.area, seed: seed, catalog: catalog),
            terminal: try community.terminal.map { try ScenarioNode(area: $0.area, seed: seed, catalog: catalog) })
        })
    }
  }

  var count: Int {
    1 + townships.reduce(0) { $0 + 1 + $1.communities.reduce(0) { $0 + 1 + ($1.terminal == nil ? 0 : 1) } }
  }

  /// Everybody enters what the plan says.
  /// - Returns: how many commits were made.
  func enter(_ entries: [String: [Entry]]) throws -> Int {
    var made = 0
    for township in townships {
      for community in township.communities {
        if let terminal = community.terminal { made += try terminal.enter(entries[terminal.area.code] ?? []) }
        made += try community.node.enter(entries[community.node.area.code] ?? [])
      }
      made += try township.node.enter(entries[township.node.area.code] ?? [])
    }
    return made + (try node.enter(entries[node.area.code] ?? []))
  }

  /// Everything goes up to the district, from below.
  /// - Parameter isOffline: whether a community has no network.
  func bringUp(now: Int64, isOffline: (Area) -> Bool) throws {
    for township in townships {
      for community in township.communities where !isOffline(community.node.area) {
        if let terminal = community.terminal { try InProcessLink.sync(terminal, community.node, now: now) }
        try InProcessLink.sync(community.node, township.node, now: now)
      }
      try InProcessLink.sync(township.node, node, now: now)
    }
  }

  /// What has come from above goes down to the townships; they and the district state what they have counted.
  func state(now: Int64, today: Day) throws {
    for township in townships {
      try InProcessLink.sync(township.node, node, now: now)
      try township.node.stateRollUps(now: now, today: today)
      try InProcessLink.sync(township.node, node, now: now)
    }
    try node.stateRollUps(now: now, today: today)
  }

  /// What has come from above goes down to everybody, and every link is proved equal.
  func bringDown(now: Int64) throws {
    for township in townships {
      try InProcessLink.sync(township.node, node, now: now)
      for community in township.communities {
        try InProcessLink.sync(community.node, township.node, now: now)
        if let terminal = community.terminal { try InProcessLink.sync(terminal, community.node, now: now) }
      }
    }
  }
}

extension ScenarioNode {
  /// States the ended periods that have changed, as a node in life does by itself.
  func stateRollUps(now: Int64, today: Day) throws {
    let plan = RollUps(catalog: store.catalog, area: area)
    try write { replica, writer in
      let days = try writer.changedDays()
      let intents = try plan.intents(
        for: RollUps.due(days, today: today), now: now, in: writer.reader)
      for intent in intents { _ = try replica.commit([intent], user: RollUps.user, now: now, into: writer) }
      try writer.forgetChangedDays(days.filter { RollUps.due([$0], today: nil).allSatisfy { $0.last < today } })
    }
  }
}
