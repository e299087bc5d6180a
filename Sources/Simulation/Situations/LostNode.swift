// A node's machine is destroyed, and a new one takes its place.
import Merge
import Replica
import Store

extension Situation {
  static let lostNode = Situation(
    name: "lost-node-replaced",
    summary: """
      A community's machine is destroyed while it is cut off. A new node in the same area gets everything that had risen, \
      also what the old one had written, and what had only fallen to the enterprise below it; what had gone nowhere is \
      gone, and work goes on.
      """
  ) { script in
    let district = script.node("370202000000")
    let township = script.node("370202001000", below: district)
    let community = script.node("370202001001", below: township)
    let terminal = script.node("370202001001/91370200MA3000000L", below: community)
    script.pass(minutes: 10)
    let risen = (1...30).map { script.hazard(at: community, "已上报 \($0)") }
    let patrol = script.patrol(at: community, by: "网格员")
    let below = script.hazard(at: terminal, "自查")
    script.pass(hours: 1)
    script.change(risen[0], at: township, [("place", .write(.text("三层")))])
    script.pass(hours: 1)
    script.expectShown(risen + [patrol, below], at: [district, township])

    let outage = script.strike(.partition, community)
    let fallen = script.hazard(at: community, "仅下达企业")
    let unsent = script.patrol(at: community, by: "未上报")
    script.pass(hours: 1)
    script.expectShown([fallen], at: [terminal])
    script.expect(script.shown(fallen, at: township) == nil, "has what could not rise", at: township, about: fallen)
    let identity = community.identity
    script.strike(.nodeLoss, community, amount: 1, minutes: 3 * 1_440)
    script.end(outage)
    script.pass(days: 4)
    script.expect(community.isUp && community.identity.store != identity.store, "was not replaced", at: community)
    script.expect(community.area == identity.area, "is in another area", at: community)
    let later = script.hazard(at: community, "新节点")
    script.pass(hours: 1)
    script.heal()
    script.expectShown(risen + [patrol, below, fallen, later], at: [district, township, community])
    script.expectShown([below, fallen], at: [terminal])
    script.expect("place", of: risen[0], is: .text("三层"), at: [district, township, community])
    for node in [district, township, community] {
      script.expect(script.shown(unsent, at: node) == nil, "shows what was lost", at: node, about: unsent)
    }
  }
}

extension Script {
  /// A patrol with what it must have.
  func patrol(at node: SimulatedNode, by name: String) -> Paper {
    enter("patrol", at: node, [("patroller", .text(name)), ("started_at", .int(world.trueTime))])
  }
}
