// Keeping the ledger: what is read of the nodes, and when.
import Merge
import Replica
import Store

extension World {
  /// Whether a node keeps to the rules and its disk is honest with it.
  func isTrusted(_ number: Int) -> Bool { !atlas.untrusted.contains(number) }

  /// Enters what has newly arrived at a node.
  func enter(_ news: [Arrival], of node: SimulatedNode, isAnew: Bool) {
    guard let problem = ledger.note(news, at: node, isAnew: isAnew), isTrusted(node.number) else { return }
    switch problem {
    case .damaged(let text): violate(AlwaysGapless.name, node: node.number, text)
    case .missing(let text): violate(AlwaysHeld.name, node: node.number, text)
    }
  }

  /// Asks every node that runs how it stands.
  func survey() {
    for node in nodes where violation == nil {
      guard node.isUp else {
        ledger.note(nil, of: node.number)
        continue
      }
      do { ledger.note(try survey(node), of: node.number) } catch { refuse(node, error) }
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
        links: links, feeds: try store.feeds(), mark: try reader.mark(), branches: branches,
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
    guard peer.isUp, peer.identity.node == link.peer, peer.identity.store == link.store else { return nil }
    return peer
  }
}
