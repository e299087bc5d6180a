// What a session settles besides what is new: what the two ends refuse of each other's, and seals that are lacking.
import Merge
import Wire

extension Uplink {
  /// Once in a session: settles what the two ends refuse of each other's. Seals that one end lacks are exchanged on the way: with
  /// the commits they seal.
  mutating func exchangesBesides(
    _ link: StoredLink, _ branch: Branch, in reader: some SessionReading
  ) throws -> Bool {
    guard findings.settling == .due else { return false }
    findings.settling = .done
    var wants = try reader.unsealed(of: branch, count: Limits.unsealedMax)
    // Only the last commit: behind an earlier one the rest of the feed is new to the parent, and comes with its seal by itself.
    var gives = try (round.hello?.unsealed ?? []).prefix(Limits.unsealedMax).filter { dot in
      guard let feed = try reader.feed(dot.feed) else { return false }
      return branch.shares(feed.key) && feed.sealed >= dot.seq && feed.head.seq == dot.seq
    }
    let forks = try forks(link, branch, in: reader)
    wants += forks.wants
    gives += forks.gives
    round.filled?.forgiven = []
    if wants.isEmpty && gives.isEmpty { return false }
    let (reconciler, marks) = compared
    phase = .filling(
      Filling(wants: wants, gives: gives, forgiven: forks.gives.map(\.feed), reconciler: reconciler, marks: marks))
    round.filled = nil
    return true
  }

  /// What settles the feeds of which the two ends hold another content. Each takes back what it has lost of its own; and where a root
  /// key tells whose word counts, the end that holds the author's sealed word gives it to the one that holds what somebody made up.
  ///
  /// What is given is taken into the comparison again: from then on the other end holds the same, or is not honest.
  /// - Source: protocol §10.5.
  func forks(
    _ link: StoredLink, _ branch: Branch, in reader: some SessionReading
  ) throws -> (wants: [Dot], gives: [Dot]) {
    var (wants, gives): ([Dot], [Dot]) = ([], [])
    for quarantine in try reader.quarantines(link: link.reference) {
      let refusal = quarantine.refusal
      guard [.fork, .brokenChain].contains(refusal.code), let feed = try reader.feed(refusal.feed),
        branch.shares(feed.key)
      else { continue }
      let dot = Dot(feed: refusal.feed, seq: refusal.seq)
      switch settlement(of: quarantine, feed: feed, with: link.peer) {
      case .want: wants.append(dot)
      case .give: gives.append(dot)
      case nil: break
      }
    }
    return (wants, gives)
  }

  private enum Settlement { case want, give }

  /// What settles one refusal; nil when it is for the other end to do, or for time.
  private func settlement(of quarantine: Quarantine, feed: StoredFeed, with peer: NodeID) -> Settlement? {
    let isFork = quarantine.refusal.code == .fork
    let isPresent = feed.key.node == identity.node && feed.key.incarnation == identity.incarnation
    let isPeers = feed.key.node == peer
    let isSealed = takesCustodyReceipts && feed.sealed >= quarantine.refusal.seq
    return switch quarantine.isOurs {
    case true where isSealed || isFork && isPeers: .give
    // What shows it to be this node's own may not have come with it: a batch may end before the seal.
    case true where isFork && isPresent && takesCustodyReceipts: .want
    case false where isFork && (isPresent || takesCustodyReceipts && !isSealed): .want
    // Nor to the parent with what it has lost of its own.
    case false where isFork && isPeers: .give
    default: nil
    }
  }
}
