// What a phone hands in is cut off, at every byte of it, and so is every answer.
import Merge
import Replica
import Store
import Trust

extension Situation {
  static let phoneCutAtEveryByte = Situation(
    name: "phone-cut-at-every-byte",
    summary: """
      A phone hands in at two nodes in turn. The request ends after each number of its bytes, and nothing of it is kept; the \
      same request is then made whole, and its answer is lost, and it is made again. Everything counts exactly once.
      """
  ) { script in
    let township = script.node("370202001000")
    let community = script.node("370202001001", below: township)
    let phone = script.phone(at: community, named: "巡查员")
    script.pass(minutes: 10)
    let nodes = [community, township]
    var stores: [(paper: Paper, count: Int64)] = []
    var cut = 0
    while let file = script.next(on: phone, at: community, &stores), cut < file.count, script.world.violation == nil {
      let (first, second) = (nodes[cut % 2], nodes[cut / 2 % 2])
      script.handIn(cutOff: Array(file[..<cut]), at: first)
      script.handInUnheard(phone, at: first)
      if cut.isMultiple(of: 5) { script.pass(minutes: 1) }
      script.handIn(phone, at: second)
      cut += 1
    }
    script.handIn(phone, at: community)
    script.expect(cut > 300, "has cut only \(cut) requests")
    script.heal()
    for (paper, count) in stores { script.expect("stock", of: paper, is: .int(count), at: nodes) }
    script.expectAccount(of: phone, at: [community], wholly: [township])
  }
}

extension Script {
  /// Signs one more thing that comes into a store.
  /// - Parameter stores: the stores, with what has come into each.
  /// - Returns: the request that brings it, in bytes; nil when something went amiss.
  fileprivate func next(
    on phone: Phone, at node: SimulatedNode, _ stores: inout [(paper: Paper, count: Int64)]
  ) -> [UInt8]? {
    // Few to a record: where one of two commits of an action comes to repeat the other, the record is folded anew.
    if stores.last.map({ $0.count == 40 }) ?? true { stores.append((store(at: node), 0)) }
    let paper = stores[stores.count - 1].paper
    sign([("stock", one())], of: paper, on: phone, at: node)
    stores[stores.count - 1].count += 1
    return phone.queue.last?.signed.map { ActionFile(passes: [$0.pass], actions: [$0.action]).encoded }
  }

  /// One more, under an id of its own, as a phone counts: two that look alike are two.
  func one() -> FieldEdit {
    let random = world.draw.bytes16()
    return .increments([Increment(id: IncrementID(Bytes16(high: random.high, low: random.low)), amount: 1)])
  }

  /// A store of sandbags, which both township and community know.
  func store(at node: SimulatedNode) -> Paper {
    let paper = enter("supply", at: node, [("name", .text("沙袋")), ("unit_of_count", .text("个"))])
    pass(minutes: 1)
    return paper
  }

  /// A request ends before its end. What there is of it is no action file: the node keeps nothing of it.
  fileprivate func handIn(cutOff bytes: [UInt8], at node: SimulatedNode) {
    if world.violation != nil { return }
    guard let file = try? ActionFile(encoded: bytes) else { return }
    expect(false, "takes \(file.actions.count) actions from \(bytes.count) bytes of a request", at: node)
  }
}
