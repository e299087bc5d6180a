// Stating roll-ups: what has been counted in a day, week or month goes up once it has ended, and again when it changes.
import Logging
package import Merge
import Replica
import Reports
import ServiceLifecycle
import Store

/// States this node's roll-ups at its start and every few minutes.
package final class RollUpService: Service {
  private let node: Node
  private let every: Duration

  package init(node: Node, every: Duration = .seconds(600)) {
    self.node = node
    self.every = every
  }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        do {
          let count = try await self.node.stateRollUps(today: Day(milliseconds: self.node.clock.now))
          if count > 0 { self.node.logger.info("Roll-ups have been stated", metadata: ["count": "\(count)"]) }
        } catch {
          if Task.isCancelled { return }
          self.node.logger.error("Roll-ups cannot be stated", metadata: ["error": "\(error)"])
        }
        try? await Task.sleep(for: self.every)
      }
    }
  }
}

extension Node {
  /// States the ended periods of which something has changed since they were last stated.
  /// - Parameter today: the day that has not ended; nil to state every period that has changed, ended or not.
  /// - Returns: how many roll-ups were written.
  package func stateRollUps(today: Day?) async throws -> Int {
    let plan = RollUps(catalog: catalog, area: identity.area)
    let now = clock.now
    // Counting is done in a snapshot beside the writer; only what came of it is written.
    let duty = Self.duty("roll-ups")
    try admit(duty)
    let (days, mark, intents) = try await read(on: .duties, by: Self.itself, noting: duty) { reader in
      let days = try reader.changedDays()
      let periods = RollUps.due(days, today: today)
      return (days, try reader.mark(), try plan.intents(for: periods, now: now, in: reader))
    }
    if days.isEmpty { return 0 }
    let done = days.filter { day in
      today.map { today in RollUps.due([day], today: nil).allSatisfy { $0.last < today } } ?? false
    }
    return try await writer.run(duty) { replica, storage in
      // What arrived meanwhile may have changed one of these days again: they are looked at once more.
      if try storage.mark() == mark { try storage.forgetChangedDays(done) }
      // One commit each: together they might be more than a commit carries. What somebody else has stated since is theirs.
      let due = try intents.filter { intent in
        try storage.version(of: intent.record, type: intent.type) ?? .empty == intent.seen
      }
      for intent in due { _ = try replica.commit([intent], user: RollUps.user, now: now, into: storage) }
      return due.count
    }
  }
}
