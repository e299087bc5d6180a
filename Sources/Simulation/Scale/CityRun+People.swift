// People hand their errands to nodes: at the node itself, or from an enterprise's terminal over the mobile network.
import Catalog
import Merge
import Records
import Replica
import Store

extension CityRun {
  /// Somebody wants something done. A terminal that cannot reach its community's node keeps it and tries again.
  func send(_ errand: CityErrand) {
    guard errand.isRemote else { return arrive(errand) }
    var errand = errand
    if errand.tries == 0 { errand.since = now }
    let node = nodes[errand.node]
    guard node.isOnline, node.isUp else { return retry(errand) }
    let profile = LinkProfile(above: .terminal)
    after(profile.opening(&people) + profile.delay(Self.errandBytes, &people), .arrival(errand))
  }

  /// About what a record takes as JSON with its head.
  private static let errandBytes = 1_200

  private func retry(_ errand: CityErrand) {
    var again = errand
    again.tries += 1
    figures.terminalRetries += 1
    let pause = min(600, 10 << min(6, again.tries)) * 1_000_000
    after(Int64(people.within(pause / 2...pause)), .errand(again))
  }

  func arrive(_ errand: CityErrand) {
    let node = nodes[errand.node]
    guard node.isUp, !errand.isRemote || node.isOnline else { return retry(errand) }
    node.tally.errands += 1
    node.tally.asked(at: now)
    figures.countRequest(of: node, at: now)
    enqueue(.errand(errand), at: node)
  }

  /// Does what somebody wants at a node.
  /// - Returns: how long it takes.
  func perform(_ errand: CityErrand, at node: CityNode) throws -> Int64 {
    let requests = try requests(of: errand, at: node)
    guard !requests.isEmpty else { return ServiceTime.commit }
    let made =
      requests.contains(where: wantsSignature)
      ? try requests.map { try enterSigned($0, at: node) }
      : try enter(requests, by: errand.isRemote ? "enterprise" : "officer", at: node)
    let cost = ServiceTime.commit + ServiceTime.furtherCommit * Int64(made.count - 1)
    for (dot, request) in zip(made, requests) {
      let feedClass = forms.catalog.type(named: request.type)!.class
      let top = feedClass.rises ?? node.tier
      authored[dot] = Authored(
        node: node.number, time: now + cost, top: top, isUrgent: feedClass.priority == .urgent)
      if let parent = node.parent, nodes[parent].tier >= top { node.tally.owe(1) }
      if case .directive = errand.kind { directive = (request.record, dot, now + cost) }
    }
    node.tally.made += made.count
    followUp(errand)
    if errand.isRemote {
      figures.terminalWaits.add(now + cost + LinkProfile(above: .terminal).delay(300, &people) - errand.since)
    }
    return cost
  }

  /// Enters what needs no signature.
  /// - Returns: for each request, the commit that it stands in.
  private func enter(_ requests: [RecordRequest], by user: String, at node: CityNode) throws -> [Dot] {
    let plans = try requests.map { request in
      try request.plan(by: user, deviceTime: nil, catalog: forms.catalog, store: node.store, now: wallClock)
    }
    return try node.write { replica, storage in
      let intents = try plans.flatMap { try $0.intents(in: storage.reader) }
      return try replica.commit(intents, user: user, now: wallClock, into: storage).map(\.dot)
    }
  }

  private func requests(of errand: CityErrand, at node: CityNode) throws -> [RecordRequest] {
    let random = people.bytes16()
    let record = RecordID(milliseconds: wallClock, random: (random.high, random.low))
    switch errand.kind {
    case .register:
      return registered[errand.node].map { index in
        let random = people.bytes16()
        return forms.enterprise(
          RecordID(milliseconds: wallClock, random: (random.high, random.low)), enterprises[index].area, number: index)
      }
    case .patrol: return [forms.patrol(record, node.area, now: wallClock, notes: "例行巡查，未发现异常。")]
    case .dailyReport: return [forms.patrol(record, node.area, now: wallClock, notes: "日报：当日无事故，隐患整改按期推进。")]
    case .visit(let index):
      return [inspection(record, index, origin: "patrol", summary: "现场检查安全出口、消防设施和用电线路，发现问题已责令整改。")]
    case .selfCheck(let index):
      return [inspection(record, index, origin: "self", summary: "按清单自查二十项，均符合要求。")]
    case .dutyReport(let index):
      return [inspection(record, index, origin: "self", summary: "本月履行安全生产法定职责情况报告。")]
    case .directive: return [forms.directive(record, node.area, now: wallClock)]
    case .receipt:
      guard let directive else { return [] }
      return [forms.receipt(record, for: directive.record, of: node, now: wallClock)]
    case .hazard(let index): return try hazardRequests(errand, index, at: node)
    }
  }

  private func inspection(_ record: RecordID, _ index: Int, origin: String, summary: String) -> RecordRequest {
    forms.inspection(record, enterprises[index].area, now: wallClock, origin: origin, summary: summary)
  }

  /// The next step of a hazard; nothing when the node does not know yet what must come before it.
  private func hazardRequests(_ errand: CityErrand, _ index: Int, at node: CityNode) throws -> [RecordRequest] {
    let hazard = hazards[index]
    if hazard.stage == .reported {
      return [forms.report(hazard, enterprises[hazard.enterprise].area, now: wallClock, &people)]
    }
    guard let type = forms.catalog.type(named: "hazard"),
      let view = try node.read({ try $0.records(hazard.record, type: type).first }),
      view.standing?.status == hazard.before.map({ "\($0)" })
    else {
      figures.stepsPutOff += 1
      after(10 * 60 * Self.second, .errand(errand))
      return []
    }
    return [forms.step("\(hazard.stage)", of: view, now: wallClock, &people)]
  }

  /// What comes after a step of a hazard.
  private func followUp(_ errand: CityErrand) {
    guard case .hazard(let index) = errand.kind else { return }
    func minutes(_ range: ClosedRange<Int>) -> Int64 { Int64(people.within(range)) * 60 * Self.second }
    let hazard = hazards[index]
    let community = enterprises[hazard.enterprise].node
    guard let stage = hazard.next else { return }
    hazards[index].stage = stage
    var next = CityErrand(kind: errand.kind, node: community)
    switch stage {
    case .reported: return
    case .ordered: after(minutes(10...20), .errand(next))
    case .rectified:
      // 31,459 of 35,097.
      guard people.below(35_097) < 31_459 else { return }
      next.isRemote = true
      after(minutes(60...180), .errand(next))
    case .passed: after(minutes(20...60), .errand(next))
    case .confirmed:
      guard let district = nodes[community].parent.flatMap({ nodes[$0].parent }) else { return }
      after(minutes(20...60), .errand(CityErrand(kind: errand.kind, node: district)))
    case .closed:
      guard let township = nodes[community].parent else { return }
      after(minutes(20...60), .errand(CityErrand(kind: errand.kind, node: township)))
    }
  }
}
