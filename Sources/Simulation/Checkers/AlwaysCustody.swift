// What a link says the other end has, the other end has.
import Merge
import Replica
import Store
import Wire

/// An acknowledgement of another node, and a custody mark of a tier, are true.
///
/// For every link of a node that runs whose other end runs with the store the link speaks of: each commit that arrived up
/// to the acknowledged cursor of its lane, is in the shared branch and did not come over that link is at the other end,
/// with the same hash. For every custody mark of a tier: the node of that tier above holds the feed up to the mark's
/// number.
///
/// Left out is what was refused at either end; nodes that are not honest; marks about a machine that was lost, until
/// the world has come to rest and it has been filled again by the links above and below it; and links at either
/// end of which a store was set back, until the two have been proved equal again: what was acknowledged nobody can know to be
/// gone before, nor which commits now stand under numbers that were given out before.
/// - Source: protocol §5.6.
struct AlwaysCustody: Checker {
  /// For each node, the store whose marks have been looked at, up to which number, and those still to be looked at.
  private var marks: [Int: (store: StoreID, number: UInt64, open: [CustodyMark])] = [:]

  private var proofs = ProofTimes()

  mutating func proved(child: SimulatedNode, parent: SimulatedNode, exchange: Exchange, in world: World) {
    proofs.noteProof(child, parent, at: world.now)
  }

  mutating func checkpoint(_ world: World) {
    for node in world.nodes where node.isUp && world.isTrusted(node.number) {
      lookAtLinks(of: node, in: world)
      lookAtMarks(of: node, in: world)
    }
  }

  mutating func ended(_ world: World) {
    // Everything once more: what was true when it was said must still be.
    marks.removeAll()
    checkpoint(world)
    for (number, state) in marks.sorted(by: { $0.key < $1.key }) {
      guard world.nodes[number].isUp, let mark = state.open.first(where: { isDue($0, number, in: world) }) else {
        continue
      }
      return world.violate(
        Self.name, node: number, "says that a \(mark.tier.name) holds \(mark.feed) to \(mark.seq), and none does")
    }
  }

  private func lookAtLinks(of node: SimulatedNode, in world: World) {
    guard let survey = world.ledger.surveys[node.number], let own = world.ledger.holding(of: node.number) else {
      return
    }
    for (link, branch, _) in survey.branches where link.acknowledged != .zero {
      guard let peer = world.peer(of: link), let theirs = world.ledger.holding(of: peer.number),
        proofs.isCurrent(node, of: peer, in: world), proofs.isCurrent(peer, of: node, in: world)
      else { continue }
      let missing = own.commits.first { held in
        held.arrival <= link.acknowledged.lanes[Int(held.lane)] && held.source != link.reference
          && branch.shares(held.commit.key) && !theirs.holds(held.commit)
          // What somebody made up in another's name gives way to what its author seals; nobody's custody rests on it.
          && !world.atlas.forgeries.contains(held.commit.hash)
          && !world.isRefused(held.commit.dot, at: peer, or: node)
      }
      guard let missing else { continue }
      let dot = missing.commit.dot
      return world.violate(
        Self.name, node: node.number,
        "has n\(peer.number)'s acknowledgement of \(dot.feed) \(dot.seq), sealed to \(sealed(dot.feed, survey)), which it has not"
      )
    }
  }

  /// How far a feed is sealed.
  private func sealed(_ feed: FeedID, _ survey: Survey) -> UInt64 {
    survey.feeds.first { $0.id == feed }?.sealed ?? 0
  }

  private mutating func lookAtMarks(of node: SimulatedNode, in world: World) {
    let store = node.identity.store
    var state = marks[node.number] ?? (store: store, number: 0, open: [])
    if state.store != store { state = (store: store, number: 0, open: []) }
    do {
      let news = try node.read { _, reader in try reader.custodyMarks(after: state.number) }
      state.number = news.last?.number ?? state.number
      state.open.append(contentsOf: news.map(\.mark))
    } catch { return world.refuse(node, error) }
    state.open.removeAll { !isOpen($0, of: node, in: world) }
    marks[node.number] = state
  }

  /// Whether a mark has not been seen to be true: nobody who could hold it runs, or what it says is not so.
  private func isOpen(_ mark: CustodyMark, of node: SimulatedNode, in world: World) -> Bool {
    // A node that has moved was told so of its former places, too.
    let areas = node.places.compactMap { $0.ancestor(at: mark.tier) }
    let all = world.nodes.filter { areas.contains($0.area) }
    if all.contains(where: { !world.isTrusted($0.number) }) { return false }
    let places = areas.compactMap { area in all.first { $0.area == area } }
    let holdings = places.compactMap { $0.isUp ? world.ledger.holding(of: $0.number) : nil }
    if holdings.contains(where: { $0[Dot(feed: mark.feed, seq: mark.seq)] != nil }) { return false }
    guard let place = places.first, holdings.count == places.count else { return true }
    if !places.contains(where: { world.ledger.lost.contains($0.number) }) {
      world.violate(
        Self.name, node: node.number, "says that n\(place.number) holds \(mark.feed) to \(mark.seq), which it does not")
    }
    return true
  }

  /// Whether a mark that is still open at the end is a fault: its place is linked above or below the node,
  /// and nobody on the way is dishonest.
  private func isDue(_ mark: CustodyMark, _ number: Int, in world: World) -> Bool {
    var place = world.nodes[number].parent
    while let above = place, world.isTrusted(above) {
      if world.nodes[above].area == world.nodes[number].area.ancestor(at: mark.tier) { return true }
      place = world.nodes[above].parent
    }
    return false
  }
}

extension World {
  /// Whether either node has ever refused a commit or one before it in its feed.
  func isRefused(_ dot: Dot, at one: SimulatedNode, or other: SimulatedNode) -> Bool {
    ledger.hasRefused(dot, at: one.number) || ledger.hasRefused(dot, at: other.number)
  }
}
