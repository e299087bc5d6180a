// A cursor follows the data: it never says more than has been applied.
import Merge
import Replica
import Wire

/// For every link of a node that runs whose other end runs with the store the link speaks of: each commit that arrived
/// there up to the received cursor of its lane, is in the shared branch and did not come over this very link is here,
/// with the same hash.
///
/// Both directions are looked at; left out is what was refused at either end (an author that refuses what others hold
/// under its own name goes on writing beside it, and the two are compared once it no longer does), nodes that are not
/// honest, and links to a node whose store was set back, until the two have been proved equal again: what it now holds at
/// numbers it had given out before nobody can know.
/// - Source: protocol §5.3: the cursor moves in the transaction of the data.
struct AlwaysBehindData: Checker {
  private var proofs = ProofTimes()

  mutating func proved(child: SimulatedNode, parent: SimulatedNode, exchange: Exchange, in world: World) {
    proofs.noteProof(child, parent, at: world.now)
  }

  mutating func checkpoint(_ world: World) {
    for node in world.nodes where node.isUp && world.isTrusted(node.number) { look(at: node, in: world) }
  }

  private func look(at node: SimulatedNode, in world: World) {
    guard let survey = world.ledger.surveys[node.number], let own = world.ledger.holding(of: node.number) else {
      return
    }
    for (link, branch, _) in survey.branches where link.received != .zero {
      guard let peer = world.peer(of: link), let theirs = world.ledger.holding(of: peer.number),
        proofs.isCurrent(node, of: peer, in: world)
      else { continue }
      let back = world.ledger.surveys[peer.number]?.links.first { $0.peer == node.identity.node }?.reference
      let missing = theirs.commits.first { held in
        held.arrival <= link.received.lanes[Int(held.lane)] && held.source != back
          && branch.shares(held.commit.key) && !own.holds(held.commit)
          // What somebody made up in another's name gives way to what its author seals, at each end when it gets there.
          && !world.atlas.forgeries.contains(held.commit.hash)
          && !world.isRefused(held.commit.dot, at: peer, or: node)
      }
      guard let missing else { continue }
      let dot = missing.commit.dot
      return world.violate(
        Self.name, node: node.number, "is past \(dot.feed) \(dot.seq) of n\(peer.number) and does not hold it")
    }
  }
}
