// Keeping the ledger: what is read of the nodes, and when.
import Merge
import Replica
import Store
import Trust

extension World {
  /// Whether a node keeps to the rules and its disk is honest with it.
  func isTrusted(_ number: Int) -> Bool { !atlas.untrusted.contains(number) }

  /// Enters what has newly arrived at a node.
  func enter(_ news: [Arrival], of node: SimulatedNode, isAnew: Bool) {
    guard let problem = ledger.noteArrivals(news, at: node, isAnew: isAnew), isTrusted(node.number) else { return }
    switch problem {
    case .damaged(let text): violate(AlwaysGapless.name, node: node.number, text)
    case .missing(let text): violate(AlwaysHeld.name, node: node.number, text)
    }
  }

  /// Has a disk read again from its beginning after commits were taken out of it, or when it is another store now.
  func noticeCuts(of node: SimulatedNode) throws {
    let cuts = try node.read { _, store in try store.cutCount() }
    let holding = ledger.holding(of: node.number)
    guard cuts != ledger.cuts[node.number, default: 0] || holding.map({ $0.store != node.identity.store }) ?? false
    else {
      return
    }
    ledger.cuts[node.number] = cuts
    let kept = try holding?.commits.map(\.commit.hash).filter { hash in
      try node.read { _, store in try store.hasEvidence(hash) }
    }
    ledger.wasCut(node, kept: Set(kept ?? []))
    atlas.forgetMark(of: node.number)
  }

  /// The commits of a node that have their effect there.
  func effectiveCommits(of node: SimulatedNode) throws -> [KnownCommit] {
    let reach = Dictionary(
      uniqueKeysWithValues: try node.read { _, store in try store.feeds() }.map { ($0.id, $0.effective) })
    return (ledger.holding(of: node.number)?.commits ?? []).map(\.commit).filter { commit in
      commit.dot.seq <= reach[commit.dot.feed, default: 0]
    }
  }

  /// The records that a node must show, by what it holds and knows.
  func expectedRecords(of node: SimulatedNode, _ commits: [KnownCommit]) throws -> [RecordKey: NaiveRecord] {
    NaiveView.records(of: commits, node.catalog, actions: try actions(of: node, commits))
  }

  /// What the signed ones of a node's commits come to.
  func actions(of node: SimulatedNode, _ commits: [KnownCommit]) throws -> [Dot: NaiveAction] {
    NaivePeople.actions(of: commits, try statements(of: node)) { commit, message, pass in
      ledger.isSigned(commit, message, by: pass)
    }
  }

  /// What a node knows of nodes' places and of people's passes: of every author and every signature that it holds.
  func statements(of node: SimulatedNode) throws -> KnownStatements {
    let commits = (ledger.holding(of: node.number)?.commits ?? []).map(\.commit)
    var known = KnownStatements(root: node.root)
    for statement in commits.flatMap(\.peopleStatements) { known.add(statement) }
    try node.read { _, store in
      var open = Set(commits.map(\.key.node)).sorted()
      var visited = Set(open)
      for statement in known.all where visited.insert(statement.issuer.node).inserted {
        open.append(statement.issuer.node)
      }
      for id in Set(commits.compactMap { $0.signature?.pass }).sorted() {
        for statement in try store.passes(id) {
          known.add(statement)
          if visited.insert(statement.issuer.node).inserted { open.append(statement.issuer.node) }
        }
      }
      for device in Set(known.passes.values.map(\.device)).sorted() {
        for statement in try store.withdrawals(of: device) {
          known.add(statement)
          if visited.insert(statement.issuer.node).inserted { open.append(statement.issuer.node) }
        }
      }
      while let next = open.popLast() {
        for statement in try store.statements(about: next) {
          known.add(statement)
          if visited.insert(statement.issuer.node).inserted { open.append(statement.issuer.node) }
        }
      }
    }
    return known
  }

  /// Asks every node that runs how it stands.
  func survey() {
    for node in nodes where violation == nil {
      guard node.isUp else {
        ledger.noteSurvey(nil, of: node.number)
        continue
      }
      do { ledger.noteSurvey(try survey(node), of: node.number) } catch { refuse(node, error) }
    }
  }

  private func survey(_ node: SimulatedNode) throws -> Survey {
    try node.read { reader, store in
      let links = try store.links()
      let branches = try links.compactMap { link in
        let branch =
          link.isParent ? Branch(parent: link.area, child: node.area) : Branch(parent: node.area, child: link.area)
        return try branch.map { (link: link, branch: $0, fingerprint: try reader.fingerprint(of: $0)) }
      }
      return Survey(
        links: links, feeds: try store.feeds(), mark: try reader.mark(), cuts: try store.cutCount(), branches: branches,
        clock: node.hybridTime ?? .zero)
    }
  }

  /// Reads every disk again from its beginning.
  func readAllAgain() {
    for node in nodes { atlas.forgetMark(of: node.number) }
    for node in nodes { look(at: node) }
  }

  /// The node a link's other end is, when it runs, its store is the one the link speaks of, and it is honest.
  func peer(of link: StoredLink) -> SimulatedNode? {
    guard let number = atlas.number(of: link.peer), isTrusted(number) else { return nil }
    let peer = nodes[number]
    // What one of two copies has acknowledged the other need not have.
    guard nodes.count(where: { $0.identity.node == link.peer }) == 1 else { return nil }
    guard peer.isUp, peer.identity.node == link.peer, peer.identity.store == link.store else { return nil }
    return peer
  }
}
