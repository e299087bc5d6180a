// What new records add to the tally, summed up beside the writer while it goes on.
import Dispatch
import Synchronization
import Totals

/// The contributions of records that are new in a transaction.
///
/// Each needs a digest, and no part of it hangs on what the store holds: where there are many, whole parts of them are summed up
/// on another thread while the writer inserts rows. Sums know no order, so who has made them changes nothing.
struct EnteredParts {
  /// So many make a part. A transaction of fewer stays on its own thread.
  static let size = 512
  private static let queue = DispatchQueue(label: "gridward.tally", qos: .userInitiated)

  private var parts: [EnteredPart] = []
  private var rest: [Contribution] = []

  mutating func append(_ contribution: Contribution) {
    rest.append(contribution)
    guard rest.count == Self.size else { return }
    let part = EnteredPart(rest)
    rest.removeAll(keepingCapacity: true)
    parts.append(part)
    Self.queue.async { part.sum() }
  }

  /// Takes out what has been appended, summed up.
  mutating func takeAll(into changes: inout TallyChanges) {
    for contribution in rest { changes.noteContribution(contribution, sign: 1) }
    for part in parts { part.take(into: &changes) }
    removeAll()
  }

  mutating func removeAll() {
    parts.removeAll(keepingCapacity: true)
    rest.removeAll(keepingCapacity: true)
  }
}

/// Contributions that one of two threads sums up: whichever comes first.
private final class EnteredPart: Sendable {
  private enum State {
    case waiting, begun
    case done(TallyChanges)
  }

  private let contributions: [Contribution]
  private let state = Mutex(State.waiting)
  private let ended = DispatchSemaphore(value: 0)

  init(_ contributions: [Contribution]) { self.contributions = contributions }

  /// Sums them up unless that has begun.
  func sum() {
    guard begin() else { return }
    let sum = TallyChanges(contributions)
    state.withLock { $0 = .done(sum) }
    ended.signal()
  }

  /// Adds the sum, which is made here unless that has begun elsewhere.
  func take(into changes: inout TallyChanges) {
    if begin() {
      for contribution in contributions { changes.noteContribution(contribution, sign: 1) }
      return
    }
    ended.wait()
    if case .done(let sum) = state.withLock({ $0 }) { changes.add(sum) }
  }

  private func begin() -> Bool {
    state.withLock { state in
      guard case .waiting = state else { return false }
      state = .begun
      return true
    }
  }
}

extension TallyChanges {
  fileprivate init(_ contributions: [Contribution]) {
    self.init()
    for contribution in contributions { noteContribution(contribution, sign: 1) }
  }
}
