// Three weeks of one phone, whatever befalls it, and the people and places it is signed for.
import Catalog
import Merge
import Records
import Replica
import Store

extension Situation {
  static let threeWeeksOfAPhone = Situation(
    name: "three-weeks-of-a-phone",
    summary: """
      A patroller's phone has a wrong clock, hands in at two nodes, is dead for days, signs in another role, has actions of an \
      area that is drawn anew, is stolen and withdrawn late, first by a number too low; its successor is withdrawn when its \
      holder leaves, with a queue. Every action it signed is entered once or held with its reason, and all nodes say so.
      """
  ) { script in
    let grid = PhoneGrid(script)
    let phone = script.phone(at: grid.community, named: "巡查员")
    script.pass(minutes: 10)
    grid.firstWeek(of: phone)
    grid.secondWeek(of: phone)
    let next = grid.thirdWeek(of: phone)
    // What was said of the old place meanwhile is heard there.
    script.passOn(grid.community, from: grid.oldArea, to: grid.township)
    script.heal()
    for hazard in grid.passed { script.expectStatus("passed", of: hazard, at: grid.holders(of: hazard)) }
    for hazard in grid.untouched { script.expectStatus("rectified", of: hazard, at: grid.holders(of: hazard)) }
    for one in [phone, next] {
      script.expectAccount(of: one, at: [grid.township, grid.second, grid.community], wholly: [grid.city])
    }
  }
}

/// A community of one township, which comes to stand in another.
private final class PhoneGrid {
  let script: Script
  let city, township, second, community: SimulatedNode
  let oldArea: Area
  /// What the holder of a phone has passed, and what has come to nothing.
  private(set) var passed: [Paper] = []
  private(set) var untouched: [Paper] = []
  /// The phone as it stood when its post was at the old place.
  private var former: PersonalDevice?

  init(_ script: Script) {
    self.script = script
    city = script.node("370200000000")
    township = script.node("370202001000", below: city)
    second = script.node("370202003000", below: city)
    community = script.node("370202001001", below: township)
    oldArea = community.area
  }

  func holders(of hazard: Paper) -> [SimulatedNode] {
    [city, hazard.area == oldArea ? township : second, community]
  }

  /// A hazard that is rectified: it waits for somebody to pass it.
  private func rectified(_ text: String) -> Paper {
    let hazard = script.hazard(at: community, text)
    script.step("rectified", of: hazard, at: community)
    return hazard
  }

  /// Signs that a hazard of the community is passed, which in the end it is or is not.
  private func pass(_ text: String, on phone: Phone, _ fate: ActionFate = .counts) {
    let hazard = rectified(text)
    script.sign("passed", of: hazard, on: phone, at: community, fate)
    if fate == .counts { passed.append(hazard) } else { untouched.append(hazard) }
  }

  // MARK: The weeks

  /// A clock that is wrong by a year, two nodes, answers that nobody hears, and a phone that is dead.
  func firstWeek(of phone: Phone) {
    script.world.people[phone.holder].device?.clockLead = -400 * 86_400_000
    pass("通道堵塞", on: phone)
    script.handIn(phone, at: community, township)
    script.pass(days: 2)
    script.expectStatus("passed", of: passed[0], at: [city, township, community])

    pass("灭火器过期", on: phone)
    script.handInUnheard(phone, at: township)
    script.handInUnheard(phone, at: township)
    script.pass(hours: 1)
    script.handInUnheard(phone, at: community)
    script.handIn(phone, at: township, community)

    pass("临边无防护", on: phone)
    script.world.people[phone.holder].deadUntil = script.world.now + 4 * 86_400_000
    script.handIn(phone, at: community)
    script.expectStatus("rectified", of: passed[2], at: [community])
    script.pass(days: 5)
    script.expectStatus("passed", of: passed[2], at: [city, township, community])
  }

  /// Another role and another place, while actions in the old ones are still on the phone.
  func secondWeek(of phone: Phone) {
    pass("配电箱无门", on: phone)
    let report = rectified("误报")
    script.sign("withdrawn", of: report, on: phone, at: community, .isHeld(.roleMayNot))
    untouched.append(report)
    script.certify(phone, as: "officer", at: community)
    pass("特种作业无证", on: phone)
    script.handIn(phone, at: community)
    script.pass(days: 3)

    let outage = script.strike(.partition, community)
    pass("电线老化", on: phone)
    pass("疏散门上锁", on: phone)
    script.assign("370202003001", to: community, by: city)
    script.pass(days: 2)
    script.end(outage)
    script.pass(days: 1)
    former = script.device(of: phone)
    script.takePlace(community, below: second)
    script.certify(phone, as: "officer", at: community)
    pass("新址：气瓶倒放", on: phone)
    // What the old place was about it hands in where it works, and above that place too.
    let late = phone.queue
    script.handIn(phone, at: community)
    phone.queue = late.filter { $0.act.request.area == oldArea }
    script.handIn(phone, at: township)
    script.pass(hours: 1)
    script.passOn(community, from: oldArea, to: township)
    script.pass(days: 1)
    for hazard in passed { script.expectStatus("passed", of: hazard, at: holders(of: hazard)) }
  }

  /// A thief, a withdrawal that comes late and says too little, the true number from above; and somebody who leaves.
  /// - Returns: the phone that the holder had instead.
  func thirdWeek(of phone: Phone) -> Phone {
    let owner = script.device(of: phone)
    // Signed before the theft, and brought on a stick after it.
    pass("新址：堆物", on: phone)
    let stick = phone.queue
    phone.queue.removeAll()
    let last = script.device(of: phone).number
    let outage = script.strike(.partition, community)
    script.pass(phone, to: "捡到手机的人", at: community)
    pass("新址：小偷一", on: phone, .isWithout("withdrawn"))
    script.handIn(phone, at: community)
    script.expectStatus("passed", of: untouched[1], at: [community])
    if let former {
      script.under(former, on: phone) {
        script.sign("passed", of: untouched[0], on: phone, at: township, .isWithout("withdrawn"))
      }
    }
    script.handIn(phone, at: township)
    script.expectStatus("passed", of: untouched[0], at: [township])
    // The second township believes less than is true; the city knows better.
    script.withdraw(phone, beyond: 0, in: community.area, by: second)
    script.pass(days: 1)
    script.expectStatus("passed", of: passed[passed.count - 2], at: [community])
    script.end(outage)
    script.pass(days: 1)
    script.expectStatus("rectified", of: passed[passed.count - 2], at: [city, second, community])
    phone.queue = stick
    script.handIn(phone, at: community)
    script.expectStatus("rectified", of: passed[passed.count - 1], at: [community])
    for area in [community.area, oldArea] { script.withdraw(phone, beyond: last, in: area, by: city) }
    script.pass(days: 1)
    script.tryHeld(at: community)
    script.expectStatus("passed", of: passed[passed.count - 1], at: [community])
    pass("新址：小偷二", on: phone, .isHeld(.withdrawn))
    script.handIn(phone, at: community, second)
    return leaver(owner)
  }

  /// Somebody says a last number and signs on. The queue is uploaded when the withdrawal is known.
  private func leaver(_ owner: PersonalDevice) -> Phone {
    let next = script.phone(at: community, named: "巡查员的新手机", account: owner.account)
    pass("新址：离岗前一", on: next)
    script.handIn(next, at: second)
    pass("新址：离岗前二", on: next)
    let told = script.device(of: next).number
    pass("新址：离岗后", on: next, .isHeld(.withdrawn))
    script.withdraw(next, beyond: told, in: community.area, by: community)
    script.pass(days: 1)
    script.handIn(next, at: community)
    script.pass(days: 1)
    return next
  }
}
