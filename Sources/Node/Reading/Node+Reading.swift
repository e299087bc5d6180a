// How a running node reads: on the threads of a lane, never on those of Swift's tasks.
package import FlightRecorder
package import Store

extension Node {
  /// Who asks, where it is the node itself.
  static let itself = "this node"

  /// Reads one snapshot of the store on a thread of a lane.
  /// - Parameters:
  ///   - caller: whose question it is; callers take turns.
  ///   - undertaking: what is noted while it is answered, for the next process should this one end in it.
  ///   - whenSlow: told, once, that it takes longer than a second.
  ///   - body: works on that thread. What it computes, it computes there: the task that asked only moves the result.
  /// - Throws: what `body` throws, `QuestionRefusal`, `StoreError`; `CancellationError` when nobody waits any more.
  package func read<T: Sendable>(
    on lane: Readers.Lane, by caller: String, noting undertaking: Undertaking? = nil,
    whenSlow: ReaderLane.WhenSlow? = nil, _ body: @escaping @Sendable (StoreReader) throws -> T
  ) async throws -> T {
    try await readers[lane].ask(by: caller, whenSlow: whenSlow) { limit in
      guard let undertaking else { return try self.store.read(within: limit, body) }
      return try self.noting(undertaking) { try self.store.read(within: limit, body) }
    }
  }

  /// Ends whatever is read, then closes the store.
  package func close() throws {
    readers.close()
    try store.close()
  }
}
