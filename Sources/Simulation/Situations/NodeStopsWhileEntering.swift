// A node stops while it enters what a phone has handed in, and before it has said so.
import Merge
import Replica
import Store

extension Situation {
  static let nodeStopsWhileEntering = Situation(
    name: "node-stops-while-entering",
    summary: """
      A community's machine stops after the first, second, third … write or flush of what a phone has handed in: its process, its \
      power, or its power while the system writes back. And it stops when all is on disk, before the phone hears of it. The \
      phone hands in again, and everything counts exactly once.
      """
  ) { script in
    let township = script.node("370202001000")
    let community = script.node("370202001001", below: township)
    let phone = script.phone(at: community, named: "巡查员")
    script.pass(minutes: 10)
    let store = script.store(at: community)
    var count: Int64 = 0
    func sign(_ actions: Int) {
      for _ in 0..<actions { script.sign([("stock", script.one())], of: store, on: phone, at: community) }
      count += Int64(actions)
    }

    var (operations, hasGoneThrough) = (0, false)
    while !hasGoneThrough, script.world.violation == nil {
      let life = community.life
      sign(2)
      community.lossWhenStopped = [.process, .everything, .drawn][operations % 3]
      community.disk.stop(after: operations)
      script.handIn(phone, at: community)
      if community.disk.isDead { script.world.crash(community, "stops") }
      hasGoneThrough = community.isUp && community.life == life && !community.disk.isDead
      community.disk.heal()
      community.lossWhenStopped = .process
      let isUp = script.pass(upToHours: 24) { community.isUp && script.hasHeardAll }
      script.expect(isUp, "does not come back after write \(operations)", at: community)
      script.expect("stock", of: store, is: .int(count), at: [community])
      operations += 1
      script.expect(operations < 400, "writes without end", at: community)
    }
    script.expect(operations > 12, "was stopped \(operations) times", at: community)

    for turn in 0..<6 {
      sign(2)
      script.handInUnheard(phone, at: community)
      if turn.isMultiple(of: 2) { script.losePower(community) } else { script.kill(community) }
      // It is handed in again while the node is down, at the next above at once.
      let queue = phone.queue
      script.handIn(phone, at: community)
      phone.queue = queue
      if turn.isMultiple(of: 3) { script.handIn(phone, at: township) } else { phone.queue.removeAll() }
      script.pass(upToHours: 24) { community.isUp && script.hasHeardAll }
      script.expect("stock", of: store, is: .int(count), at: [community])
    }
    script.heal()
    script.expect("stock", of: store, is: .int(count), at: [township, community])
    script.expectAccount(of: phone, at: [community], wholly: [township])
  }
}
