// What still arrives for the place a node stood at before is passed on to somebody above that place.
import Logging
package import Merge
import Replica
import ServiceLifecycle
import Store
import Transport

/// Sessions about a former place, whenever there is something that belongs there.
///
/// Nobody at the new place may hold it: a record lives on its own branch. So it goes to whoever stands above the old one, the
/// parent of then or the office that assigned the move.
package final class FormerPlaceService: Service {
  private let node: Node
  private let access: any ParentAccess
  private let place: Area
  private let parent: String

  package init(node: Node, access: any ParentAccess, place: Area, parent: String) {
    (self.node, self.access, self.place, self.parent) = (node, access, place, parent)
  }

  package func run() async throws {
    await cancelWhenGracefulShutdown { await self.passOn() }
    await access.shutdown()
  }

  private func passOn() async {
    var backoff = Backoff(base: .seconds(1), cap: .seconds(600))
    var isDown = false
    while !Task.isCancelled {
      let generation = node.news.generation
      do {
        if try await isDue() { try await session() }
        backoff.reset()
        isDown = false
        await node.news.wait(past: generation)
      } catch {
        if Task.isCancelled { return }
        if !isDown {
          node.logger.warning(
            "What belongs to the former place waits here", metadata: ["place": "\(place.code)", "reason": "\(error)"])
        }
        isDown = true
        var generator = SystemRandomNumberGenerator()
        try? await Task.sleep(
          for: backoff.next(random: generator.next(), retryAfter: (error as? LinkFailure)?.retryAfter))
      }
    }
  }

  /// One session, until both ends are proved equal about the former place.
  package func session() async throws {
    let client = try await access.client()
    var asking = Asking(node: node, client: client, parent: parent, parentArea: access.parentArea, place: place)
    while try await asking.round(wait: .zero) != .proved {}
  }

  /// Whether anything of this node's about the former place is not known to be held above it.
  private func isDue() async throws -> Bool {
    let (own, place) = (node.identity.node, place)
    return try await node.read(on: .links, by: Node.itself) { reader in
      try reader.feeds().contains { feed in
        guard feed.key.node == own, feed.key.home == place, place.contains(feed.key.area) else {
          return false
        }
        return try reader.held(feed, by: reader.holders(of: feed, from: [place])) < feed.head.seq
      }
    }
  }
}
