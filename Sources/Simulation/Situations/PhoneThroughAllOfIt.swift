// One phone through everything that can befall what it has signed: each action counts once, or is held with its reason.
import Catalog
import Merge
import Replica
import Store
import Trust

extension Situation {
  static let phoneThroughAllOfIt = Situation(
    name: "phone-through-all-of-it",
    summary: """
      What a phone has signed is cut at every byte on its way, its node stops at every write, it is handed in at two nodes \
      and more than once; the role changes, the pass runs out, the post ends, the grid is redrawn. In the end each action \
      counts once, the same everywhere, or is held with its reason.
      """
  ) { script in
    let city = script.node("370200000000")
    let township = script.node("370202001000", below: city)
    let community = script.node("370202001001", below: township)
    let journal = PhoneJournal()
    let patroller = script.colleague(at: community, named: "巡查员")
    script.pass(minutes: 10)

    script.cut(at: community, patroller, journal)
    script.stop(community, patroller, journal)
    script.handInTwice([community, township], patroller, journal)
    script.changeRole(at: community, patroller, journal)
    let after = script.endPost(community, above: township, patroller, journal)
    script.redraw(community, below: township, patroller, journal)

    script.heal()
    script.expectAccounted(journal, at: [city, township, community])
    script.expect(after.count == 2 && journal.held.count >= 2, "holds nothing back", at: community)
  }
}

extension Script {
  /// The request is cut at every byte, and the answer is lost after that.
  fileprivate func cut(at node: SimulatedNode, _ person: Int, _ journal: PhoneJournal) {
    let signed = (1...2).compactMap { find("隐患 \($0)", about: node.area, by: person, in: journal) }
    let whole = ActionFile(passes: [signed[0].pass], actions: signed.map(\.action)).encoded.count
    for count in 0..<whole {
      expect(handIn(signed, at: node, in: journal, bytes: count) == nil, "reads \(count) of \(whole) bytes", at: node)
    }
    expect(handIn(signed, at: node, in: journal), are: ["entered", "entered"], at: node)
    expect(handIn(signed, at: node, in: journal), are: ["repeated counts", "repeated counts"], at: node)
    pass(minutes: 10)
  }

  /// The node's machine stops at every write of the transactions, its process alone or with what was not flushed.
  fileprivate func stop(_ node: SimulatedNode, _ person: Int, _ journal: PhoneJournal) {
    for writes in 0... {
      guard world.violation == nil, let signed = find("停在第 \(writes) 次写", about: node.area, by: person, in: journal)
      else { return }
      node.lossWhenStopped = writes % 2 == 0 ? .process : .everything
      node.disk.stop(after: writes)
      let answer = handIn([signed], at: node, in: journal)
      let hasStopped = node.disk.isDead || !node.isUp
      if !hasStopped { node.disk.heal() }
      if hasStopped, node.isUp { world.crash(node, "stops") }
      pass(hours: 1)
      let again = handIn([signed], at: node, in: journal)
      let isOnce = ["entered", "repeated counts"].contains(Self.word(again?.first))
      expect(isOnce, "says \(Self.word(again?.first)) after it stopped at write \(writes)", at: node)
      if !hasStopped {
        return expect(Self.word(answer?.first) == "entered" && writes > 4, "stops at no write", at: node)
      }
    }
  }

  /// Two nodes take the same actions, the one above first or last.
  fileprivate func handInTwice(_ nodes: [SimulatedNode], _ person: Int, _ journal: PhoneJournal) {
    for order in [nodes, nodes.reversed()] {
      guard let signed = find("两处提交", about: nodes[0].area, by: person, in: journal) else { return }
      let outage = strike(.partition, nodes[0])
      for node in order { expect(handIn([signed], at: node, in: journal), are: ["entered"], at: node) }
      pass(hours: 5)
      end(outage)
      pass(hours: 1)
      for node in nodes {
        let again = Self.word(handIn([signed], at: node, in: journal)?.first)
        expect(again.hasPrefix("repeated"), "says \(again) of what two nodes have", at: node)
      }
    }
  }

  /// The role changes while something is still on the phone under the old one, which then runs out.
  fileprivate func changeRole(at node: SimulatedNode, _ person: Int, _ journal: PhoneJournal) {
    certifyAgain(person, as: "patroller", at: node, days: 10)
    let early = find("旧岗位签的", about: node.area, by: person, in: journal)
    let late = find("旧岗位签的，放得太久", about: node.area, by: person, in: journal)
    certifyAgain(person, as: "cell_head", at: node)
    let next = find("新岗位签的", about: node.area, by: person, in: journal)
    guard let early, let late, let next else { return }
    expect(handIn([next], at: node, in: journal), are: ["entered"], at: node)
    pass(days: 69)
    expect(handIn([early], at: node, in: journal), are: ["entered"], at: node)
    pass(days: 2)
    expect(handIn([late], at: node, in: journal), are: ["held pass-over"], at: node)
  }

  /// The post ends at the number that the phone has told; its owner has not heard and goes on. One of the two is honest, says the
  /// office above, and with its withdrawal that one counts.
  fileprivate func endPost(
    _ node: SimulatedNode, above office: SimulatedNode, _ person: Int, _ journal: PhoneJournal
  ) -> [SignedErrand] {
    guard let device = world.people[person].device else { return [] }
    withdraw(device, last: device.number, by: node)
    let after = (1...3).compactMap { find("离岗后 \($0)", about: node.area, by: person, in: journal) }
    let words = ["held withdrawn", "held withdrawn", "held withdrawn"]
    expect(handIn(after, at: node, in: journal), are: words, at: node)
    withdraw(device, last: device.number + 1, by: office)
    pass(hours: 1)
    expect(handIn(after, at: node, in: journal), are: ["entered", "held withdrawn", "held withdrawn"], at: node)
    return Array(after.dropFirst())
  }

  /// The grid is redrawn: the person works at another place, under a pass for it; what was found at the old one is handed in above.
  fileprivate func redraw(
    _ node: SimulatedNode, below office: SimulatedNode, _ person: Int, _ journal: PhoneJournal
  ) {
    let new = self.node("370202001009", below: office)
    let before = colleague(at: node, named: "调动的巡查员")
    let old = find("旧网格里发现", about: node.area, by: before, in: journal)
    let mover = colleague(at: new, named: "调动的巡查员，在新网格")
    world.people[mover].device = world.people[before].device
    pass(minutes: 10)
    certifyAgain(mover, as: "patroller", at: new)
    let fresh = find("新网格里发现", about: new.area, by: mover, in: journal)
    guard let old, let fresh else { return }
    expect(handIn([old], at: new, in: journal), are: ["refused not-held-here"], at: new)
    expect(handIn([fresh], at: new, in: journal), are: ["entered"], at: new)
    expect(handIn([old], at: office, in: journal), are: ["entered"], at: office)
    pass(hours: 1)
  }
}
