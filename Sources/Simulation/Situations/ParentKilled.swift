// A parent dies in the middle of taking what a child sends, again and again.
import Merge

extension Situation {
  static let parentKilled = Situation(
    name: "parent-killed-mid-sync",
    summary: """
      A township's power fails after the first, second, third … write or flush of a sync. What it had acknowledged it \
      still holds, and in the end it has everything exactly once.
      """
  ) { script in
    let district = script.node("370202000000")
    let township = script.node("370202001000", below: district)
    let community = script.node("370202001001", below: township)
    script.pass(minutes: 10)
    let store = script.enter("supply", at: community, [("name", .text("沙袋")), ("unit_of_count", .text("个"))])
    script.pass(minutes: 10)
    var hazards: [Paper] = []
    var total: Int64 = 0
    for operations in 0..<24 {
      let outage = script.strike(.partition, community)
      for number in 1...5 {
        hazards.append(script.hazard(at: community, "第 \(operations) 次，第 \(number) 处"))
        script.change(store, at: community, [("stock", .increment(Int64(number)))])
        total += Int64(number)
      }
      let life = township.life
      script.strike(.powerLoss, township, amount: 3 * operations)
      script.end(outage)
      let hasDied = script.pass(upToHours: 12) { township.isUp && township.life > life }
      script.expect(hasDied, "was not stopped by write \(operations)", at: township)
      script.pass(upToHours: 12) { script.shown(hazards[hazards.count - 1], at: township) != nil }
      script.expectShown(hazards, at: [township])
    }
    script.heal()
    script.expectShown(hazards, at: [district, township, community])
    script.expect("stock", of: store, is: .int(total), at: [district, township, community])
    script.expect(
      script.all("hazard", at: district).count == hazards.count, "shows hazards more than once", at: district)
  }
}
