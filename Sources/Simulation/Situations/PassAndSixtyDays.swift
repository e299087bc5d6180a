// A pass that is over, and what was signed under it and comes in late.
import Merge
import Records
import Replica
import Store
import Trust

extension Situation {
  static let passAndSixtyDays = Situation(
    name: "pass-and-sixty-days",
    summary: """
      A helper's pass ends after three days, with actions on the phone. What is entered up to sixty days after its last moment \
      counts; a millisecond later it is held. Under a new pass the same key goes on.
      """
  ) { script in
    let city = script.node("370200000000")
    let township = script.node("370202001000", below: city)
    let community = script.node("370202001001", below: township)
    let everybody = [city, township, community]
    let phone = script.phone(at: community, named: "临时巡查员")
    script.pass(minutes: 10)
    let hazards = ["通道堵塞", "灭火器过期", "临边无防护", "配电箱无门", "堆物"].map { text in
      let hazard = script.hazard(at: community, text)
      script.step("rectified", of: hazard, at: community)
      return hazard
    }
    script.certify(phone, as: "patroller", at: community, milliseconds: 3 * 86_400_000)
    let end = script.device(of: phone).pass.notAfter
    script.sign("passed", of: hazards[0], on: phone, at: community)
    script.handIn(phone, at: community)
    script.sign("passed", of: hazards[1], on: phone, at: community)
    let inTime = phone.queue
    phone.queue.removeAll()
    script.sign("passed", of: hazards[2], on: phone, at: community, .isHeld(.passOver))
    let tooLate = phone.queue
    // Signed after the last moment, by a clock that is right: a phone's time decides nothing.
    script.pass(days: 4)
    phone.queue = []
    script.sign("passed", of: hazards[3], on: phone, at: community)
    phone.queue = inTime + phone.queue

    // The protocol's own number: 60 days.
    script.pass(until: end + 5_184_000_000)
    script.expect(script.world.time(community) == end + 5_184_000_000, "dates by another time", at: community)
    script.handIn(phone, at: community)
    let late = phone.signed.filter { $0.fate == .counts }.map(\.errand)
    script.pass(until: end + 5_184_000_001)
    phone.queue = tooLate
    script.handIn(phone, at: community)
    // The next above has not heard of what was entered a moment ago, and holds it until it has.
    phone.queue = Array(late.suffix(2))
    script.handIn(phone, at: township)
    script.pass(hours: 1)
    script.tryHeld(at: township)
    script.certify(phone, as: "patroller", at: community)
    script.sign("passed", of: hazards[4], on: phone, at: community)
    script.handIn(phone, at: community)
    script.pass(hours: 1)
    script.heal()
    for hazard in hazards[..<2] + hazards[3...] { script.expectStatus("passed", of: hazard, at: everybody) }
    script.expectStatus("rectified", of: hazards[2], at: everybody)
    script.expectAccount(of: phone, at: [township, community], wholly: [city])
  }
}

extension Script {
  /// Lets time pass until a moment in true time, in milliseconds since 1970.
  fileprivate func pass(until moment: Int64) { world.runUntil(moment - World.beginning) }
}
