// Every checker can fail: a small calm world is damaged when it has come to rest, and its checker says so.
import Catalog
import GRDB
import Merge
import Replica
import Simulation
import Store
import Testing
import Wire

@Suite struct CheckerTests {
  @Test func `a calm world satisfies every checker`() {
    #expect(world("calm", []).run() == nil)
  }

  @Test func `AlwaysHeld notices a commit that is gone`() {
    let violation = run(["AlwaysHeld"]) { world in
      try world.node(0).alter("DELETE FROM \"commit\" WHERE arrival = (SELECT max(arrival) FROM \"commit\")")
    }
    #expect(violation == "AlwaysHeld")
  }

  @Test func `AlwaysInBranch notices a feed of another place`() {
    let violation = run(["AlwaysInBranch"]) { world in
      try world.node(1).alter("UPDATE feed SET area = '110000000000' WHERE ref = (SELECT min(ref) FROM feed)")
    }
    #expect(violation == "AlwaysInBranch")
  }

  @Test func `AlwaysGapless notices a head that is not the last commit`() {
    let violation = run(["AlwaysGapless"]) { world in
      try world.node(0).alter("UPDATE feed SET seq = seq + 1 WHERE ref = (SELECT min(ref) FROM feed)")
    }
    #expect(violation == "AlwaysGapless")
  }

  @Test func `AlwaysGapless notices a changed byte`() {
    let violation = run(["AlwaysHeld", "AlwaysGapless"]) { world in
      try world.node(0).alter("UPDATE \"commit\" SET hash = zeroblob(32) WHERE arrival = 1")
    }
    #expect(violation == "AlwaysGapless")
  }

  @Test func `AlwaysCustody notices an acknowledgement of what was never sent`() {
    let violation = run(["AlwaysCustody"]) { world in
      try world.write(at: 1)
      try world.node(1).alter("UPDATE link SET acknowledged = '99999 99999 99999' WHERE is_parent")
    }
    #expect(violation == "AlwaysCustody")
  }

  @Test func `AlwaysCustody notices a mark for what a tier does not hold`() {
    let violation = run(["AlwaysCustody"]) { world in
      try world.node(1).alter("UPDATE custody SET seq = seq + 1, number = number + 1000")
    }
    #expect(violation == "AlwaysCustody")
  }

  @Test func `AlwaysBehindData notices a cursor ahead of its data`() {
    let violation = run(["AlwaysBehindData"]) { world in
      try world.write(at: 1)
      try world.node(0).alter("UPDATE link SET received = '99999 99999 99999'")
    }
    #expect(violation == "AlwaysBehindData")
  }

  @Test func `AlwaysInnocent notices an alarm about a node that has done nothing`() {
    let violation = run(["AlwaysInnocent"]) { world in
      let (observer, accused) = (world.node(0), world.node(1).identity.node)
      try observer.alter(
        """
        INSERT INTO alarm (id, area, status, round, created_at, changed_at, conflicts, change, kind, node, merge)
        VALUES (zeroblob(16), '\(observer.area)', 'raised', 1, 0, 0, 0, 0, 'fork', '\(accused)', x'')
        """)
    }
    #expect(violation == "AlwaysInnocent")
  }

  @Test func `AlwaysRemembered notices a head that is not what the commits give`() {
    let violation = run(["AlwaysRemembered"]) { world in
      try world.node(1).alter("UPDATE feed SET hash = zeroblob(32)")
    }
    #expect(violation == "AlwaysRemembered")
  }

  @Test func `AlwaysAuthorised notices a status nobody had the authority for`() {
    let violation = run(["AlwaysInformed"]) { world in
      try world.node(0).alter("UPDATE hazard SET status = 'closed', round = 7")
    }
    #expect(violation == "AlwaysAuthorised")
  }

  @Test func `AlwaysGuarded notices a lowered severity`() {
    let violation = run(["AlwaysInformed"]) { world in
      try world.node(0).alter("UPDATE hazard SET severity = -1")
    }
    #expect(violation == "AlwaysGuarded")
  }

  @Test func `AlwaysInformed notices a value nobody wrote`() {
    let violation = run(["AlwaysInformed"]) { world in
      try world.node(0).alter("UPDATE hazard SET description = '无'")
    }
    #expect(violation == "AlwaysInformed")
  }

  @Test func `AlwaysPermitted notices a commit in a person's name that no rule of entry has seen`() {
    let violation = run(["AlwaysPermitted"]) { try $0.write(at: 1, by: "user1a") }
    #expect(violation == "AlwaysPermitted")
    let other = run(["AlwaysPermitted"], function: "another") { try $0.write(at: 1) }
    #expect(other == nil)
  }

  @Test func `EventuallyEffective notices a sealed commit without effect`() {
    let violation = run(["EventuallyEffective"]) { world in
      try world.node(0).alter("UPDATE feed SET effective = effective - 1 WHERE ref = (SELECT min(ref) FROM feed)")
    }
    #expect(violation == "EventuallyEffective")
  }

  @Test func `EventuallyFolded notices a row that was changed`() {
    let violation = run(["EventuallyFolded"]) { world in
      try world.node(0).alter("UPDATE hazard SET changed_at = changed_at + 1")
    }
    #expect(violation == "EventuallyFolded")
  }

  @Test func `EventuallySameView notices a row that is not what its commits make it`() {
    let violation = run(["EventuallySameView"]) { world in
      try world.node(0).alter("UPDATE hazard SET changed_at = changed_at + 1")
    }
    #expect(violation == "EventuallySameView")
  }

  @Test func `EventuallySameView notices two nodes that show one record differently`() {
    let violation = run(["EventuallySameView"]) { world in
      for node in world.nodes.dropFirst() { try node.alter("UPDATE hazard SET conflicts = conflicts + 1") }
    }
    #expect(violation == "EventuallySameView")
  }

  @Test func `EventuallyFollowed notices a record that has gone without a word`() {
    let violation = run(["EventuallyFollowed"]) { world in try world.node(0).alter("DELETE FROM hazard") }
    #expect(violation == "EventuallyFollowed")
  }

  @Test func `EventuallyFollowed notices a record that has changed without a number`() {
    let violation = run(["EventuallyFollowed"]) { world in
      try world.node(0).alter("UPDATE hazard SET id = zeroblob(16) WHERE rowid = (SELECT min(rowid) FROM hazard)")
    }
    #expect(violation == "EventuallyFollowed")
  }

  @Test func `EventuallyDirectiveReceipts notices a receipt that is missing`() {
    let violation = run(["EventuallyDirectiveReceipts"]) { world in try world.node(0).alter("DELETE FROM receipt") }
    #expect(violation == "EventuallyDirectiveReceipts")
  }

  @Test func `EventuallyProvedCheaply notices an agreement that has to be proved from nothing`() {
    let violation = run(["EventuallyProvedCheaply"]) { world in
      for node in world.nodes { try node.alter("UPDATE link SET received = '0 0 0', acknowledged = '0 0 0'") }
    }
    #expect(violation == "EventuallyProvedCheaply")
  }

  @Test func `EventuallyCalm notices requests without a pause`() {
    let seeds = (1...8 as ClosedRange<UInt64>).lazy.map { seed in
      let settings = Mutant.noBackoff.settings(seed: seed)
      return World(settings, name: "calm-\(seed)", checkers: ["EventuallyCalm"]).run()?.checker
    }
    #expect(seeds.contains("EventuallyCalm"))
  }

  @Test func `AlwaysBlameless notices honest commits that are refused`() {
    let seeds = (1...8 as ClosedRange<UInt64>).lazy.map { seed in
      let settings = Mutant.servesOutsideBranch.settings(seed: seed)
      return World(settings, name: "blame-\(seed)", checkers: ["AlwaysBlameless"]).run()?.checker
    }
    #expect(seeds.contains("AlwaysBlameless"))
  }

  // MARK: -

  private func world(_ name: String, _ checkers: [String]) -> World {
    var settings = Settings(seed: 5, from: [])
    (settings.nodes, settings.hours, settings.acts) = (4, 8, 60)
    return checkers.isEmpty ? World(settings, name: name) : World(settings, name: name, checkers: checkers)
  }

  /// Runs the world, disturbs it at rest, and says which checker noticed.
  private func run(
    _ checkers: [String], function: String = #function, _ disturbance: @escaping (World) throws -> Void
  ) -> String? {
    let world = world("t\(function.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF_FFFF })", checkers)
    world.disturbance = disturbance
    return world.run()?.checker
  }
}

extension SimulatedNode {
  /// Changes the node's store behind its back.
  fileprivate func alter(_ sql: String) throws { try store?.write { try $0.db.execute(sql: sql) } }
}

extension World {
  /// Somebody writes something at a node that has no time left to tell anybody.
  fileprivate func write(at number: Int, by user: String = "test") throws {
    let node = node(number)
    guard let type = node.catalog.type(named: "hazard"), let field = type.field(named: "description") else { return }
    let intent = Intent(
      type: type.name, record: RecordID(milliseconds: 1, random: (2, 3)), area: node.area, seen: .empty,
      fields: [FieldChange(field.number, .write(.text("补记")))])
    guard let store = node.store else { return }
    var replica = Replica(identity: node.identity, catalog: node.catalog, clock: store.clock)
    _ = try store.write { try replica.commit([intent], user: user, now: 1_767_225_600_000, into: $0) }
  }
}
