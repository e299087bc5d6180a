// Three weeks of one phone: with a wrong clock, dead, stolen.
import Catalog
import Merge
import Replica
import Store

extension Situation {
  static let threeWeeksOfAPhone = Situation(
    name: "three-weeks-of-a-phone",
    summary: """
      A patroller's phone has a wrong clock, is dead for days, and is stolen in the third week. What it signed before counts \
      everywhere; what the thief signs counts nowhere once the withdrawal has come.
      """
  ) { script in
    let city = script.node("370200000000")
    let township = script.node("370202001000", below: city)
    let community = script.node("370202001001", below: township)
    let everybody = [city, township, community]
    let patroller = script.colleague(at: community, named: "巡查员")
    script.pass(minutes: 10)
    func rectified(_ text: String) -> Paper {
      let hazard = script.hazard(at: community, text)
      script.step("rectified", of: hazard, at: community)
      return hazard
    }

    let first = rectified("通道堵塞")
    script.world.people[patroller].device?.clockLead = -400 * 86_400_000
    script.step("passed", of: first, at: community, by: patroller)
    script.pass(days: 7)
    script.expectStatus("passed", of: first, at: everybody)

    let second = rectified("临边无防护")
    script.world.people[patroller].deadUntil = script.world.now + 4 * 86_400_000
    script.step("passed", of: second, at: community, by: patroller)
    script.expectStatus("rectified", of: second, at: [community])
    script.pass(days: 7)
    script.expectStatus("passed", of: second, at: everybody)

    let third = rectified("配电箱无门")
    guard let stolen = script.world.people[patroller].device else { return }
    let withdrawal = script.world.withdrawal(of: stolen)
    let thief = script.colleague(at: community, named: "捡到手机的人")
    script.world.people[thief].device = stolen
    script.step("passed", of: third, at: community, by: thief)
    script.expectStatus("passed", of: third, at: [community])
    let outage = script.strike(.partition, community)
    script.world.tell(of: withdrawal, at: city)
    script.pass(days: 5)
    script.expectStatus("passed", of: third, at: [community])
    script.end(outage)
    script.heal()
    script.expectStatus("rectified", of: third, at: everybody)
    for hazard in [first, second] { script.expectStatus("passed", of: hazard, at: everybody) }
  }
}
