// Before the day: the nodes are made, the enterprises entered, and every link proved for the first time.
import Merge
import Replica
import Store
import Trust

extension CityRun {
  func build() throws {
    let before = ResidentMemory.bytes
    var keys = Draw(seed: settings.seed, stream: "city root key")
    let root = World.key(&keys)
    for (number, place) in tree.places.enumerated() {
      var draw = Draw(seed: settings.seed, stream: "city node \(number)")
      let (identity, signer) = World.identity(&draw, area: place.area)
      let issuer = place.parent.map { nodes[$0] }
      let grant = World.grant(signer, place.area, by: issuer?.signer ?? root)
      let node = try CityNode(
        number: number, parent: place.parent, identity: identity, signer: signer,
        grants: (issuer?.grants ?? []) + [grant], root: root.publicKey, catalog: forms.catalog)
      try node.write { replica, storage in
        try World.introduce(node.grants, at: node.area, now: wallClock, &replica, storage)
      }
      nodes.append(node)
      numbers[place.area.code] = number
      if let parent = place.parent { nodes[parent].children.append(number) }
    }
    figures.emptyNodeBytes = (ResidentMemory.bytes - before) / max(1, nodes.count)
    figures.memoryBefore = before
    note("\(nodes.count) nodes made")
  }

  /// Enters the enterprises, lets every node meet its parent, and begins to count anew.
  func prepare() throws {
    let communities = nodes.filter { $0.tier == .community }.map(\.number)
    drawEnterprises(in: communities)
    for node in communities {
      after(Int64(people.below(60)) * Self.second, .errand(CityErrand(kind: .register, node: node)))
    }
    // From below, tier by tier, each over a few minutes: what is below has been brought together when it goes up.
    for node in nodes where node.parent != nil {
      let turn = Int64(Tier.community.rawValue) - Int64(node.tier.rawValue)
      node.isSessionDue = true
      after((60 + 300 * turn + Int64(people.below(240))) * Self.second, .session(node: node.number))
    }
    try runUntil(Self.hour)
    note("first hour")
    try settle(within: Self.dayBegins - 2 * Self.hour)
    figures.preparedAt = now
    note("prepared")
    try runUntil(Self.dayBegins)
    figures.clear()
    for node in nodes { node.tally.clear() }
  }

  private func drawEnterprises(in communities: [Int]) {
    registered = nodes.map { _ in [] }
    for index in 0..<(communities.count * settings.enterprisesPermille / 1_000) {
      let node = communities[people.below(communities.count)]
      guard let area = Area("\(nodes[node].area.code)/\(Edit.creditCode(index))") else {
        preconditionFailure("a credit code")
      }
      enterprises.append((area, node))
      registered[node].append(index)
    }
  }

  /// Runs until every link is proved equal and holds a long poll.
  func settle(within limit: Int64) throws {
    let end = now + limit
    while let reason = try unsettled() {
      guard now < end else { throw CityFailure(description: reason) }
      try runUntil(now + 10 * Self.second)
    }
  }

  private func unsettled() throws -> String? {
    for child in nodes {
      guard let parent = child.parent.map({ nodes[$0] }) else { continue }
      guard child.conversation?.isPoll == true, child.queue.count == 0, parent.queue.count == 0 else {
        return "n\(child.number) at \(child.area) is still exchanging"
      }
    }
    for child in nodes {
      guard let parent = child.parent.map({ nodes[$0] }), let branch = Branch(parent: parent.area, child: child.area)
      else { continue }
      let below = try child.read { try $0.fingerprint(of: branch) }
      let above = try parent.read { try $0.fingerprint(of: branch) }
      if below != above { return "n\(child.number) at \(child.area) and its parent differ: \(below), \(above)" }
      if child.tally.backlog != 0 { return "n\(child.number) at \(child.area) owes \(child.tally.backlog) commits" }
    }
    return nil
  }

  func measureStores() throws {
    figures.headNanoseconds = try measureHeads()
    figures.memoryAfter = ResidentMemory.bytes
    figures.memoryPeak = ResidentMemory.peakBytes
    for node in nodes {
      let summary = try node.read { try $0.summary(types: []) }
      figures.stores.append(
        .init(tier: node.tier, bytes: summary.fileBytes, commits: Int(summary.commits), feeds: summary.feeds))
    }
    figures.nodes = nodes.map { ($0.tier, $0.tally) }
  }

  /// How long it takes to add one head to a fingerprint, in the city's largest branch.
  private func measureHeads() throws -> Int64 {
    let branches = nodes[0].children.compactMap { Branch(parent: nodes[0].area, child: nodes[$0].area) }
    let counts = try nodes[0].read { reader in try branches.map { try reader.fingerprint(of: $0).count } }
    guard let most = counts.indices.max(by: { counts[$0] < counts[$1] }), counts[most] > 0 else { return 0 }
    let clock = ContinuousClock()
    // The least of many: whatever else the machine does only adds.
    let spent = try nodes[0].read { reader in
      try (0..<50).map { _ in try clock.measure { _ = try reader.fingerprint(of: branches[most]) } }.min() ?? .zero
    }
    return spent.components.attoseconds / 1_000_000_000 / Int64(counts[most])
  }
}
