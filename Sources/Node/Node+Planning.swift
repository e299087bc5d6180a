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
  ///   - telling: reads in the same transaction what is to be told of it. All others wait meanwhile: what needs no store, such as
  ///     writing it down as JSON, is left to whoever asked, and nil stands for what takes long to read.
  /// - Returns: what was committed, and what is to be told; nil where that cannot be read, though it has been written.
  /// - Throws: what `plan` throws, `CommitRefusal`, or `StoreError`; with nothing written.
  package func commit<T: Sendable>(
    _ plan: some WritePlan, user: String, deviceTime: Int64? = nil, undertaking: Undertaking? = nil,
    telling: @escaping @Sendable (StoreReader) throws -> T?
  ) async throws -> (committed: [Committed], told: T?) {
    let (committed, told) = try await writer.run(undertaking, isEntry: true) { replica, storage -> ([Committed], T?) in
      let intents = try plan.intents(in: storage.reader)
      let committed =
        intents.isEmpty
        ? []
        : try replica.commit(intents, user: user, deviceTime: deviceTime, now: self.clock.now, into: storage)
      return (committed, try storage.told(telling))
    }
    figures.madeHere(commits: committed.count)
    tellDoubt()
    return (committed, told)
  }
}
