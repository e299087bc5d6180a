// How much of what is signed is looked at: counted before any signature is verified.
import Merge
import Node
import Synchronization
package import Trust

/// How often actions may be handed in.
package struct ActionPace: Sendable {
  /// From one network address, of whatever devices.
  package var address = TokenBucket.Pace(burst: 600, perSecond: 60)
  /// Under one pass: requests, however many actions they bring.
  package var device = TokenBucket.Pace(burst: 120, perSecond: 2)
  /// Under passes that this node does not know, from one address.
  package var unknown = TokenBucket.Pace(burst: 20, perSecond: 1)
  /// How many of each are remembered.
  var entriesMax = 4_096

  package init() {}

  /// Takes actions as fast as they come: for a measurement of how fast that is.
  package mutating func unbound() {
    let pace = TokenBucket.Pace(burst: 1 << 30, perSecond: 1 << 30)
    (address, device, unknown) = (pace, pace, pace)
  }
}

/// Counts those who hand in actions.
package final class ActionGate: Sendable {
  private struct Tables {
    var addresses: RateTable
    var devices: RateTable
    var unknown: RateTable
  }

  private let tables: Mutex<Tables>

  package init(_ pace: ActionPace, at now: ContinuousClock.Instant = .now) {
    func table(_ each: TokenBucket.Pace) -> RateTable { RateTable(each, entriesMax: pace.entriesMax, at: now) }
    tables = Mutex(
      Tables(addresses: table(pace.address), devices: table(pace.device), unknown: table(pace.unknown)))
  }

  /// A request before anything of it is read.
  /// - Throws: `tooBusy` with when to come back.
  package func count(address: String, at now: ContinuousClock.Instant = .now) throws(Problem) {
    try check(tables.withLock { $0.addresses.take(address, at: now) })
  }

  /// The passes that it names, each once.
  /// - Parameter isKnown: whether a pass is known here, or comes with the request from somebody who may issue it.
  package func count(
    _ passes: Set<PassID>, address: String, at now: ContinuousClock.Instant = .now, isKnown: (PassID) -> Bool
  ) throws(Problem) {
    for pass in passes.sorted() {
      let isOne = isKnown(pass)
      let wait = tables.withLock { tables in
        isOne ? tables.devices.take(pass.description, at: now) : tables.unknown.take(address, at: now)
      }
      try check(wait)
    }
  }

  private func check(_ wait: Int?) throws(Problem) {
    guard let wait else { return }
    throw Problem(.tooBusy, "Actions come faster than this node takes them.", retryAfter: wait)
  }
}
