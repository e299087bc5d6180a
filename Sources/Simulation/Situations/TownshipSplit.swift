// A township's work is split between two nodes while one of its communities is offline.
import Merge
import Replica
import Store

extension Situation {
  static let townshipSplit = Situation(
    name: "township-split-while-community-offline",
    summary: """
      A community is offline with unsent work when its uplink is set to a second node of its township. Nothing is lost, \
      the new node holds what its area says, and the old one is not spoken with again.
      """
  ) { script in
    let city = script.node("370200000000")
    let district = script.node("370202000000", below: city)
    let old = script.node("370202001000", below: district)
    let community = script.node("370202001001", below: old)
    let neighbour = script.node("370202001002", below: old)
    script.pass(minutes: 10)
    let before = [script.hazard(at: community, "配电箱无门"), script.hazard(at: neighbour, "通道堵塞")]
    script.pass(minutes: 10)
    script.expectShown(before, at: [city, district, old])

    let outage = script.strike(.partition, community)
    let offline = (1...20).map { script.hazard(at: community, "离线巡查 \($0)") }
    script.change(before[0], at: community, [("place", .write(.text("一层东侧")))])
    script.pass(days: 2)
    let new = script.node("370202001000", below: district)
    script.move(community, below: new)
    let heard = script.heard(community, by: old)
    script.pass(hours: 1)
    script.end(outage)
    script.heal()

    script.expectShown(before + offline, at: [city, district, new, old])
    script.expectShown([before[0]] + offline, at: [community])
    script.expect("place", of: before[0], is: .text("一层东侧"), at: [city, district, new, old, community])
    script.expect(script.shown(offline[0], at: neighbour) == nil, "holds what is its neighbour's", at: neighbour)
    script.expect(script.heard(community, by: old) == heard, "was spoken with after the move", at: old)
    script.expect(script.heard(community, by: new) != nil, "was never spoken with", at: new)
    script.expect(script.serves(new, community), "does not serve the community", at: new)
    script.expect(!script.serves(old, community), "still serves the community", at: old)
  }
}

extension Script {
  /// When a parent heard of a child last.
  func heard(_ child: SimulatedNode, by parent: SimulatedNode) -> Int64? {
    try? parent.read { reader, _ in try reader.link(child.identity.node)?.heardAt }
  }

  /// Whether a parent holds a request of the child's.
  func serves(_ parent: SimulatedNode, _ child: SimulatedNode) -> Bool {
    parent.serving.contains { world.exchanges[$0]?.child == child.number }
  }
}
