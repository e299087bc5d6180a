// What a node does with orders: writing its own down, and taking the place it is assigned.
import Merge
import Replica
import Store
package import Trust

extension Node {
  /// Writes orders down, so that they reach everybody concerned: each of its areas in a transaction of its own.
  package func publish(_ orders: [Order], user: String) async throws {
    for order in orders {
      for area in order.areas { _ = try await commit([order.intent(about: area, catalog: catalog)], user: user) }
    }
  }

  /// Takes the place the latest assignment gives.
  /// - Returns: the assignment; nil when there is none.
  package func acceptAssignment() async throws -> Grant? {
    try await writer.run { replica, storage in
      guard let assignment = try replica.assignment(in: storage) else { return nil }
      try replica.move(by: assignment, in: storage)
      return assignment
    }
  }

  /// The place the node is assigned and has not taken; nil when there is none.
  package func waitingAssignment() async throws -> Grant? {
    try await writer.run { replica, storage in try replica.assignment(in: storage) }
  }
}
