// Signed actions that are handed in: what is verified beside the writer, and pieces of work that share transactions.
package import FlightRecorder
import Merge
package import Replica
package import Store
package import Trust

extension Node {
  /// Verifies the signatures of actions under passes that are here or come with them; what cannot be verified so is left to the
  /// writer.
  package func checked(_ actions: [PortableAction], with passes: [Statement]) -> CheckedActions {
    guard store.root != nil else { return .none }
    return (try? read { try self.checked(actions, with: passes, in: $0) }) ?? .none
  }

  private func checked(
    _ actions: [PortableAction], with passes: [Statement], in reader: StoreReader
  ) throws -> CheckedActions {
    var known: [PassID: Pass] = [:]
    for statement in passes {
      if case .pass(let pass) = statement.content { known[statement.passID] = pass }
    }
    var checked = CheckedActions()
    for action in actions {
      let id = action.signature.pass
      if known[id] == nil {
        known[id] =
          try reader.passes(id).lazy.compactMap { if case .pass(let pass) = $0.content { pass } else { nil } }.first
      }
      guard let pass = known[id] else { continue }
      let content = SignedAction(
        dot: Dot(feed: FeedID(.zero), seq: 1), time: .zero, area: action.draft.area, user: "",
        signature: action.signature, content: action.content)
      _ = checked.check(content, under: pass)
    }
    return checked
  }

  /// Queues works in their order, each all or nothing by itself, so that they share transactions; they begin at once.
  /// - Parameter works: each is told the node's time.
  /// - Returns: what came of each, once it is on disk.
  package func carryOut<T: Sendable>(
    _ works: [@Sendable (inout Replica, StoreWriter, Int64) throws -> T], undertaking: Undertaking? = nil
  ) async -> [Result<T, any Error>] {
    let tickets = works.map { work in
      writer.hold(undertaking) { replica, storage in try work(&replica, storage, self.clock.now) }
    }
    writer.start()
    var results: [Result<T, any Error>] = []
    for ticket in tickets {
      do { results.append(.success(try await ticket.value)) } catch { results.append(.failure(error)) }
    }
    tellDoubt()
    return results
  }

  /// Counts commits that were made here of what people handed in.
  package func countMade(_ commits: Int) { figures.madeHere(commits: commits) }
}
