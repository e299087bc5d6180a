// Feeds on disk: without gaps, chained, their heads their last commits, their times growing.
import Merge
import Replica

/// At every checkpoint the commits that have arrived since the last one go on from those before: each carries the next
/// number of its feed, the hash of the one before, a later time than any its author gave before, and stands in the lane
/// of its class. Every feed's head is its last commit. At rest all disks are read again from their beginning.
///
/// The ledger adds to it, under this name: every row can be read, and has the hash of its content.
/// - Source: protocol §3.1, §3.2, §3.4.
struct AlwaysGapless: Checker {
  private struct Place {
    var reading = 0
    /// How many commits have been looked at.
    var count = 0
    var last: [FeedID: KnownCommit] = [:]
    /// The last commit that was made here.
    var own: KnownCommit?
  }

  private var places: [Int: Place] = [:]

  mutating func checkpoint(_ world: World) {
    for node in world.nodes where node.isUp && world.isTrusted(node.number) && world.violation == nil {
      guard let holding = world.ledger.holding(of: node.number) else { continue }
      var place = places[node.number] ?? Place()
      if place.reading != holding.reading { place = Place(reading: holding.reading) }
      let isSaved = world.atlas.unsteady.contains(node.number)
      let fault =
        follow(holding, of: node.identity, isSaved: isSaved, from: &place, forged: world.atlas.forgeries)
        ?? headFault(place, world.ledger.surveys[node.number])
      places[node.number] = place
      if let fault { world.violate(Self.name, node: node.number, fault) }
    }
  }

  mutating func ended(_ world: World) {
    places.removeAll()
    world.survey()
    checkpoint(world)
  }

  /// What was saved from a damaged store may have lost whom it came from: what others wrote is not taken for made here. Nor does what
  /// was found on pages of their own stand in the order in which it was made: of such a store only what it has made since is held
  /// against its own times.
  private func follow(
    _ holding: Holding, of node: Identity, isSaved: Bool, from place: inout Place, forged: Set<Digest>
  ) -> String? {
    for held in holding.commits[place.count...] {
      let commit = held.commit
      if let fault = Self.fault(held, after: place.last[commit.dot.feed], own: place.own, forged) {
        return "\(commit.dot.feed) \(commit.dot.seq) \(fault)"
      }
      place.last[commit.dot.feed] = commit
      if held.source == 0, commit.key.node == node.node, !isSaved || commit.key.incarnation == node.incarnation {
        place.own = commit
      }
    }
    place.count = holding.commits.count
    return nil
  }

  /// - Parameter forged: what somebody made in the author's name: it has the time that somebody gave it.
  private static func fault(
    _ held: Held, after last: KnownCommit?, own: KnownCommit?, _ forged: Set<Digest>
  ) -> String? {
    let commit = held.commit
    if commit.dot.seq != (last?.dot.seq ?? 0) + 1 { return "stands after \(last?.dot.seq ?? 0)" }
    if commit.previous != (last?.hash ?? KnownCommit.start(of: commit.key)) {
      return "does not go on from the one before"
    }
    if let last, commit.time <= last.time, !forged.contains(commit.hash), !forged.contains(last.hash) {
      return "is not later than the one before"
    }
    if held.source == 0, let own, commit.key.node == own.key.node, commit.key.incarnation == own.key.incarnation,
      commit.time <= own.time
    {
      return "is not later than what was made here before"
    }
    return held.lane == commit.key.class.priority.rawValue ? nil : "stands in lane \(held.lane)"
  }

  private func headFault(_ place: Place, _ survey: Survey?) -> String? {
    guard let survey else { return nil }
    let feed = survey.feeds.first {
      place.last[$0.id]?.hash != $0.head.hash || place.last[$0.id]?.dot.seq != $0.head.seq
    }
    if let feed { return "\(feed.id) has the head \(feed.head.seq), which is not its last commit" }
    return survey.feeds.count == place.last.count ? nil : "\(place.last.count - survey.feeds.count) feeds have no head"
  }
}
