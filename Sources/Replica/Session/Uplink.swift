// The child's side of a session, as a pure value: it makes requests, takes answers apart, and knows when equality is proved.
package import Merge
import Trust
package import Wire

/// How a round of the session ended.
package enum UplinkOutcome: Hashable, Sendable {
  /// There is more to exchange: make the next request now.
  case again
  /// Both ends hold the same branch, and know it.
  case proved
  /// Both ends sent everything and yet differ after reconciling: something is wrong with one of them.
  case unequal
}

/// Why a request or an answer could not be used. What came before the fault has been applied and stays.
package enum SessionFault: Error, Hashable, Sendable {
  case wire(WireError)
  /// The stream ended before its close.
  case cutOff
}

/// One session of a child with its parent: as many rounds as it takes to prove equality.
///
/// It holds no data but what a round needs, reads the store through a snapshot it is handed, and neither waits nor writes.
/// - Source: protocol §5.
package struct Uplink: Sendable {
  enum Phase: Sendable {
    /// What is new goes both ways, and the fingerprints tell whether that was all.
    case exchange
    case comparing(Comparison)
    /// What was found to differ is being fetched and given.
    case filling(Filling)
  }

  /// What earlier rounds have shown of the two ends, whatever the phase.
  struct Findings: Sendable {
    /// Whether the parent said that it holds nothing of the branch.
    var isParentEmpty = false
    /// Whether nothing but a comparison can explain why the two ends differ.
    var mustCompare = false
    /// How far the parent holds everything, as proved, although its own cursor says less.
    var proved: Cursor?
    var settling = Settling.early
  }

  /// Whether forks of the two ends' own feeds, and seals that are lacking, have been looked at: once, when all is sent.
  enum Settling: Sendable { case early, due, done }

  /// Who the node is; it takes another store and incarnation when it learns that commits of its own are lost.
  package var identity: Identity
  let catalog: Bytes16
  let sizes: SessionSizes
  /// Whether the node knows whose receipts count.
  let takesCustodyReceipts: Bool
  var phase = Phase.exchange
  var round = Round(number: 0)
  var findings = Findings()
  var patience = Patience()

  package init(
    identity: Identity, catalog: Bytes16, sizes: SessionSizes = .standard, takesCustodyReceipts: Bool = false
  ) {
    self.identity = identity
    self.catalog = catalog
    self.sizes = sizes
    self.takesCustodyReceipts = takesCustodyReceipts
  }

  /// How many rounds were made.
  package var rounds: Int { round.number }

  /// The parent that answered this round; nil before its hello.
  package var parent: Hello? { round.hello }

  /// Whether more frames of the answer are to come.
  package var isOpen: Bool { round.close == nil }

  /// Takes one frame of the answer.
  package mutating func receive(_ frame: Frame) throws(SessionFault) -> SessionAction? {
    do throws(WireError) { return try round.receive(frame, at: identity) } catch { throw .wire(error) }
  }
}
