// A hazard is closed in one place while it is reopened in another.
import Catalog
import Merge
import Replica
import Store

extension Situation {
  static let closedAgainstReopened = Situation(
    name: "closed-against-reopened",
    summary: """
      A district reopens a closed hazard while its township, cut off, closes it once more. On every node the reopening \
      wins, whoever's clock is ahead.
      """
  ) { script in
    let city = script.node("370200000000")
    let district = script.node("370202000000", below: city)
    let township = script.node("370202001000", below: district)
    let community = script.node("370202001001", below: township)
    let everybody = [city, district, township, community]
    let inspector = script.colleague(at: community, named: "复查员")
    script.pass(minutes: 10)
    let hazard = script.hazard(at: community, "临边无防护")
    for name in ["evidence_before", "evidence_after"] {
      script.change(
        hazard, at: community, [(name, .elements(add: [Value.Entry("照片", .text("现场"))], remove: []))])
    }
    script.step("rectified", of: hazard, at: community)
    script.step("passed", of: hazard, at: community, by: inspector)
    script.pass(minutes: 10)
    script.step("closed", of: hazard, at: township)
    script.pass(minutes: 10)
    script.expectStatus("closed", of: hazard, at: everybody)

    let outage = script.strike(.partition, township)
    script.pass(hours: 1)
    // The township's clock runs a year ahead: a later time must not decide.
    township.clock.jump(by: 365 * 86_400_000)
    script.step("reopened", of: hazard, at: district)
    script.pass(hours: 5)
    script.take("closed", round: 1, of: hazard, at: township)
    script.expectStatus("closed", of: hazard, at: [township])
    script.expectStatus("reopened", of: hazard, at: [district])
    script.end(outage)
    script.heal()
    script.expectStatus("reopened", of: hazard, at: everybody)
    for node in everybody {
      let round = script.shown(hazard, at: node)?.standing?.openRound
      script.expect(round == 2, "has round \(round ?? 0) open", at: node, about: hazard)
    }
  }
}

extension Script {
  func expectStatus(_ status: String, of paper: Paper, at nodes: [SimulatedNode]) {
    for node in nodes {
      let found = shown(paper, at: node)?.standing?.status
      expect(found == status, "shows \(found ?? "nothing"), not \(status)", at: node, about: paper)
    }
  }
}
