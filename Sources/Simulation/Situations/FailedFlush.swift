// A flush fails; what the next flush then calls done is not all on disk.
import Merge

extension Situation {
  static let failedFlush = Situation(
    name: "failed-flush-then-power-loss",
    summary: """
      A flush fails and the process starts again, finding in the system's cache what is not on the disk. It acknowledges \
      more, and the power fails; or the power fails during that start, after its first, second, third … write. Nothing \
      that was acknowledged is lost, and no store is damaged.
      """
  ) { script in
    let township = script.node("370202001000")
    let community = script.node("370202001001", below: township)
    script.pass(minutes: 10)
    script.strike(.partition, community)
    var acknowledged: [Paper] = []
    for turn in 0..<72 {
      for number in 0..<(turn % 2 * 4) {
        acknowledged.append(script.hazard(at: community, "第 \(turn) 轮，第 \(number) 处"))
      }
      let life = community.life
      community.disk.failFlush(skipping: 0)
      // Refused, and handed over again by the phone when the node is up.
      acknowledged.append(script.hazard(at: community, "第 \(turn) 轮，冲刷失败"))
      script.expect(!community.isUp, "goes on after a failed flush", at: community)
      if !turn.isMultiple(of: 3) {
        community.lossWhenStopped = .drawn
        community.disk.stop(after: turn / 3 % 12)
      }
      script.pass(upToHours: 1) { community.isUp && community.life > life }
      for number in 0..<(turn % 12) { acknowledged.append(script.hazard(at: community, "第 \(turn) 轮，重启后 \(number)")) }
      script.pass(hours: 2)
      script.losePower(community)
      script.pass(hours: 1)
      script.expectShown(acknowledged, at: [community])
    }
    script.heal()
    script.expectShown(acknowledged, at: [township, community])
  }
}
