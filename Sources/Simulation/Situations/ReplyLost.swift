// Everything a child sends is applied, and the answer that says so does not arrive.
import Merge
import Replica
import Store
import Wire

extension Situation {
  static let replyLost = Situation(
    name: "reply-lost-after-apply",
    summary: """
      For a day a township applies what a community sends and its answers are lost. The community sends it again and \
      again; it counts once.
      """
  ) { script in
    let township = script.node("370202001000")
    let community = script.node("370202001001", below: township)
    script.pass(minutes: 10)
    let supply = script.enter("supply", at: community, [("name", .text("灭火器")), ("unit_of_count", .text("具"))])
    script.pass(minutes: 10)
    let proofs = script.world.tally.proofs
    let deaf = script.strike(.oneWayPartition, community)
    script.change(supply, at: community, [("stock", .increment(7))])
    let hazard = script.hazard(at: community, "灭火器过期")
    script.pass(hours: 24)
    script.expect(script.world.tally.proofs == proofs, "was proved equal without an answer", at: community)
    script.expectShown([hazard], at: [township])
    script.expect("stock", of: supply, is: .int(7), at: [township])
    let acknowledged = script.acknowledged(community)

    script.change(supply, at: community, [("stock", .increment(-2))])
    script.change(supply, at: township, [("stock", .increment(100))])
    script.pass(hours: 6)
    script.expect("stock", of: supply, is: .int(105), at: [township])
    script.expect("stock", of: supply, is: .int(5), at: [community])
    script.end(deaf)
    script.heal()
    script.expect("stock", of: supply, is: .int(105), at: [township, community])
    script.expect(script.acknowledged(community) > acknowledged, "knows of no acknowledgement", at: community)
    script.expect(script.all("hazard", at: township).count == 1, "shows the hazard more than once", at: township)
  }
}

extension Script {
  /// How many arrivals a child's parent has acknowledged, over all lanes.
  func acknowledged(_ child: SimulatedNode) -> UInt64 {
    let link = try? child.read { _, store in try store.parentLink() }
    return link?.acknowledged.lanes.reduce(0, +) ?? 0
  }
}
