// Commits whose content depends on what the store holds at the moment of writing.
package import FlightRecorder
package import Replica
package import Store

extension Node {
  /// Makes commits of what `plan` finds to be done, in the transaction in which it looks; none when it finds nothing.
  /// - Parameters:
  ///   - user: who wants it done.
  ///   - deviceTime: the device's own clock in milliseconds, when it is not the node's.
  ///   - undertaking: what is noted while it is done.
  /// - Throws: what `plan` throws, `CommitRefusal`, or `StoreError`; with nothing written.
  package func commit(
    _ plan: some WritePlan, user: String, deviceTime: Int64? = nil, undertaking: Undertaking? = nil
  ) async throws -> [Committed] {
    let committed = try await writer.run(undertaking) { replica, storage -> [Committed] in
      let intents = try plan.intents(in: storage.reader)
      if intents.isEmpty { return [] }
      return try replica.commit(intents, user: user, deviceTime: deviceTime, now: self.clock.now, into: storage)
    }
    figures.madeHere(commits: committed.count)
    tellDoubt()
    return committed
  }
}
