// How many sync requests are read at one time.
import Node
import Synchronization

/// Counts permits; each is given back when it is dropped.
package final class UploadGate: Sendable {
  private let max: Int
  private let taken = Mutex(0)

  package init(max: Int) { self.max = max }

  /// - Throws: `tooBusy` when every permit is taken.
  package func enter() throws(Problem) -> Permit {
    let isFree = taken.withLock { taken in
      guard taken < max else { return false }
      taken += 1
      return true
    }
    guard isFree else {
      throw Problem(.tooBusy, "\(max) sync requests are being read.", retryAfter: 2)
    }
    return Permit(gate: self)
  }

  package final class Permit: Sendable {
    private let gate: UploadGate

    fileprivate init(gate: UploadGate) { self.gate = gate }

    deinit { gate.taken.withLock { $0 -= 1 } }
  }
}
