// Nobody accuses a node that has done nothing.
import Merge
import Replica
import Store

/// No alarm says that an honest node has sealed two contents for one number, or keeps back what it signed for.
///
/// A node whose store was restored from a copy, or that runs twice, may have written two contents under one number without
/// wanting to: of those a fork is no slander. A roll-back, silence or late entry accuses nobody.
/// - Source: protocol §13.2.
struct AlwaysInnocent: Checker {
  mutating func checkpoint(_ world: World) { look(world) }
  mutating func ended(_ world: World) { look(world) }

  private func look(_ world: World) {
    for observer in world.nodes where observer.isUp && world.isTrusted(observer.number) {
      guard let accusations = try? observer.read({ _, store in try store.accusations() }) else { continue }
      for accusation in accusations {
        guard let number = world.atlas.number(of: accusation.node), world.isTrusted(number),
          !isReused(accusation.feed, in: world)
        else { continue }
        return world.violate(Self.name, node: observer.number, "accuses n\(number) of \(accusation.kind)")
      }
    }
  }

  private func isReused(_ feed: FeedID?, in world: World) -> Bool {
    let incarnation = feed.flatMap { world.ledger.key(of: $0)?.incarnation }
    return incarnation.map { world.atlas.reused.contains($0) } ?? false
  }
}
