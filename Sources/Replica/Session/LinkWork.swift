// What both ends of a link write, each piece of work inside the caller's transaction.
import Merge
import Trust
package import Wire

/// Pieces of work on a link, addressed by the peer's hello; each reads the link it changes inside its own transaction.
///
/// The shell runs them through group commit, the simulator one by one: what they do is the same.
package enum LinkWork {
  /// Notes a peer's hello, making its link at a first meeting.
  static func greet(
    _ hello: Hello, as end: LinkEnd, now: Int64, _ replica: inout Replica, _ storage: some Storage
  ) throws {
    let branch = try branch(with: hello, as: end, replica.identity)
    var link =
      try storage.link(hello.node) ?? storage.makeLink(peer: hello.node, area: hello.area, isParent: end.isBelow)
    link.isParent = end.isBelow
    if case .child(let address, nil) = end { try storage.saveParent(link, address: address) }
    try replica.noteHello(hello, link: &link, branch: branch, now: now, in: storage)
  }

  /// Applies a batch and moves the link's cursor with it.
  static func applyBatch(
    _ batch: PreparedBatch, _ meeting: Meeting, _ replica: inout Replica, _ storage: some Storage
  ) throws -> Ingested {
    let branch = try branch(with: meeting.hello, as: meeting.end, replica.identity)
    var link = try met(meeting.hello, storage)
    var refused = Refused(try storage.quarantines(link: link.reference))
    let delivery = Delivery(
      batch.scanned, checked: batch.checked, actions: batch.actions, over: link, branch: branch, now: meeting.now)
    let result = try replica.applyDelivery(delivery, link: &link, refused: &refused, to: storage)
    if result.hasGrantAbove { try forgetCustodyReceipts(storage) }
    return result
  }

  /// Has every parent's receipts come again: of those that did not count some may count now.
  private static func forgetCustodyReceipts(_ storage: some Storage) throws {
    for var link in try storage.links() where link.isParent && link.receipts != .zero {
      link.receipts = .zero
      try storage.saveLink(link)
    }
  }

  static func noteClose(
    _ close: CloseMessage, from hello: Hello, _ replica: inout Replica, _ storage: some Storage
  ) throws {
    var link = try met(hello, storage)
    try replica.noteClose(close, link: &link, now: link.heardAt ?? 0, in: storage)
  }

  static func noteCustody(
    _ report: CustodyReport, from hello: Hello, _ replica: inout Replica, _ storage: some Storage
  ) throws {
    var link = try met(hello, storage)
    try replica.noteCustody(report, link: &link, in: storage)
  }

  /// - Parameter told: the place the request told; nil when nothing asked for the report.
  static func noteCustodyReceipts(
    _ report: CustodyReceiptReport, told: CustodyReceiptCursor?, from hello: Hello, _ replica: inout Replica,
    _ storage: some Storage
  ) throws {
    var link = try met(hello, storage)
    try replica.noteCustodyReceipts(report, told: told, link: &link, in: storage)
  }

  /// Ends a child's round: decides whether equality is proved and notes it, with the cursor that reconciling reached.
  /// - Parameter machine: what the machine's clock says, where that is not what the node dates by.
  package static func finish(
    _ session: inout Uplink, now: Int64, machine: Int64? = nil, _ replica: inout Replica, _ storage: some Storage
  ) throws -> UplinkOutcome {
    guard let hello = session.parent, let branch = Branch(parent: hello.area, child: session.identity.area) else {
      throw SessionFault.cutOff
    }
    let outcome = try session.finishRound(link: met(hello, storage), branch: branch, in: storage)
    if outcome == .proved, let link = try storage.link(hello.node) {
      if session.identity.area == replica.identity.area {
        try replica.wasProved(by: link, in: storage)
        try replica.settleClock(parent: hello.now, now: now, machine: machine ?? now, in: storage)
      }
      try replica.liftQuarantines(of: link, now: now, in: storage)
    }
    var reconciled = session.takeReconciledCursor()
    if reconciled != nil, let link = try storage.link(hello.node), replica.takeUnfilled(link) { reconciled = nil }
    try noteOutcome(outcome, of: hello, reconciled: reconciled, now: now, storage)
    for feed in session.takeForgiven() {
      guard let link = try storage.link(hello.node) else { break }
      try storage.clearQuarantine(of: feed, isOurs: true, link: link.reference)
    }
    if outcome == .proved { try replica.remakeStranded(now: now, in: storage) }
    return outcome
  }

  /// Notes how a round ended.
  /// - Parameter reconciled: the cursor that reconciling reached, when every difference has been filled.
  package static func noteOutcome(
    _ outcome: UplinkOutcome, of hello: Hello, reconciled: Cursor?, now: Int64, _ storage: some Storage
  ) throws {
    guard outcome == .proved || (outcome == .again && reconciled != nil) else { return }
    var link = try met(hello, storage)
    if let reconciled { link.received.advance(from: .zero, to: reconciled) }
    if outcome == .proved { link.provedAt = now }
    try storage.saveLink(link)
  }

  /// Notes at a parent that a round has shown both ends to be equal (`Downlink.isProved`), once in a while: children ask often.
  package static func noteProved(
    _ hello: Hello, now: Int64, _ replica: inout Replica, _ storage: some Storage
  ) throws {
    guard var link = try storage.link(hello.node), link.store == hello.store, !link.isParent else { return }
    try replica.liftQuarantines(of: link, now: now, in: storage)
    link.provedAt = now
    try storage.saveLink(link)
    try replica.remakeStranded(now: now, in: storage)
  }

  /// Whether a proof falls into another minute than the one noted last.
  static func isWorthNoting(_ link: StoredLink, now: Int64) -> Bool {
    link.provedAt.map { $0 / minuteMilliseconds != now / minuteMilliseconds } ?? true
  }

  private static let minuteMilliseconds: Int64 = 60_000

  /// What a node does at its start. What was refused on a link is forgotten, since a new version may have learned: what is still wrong
  /// is refused again. And each feed gets the effect that its seal and its author's grants give it: a store that has been saved, or put
  /// back, may hold a seal that its feed's mark does not know of, and orders to redact that nobody has carried out in it.
  package static func resume(_ replica: Replica, _ storage: some Storage) throws {
    for link in try storage.links() { try storage.clearQuarantines(link: link.reference) }
    var replica = replica
    try replica.putBackStranded(in: storage)
    try replica.sealOwnAnew(in: storage)
    try replica.carryOutRedactions(in: storage)
    try replica.settleWaiting(in: storage)
  }

  /// What a node does at its start besides that has no parent set: where it has never met anybody, nobody can bring what stranded
  /// commits wait for, and they are made again.
  /// - Returns: how many there were.
  package static func resumeAlone(now: Int64, _ replica: inout Replica, _ storage: some Storage) throws -> Int {
    guard try storage.links().isEmpty, try !storage.mayLackLinks() else { return 0 }
    return try replica.remakeStranded(now: now, in: storage)
  }

  /// The link to a peer whose hello has been noted: its cursors speak of the store that said hello.
  private static func met(_ hello: Hello, _ storage: some Storage) throws -> StoredLink {
    guard let link = try storage.link(hello.node), link.store == hello.store else { throw SessionFault.cutOff }
    return link
  }

  private static func branch(with hello: Hello, as end: LinkEnd, _ identity: Identity) throws -> Branch {
    let branch =
      switch end {
      case .parent: Branch(parent: identity.area, child: hello.area)
      case .child(_, let place): Branch(parent: hello.area, child: place ?? identity.area)
      }
    guard let branch else {
      let place = end.isBelow ? "above" : "below"
      throw SessionFault.wire(WireError(.malformed, "a peer that stands \(place) this node"))
    }
    return branch
  }
}
