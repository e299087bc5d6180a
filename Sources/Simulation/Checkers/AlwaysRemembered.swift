// What a node computes and remembers is what its disk says.
import Merge
import Replica

/// For every link, the branch's fingerprint as the node computes it is the sum over the last commits that stand in its
/// commit table; the mark is the highest arrival; the clock is not behind any commit made here in the
/// present incarnation: another one begins when a clock is put back to the right time.
///
/// The sum is made here from the commits alone: neither the node's heads nor its indexes take part.
/// - Source: protocol §6.4, §5.7 key 5, §3.2.
struct AlwaysRemembered: Checker {
  mutating func checkpoint(_ world: World) {
    for node in world.nodes where node.isUp && world.isTrusted(node.number) {
      guard let survey = world.ledger.surveys[node.number], let holding = world.ledger.holding(of: node.number),
        let fault = fault(survey, holding, node.identity)
      else { continue }
      return world.violate(Self.name, node: node.number, fault)
    }
  }

  private func fault(_ survey: Survey, _ holding: Holding, _ identity: Identity) -> String? {
    let highest = holding.commits.last?.arrival ?? 0
    // Numbers of commits that were taken out are not given out again.
    if survey.mark < highest || survey.mark > highest && survey.cuts == 0 {
      return "has the mark \(survey.mark) and commits up to \(highest)"
    }
    if let own = holding.commits.last(where: { $0.source == 0 }), own.commit.key.incarnation == identity.incarnation,
      survey.clock < own.commit.time
    {
      return "has a clock behind its own \(own.commit.dot.feed) \(own.commit.dot.seq)"
    }
    guard !survey.branches.isEmpty else { return nil }
    var last: [FeedID: KnownCommit] = [:]
    for held in holding.commits { last[held.commit.dot.feed] = held.commit }
    for (link, branch, fingerprint) in survey.branches {
      let sum = Self.sum(last, branch)
      if sum != fingerprint { return "computes \(fingerprint) for the link to \(link.peer), whose commits give \(sum)" }
    }
    return nil
  }

  /// The sum modulo 2^128 over the first sixteen bytes of each hash; adding does not depend on an order.
  private static func sum(_ last: [FeedID: KnownCommit], _ branch: Branch) -> Fingerprint {
    var (high, low, count): (UInt64, UInt64, Int) = (0, 0, 0)
    for commit in last.values where branch.shares(commit.key) {
      let (next, carry) = low.addingReportingOverflow(commit.hash.words.1)
      (high, low) = (high &+ commit.hash.words.0 &+ (carry ? 1 : 0), next)
      count += 1
    }
    return Fingerprint(sum: Bytes16(high: high, low: low), count: count)
  }
}
