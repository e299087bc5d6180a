// The node's hybrid clock after its machine's clock was wrong: the way back to the right time.
package import Merge
import Trust
import Wire

extension Replica {
  /// Compares the hybrid clock with what the parent and this node agree the time is.
  ///
  /// A clock that is far ahead has been dragged there by a machine whose clock was wrong once, and would date all that is written until
  /// that time comes. No number of a feed may be dated before the one before it, so the right time begins with another incarnation.
  /// One that is far behind takes the time over, so that the next start knows that it is at least so late.
  /// - Parameters:
  ///   - parent: the time the parent told in this session.
  ///   - now: the time this node dates by.
  ///   - machine: what its machine's clock says: where parent and machine contradict each other nobody knows who is right, and no
  ///     incarnation is left for the word of one of them.
  /// - Source: protocol §3.2.
  mutating func settleClock(parent: Int64, now: Int64, machine: Int64, in storage: some Storage) throws {
    let differences = [now, machine].map { parent.subtractingSaturated($0).magnitude }
    guard differences.allSatisfy({ $0 <= HybridClock.driftMillisecondsMax.magnitude }) else { return }
    let lead = clock.last.milliseconds.subtractingSaturated(now)
    if lead > Timekeeper.leadMax { return try beginAgain(at: now, in: storage) }
    try redate(now: now, in: storage)
    guard lead < -Timekeeper.leadMax else { return }
    clock.observe(HybridTime(milliseconds: now), now: now)
    try storage.saveClock(clock.last)
  }

  /// Dates by the machine's clock from here on, on the word of whoever keeps the node: in another incarnation where the hybrid clock is
  /// ahead of it.
  package mutating func trustClock(now: Int64, in storage: some Storage) throws {
    if clock.last.milliseconds > now.addingSaturated(HybridClock.driftMillisecondsMax) {
      return try beginAgain(at: now, in: storage)
    }
    clock.observe(HybridTime(milliseconds: now), now: now)
    try storage.saveClock(clock.last)
    hasRedated = false
    try redate(now: now, in: storage)
  }

  /// Puts the hybrid clock to a time, in an incarnation that has written nothing yet.
  package mutating func setClock(_ time: HybridTime, in storage: some Storage) throws {
    clock = HybridClock(last: time)
    try storage.saveClock(time)
  }

  private mutating func beginAgain(at now: Int64, in storage: some Storage) throws {
    try renewIncarnation(after: .zero, now: now, in: storage)
    try setClock(HybridTime(milliseconds: now), in: storage)
    try redate(now: now, in: storage)
  }
}
