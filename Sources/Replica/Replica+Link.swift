// What arrives over a link and is written: batches with their cursors, acknowledgements, custody.
package import Merge
import Trust
package import Wire

/// What a session remembers of feeds refused on its link.
package struct Refused: Hashable, Sendable {
  /// For each feed this end refuses, the first number not accepted.
  package var limits: [FeedID: UInt64]

  package init(_ quarantines: [Quarantine] = []) {
    limits = [:]
    for quarantine in quarantines where quarantine.isOurs {
      limits[quarantine.refusal.feed] = min(limits[quarantine.refusal.feed] ?? .max, quarantine.refusal.seq)
    }
  }
}

extension Replica {
  /// Applies a batch and moves the link's cursor, in the caller's transaction.
  ///
  /// The cursor is this node's acknowledgement: it stays where it was when something of the batch could not be kept
  /// although it was not refused.
  package mutating func applyDelivery(
    _ delivery: Delivery, link: inout StoredLink, refused: inout Refused, to storage: some Storage
  ) throws -> Ingested {
    let result = try ingest(delivery, refused: &refused.limits, into: storage)
    let span = delivery.batch.span
    let isNamed = try quarantine(result.refusals, link: link.reference, in: storage)
    let isKept = result.gaps == 0 && result.unreadable == 0 && isNamed
    if span == nil, !isKept { unfilled.insert(link.reference) }
    if let span, isKept, !(span.from == .zero && takeUnfilled(link)) {
      link.received.advance(from: span.from, to: span.to)
      link.witness = try result.last ?? standingWitness(of: link, since: span.from, in: storage)
    }
    link.heardAt = delivery.now
    try storage.saveLink(link)
    return result
  }

  /// The witness that stays with a cursor. One that the other end refuses goes once it has told the cursor anew from the
  /// beginning, as after a comparison: it would have the cursor count for nothing again.
  private func standingWitness(of link: StoredLink, since from: Cursor, in storage: some Storage) throws -> Witness? {
    guard from == .zero, let witness = link.witness else { return link.witness }
    let isRefused = try storage.quarantines(link: link.reference).contains { quarantine in
      !quarantine.isOurs && quarantine.refusal.feed == witness.dot.feed && quarantine.refusal.seq <= witness.dot.seq
    }
    return isRefused ? nil : witness
  }

  /// Whether something of the filling that ends now could not be kept here: then it moves no cursor, and the next comparison fetches
  /// what is still missing.
  mutating func takeUnfilled(_ link: StoredLink) -> Bool { unfilled.remove(link.reference) != nil }

  /// Keeps what was refused, up to the number a hello can name: a flood of nonsense fills no store.
  /// - Returns: whether there was room for all. What cannot be named to the other end must not be acknowledged either.
  private func quarantine(_ refusals: [Refusal], link: Int64, in storage: some Storage) throws -> Bool {
    if refusals.isEmpty { return true }
    let room = Limits.refusalsMax - (try storage.quarantines(link: link).filter(\.isOurs).count)
    for refusal in refusals.prefix(max(0, room)) {
      try storage.setQuarantine(Quarantine(refusal: refusal, isOurs: true), link: link)
    }
    return refusals.count <= room
  }

  /// Takes note of the other end's hello: its store, what it acknowledges and what it refuses.
  /// - Returns: whether the other end's store is another than the one remembered.
  @discardableResult
  package mutating func noteHello(
    _ hello: Hello, link: inout StoredLink, branch: Branch, now: Int64, in storage: some Storage
  ) throws -> Bool {
    try watchStore(of: hello, was: link, now: now, in: storage)
    try watchClock(of: hello, on: link, now: now, in: storage)
    let isNewStore = link.store != hello.store
    if isNewStore || link.area != hello.area {
      // From another place it shares another branch; what was known of the old one says nothing of it.
      link.forget()
      link.store = hello.store
    }
    try replaceRefusals(hello.refusals, link: link.reference, in: storage)
    if hello.peerStore == identity.store { try acknowledge(hello, link: &link, branch: branch, in: storage) }
    link.area = hello.area
    link.heardAt = now
    link.clockOffset = hello.now.subtractingSaturated(now)
    try storage.saveLink(link)
    return isNewStore
  }

  /// Takes over what the other end refuses; what it no longer refuses is compared and sent again.
  private func replaceRefusals(_ refusals: [Refusal], link: Int64, in storage: some Storage) throws {
    let isWholeList = refusals.count < Limits.refusalsMax
    for known in try storage.quarantines(link: link) where !known.isOurs && !refusals.contains(known.refusal) {
      guard isWholeList || refusals.contains(where: { $0.feed == known.refusal.feed }) else { continue }
      try storage.clearQuarantine(of: known.refusal.feed, isOurs: false, link: link)
    }
    for refusal in refusals {
      try storage.setQuarantine(Quarantine(refusal: refusal, isOurs: false), link: link)
    }
  }

  /// Moves the acknowledged cursor to what the other end says, back as well as forth; a parent's acknowledgement is its
  /// custody of what it covers.
  private func acknowledge(
    _ hello: Hello, link: inout StoredLink, branch: Branch, in storage: some Storage
  ) throws {
    let given = try Uplink.mark(in: storage)
    guard given.covers(hello.received) else {
      // More than this store has ever given out: it has been set back, and nothing is known of what the other end holds.
      link.acknowledged = .zero
      return
    }
    if let witness = hello.witness, try storage.hash(of: witness.dot.feed, at: witness.dot.seq)?.words.0 != witness.tag
    {
      // The cursor speaks of another copy of this store: nothing is known of what the other end holds of this one.
      link.acknowledged = .zero
      return
    }
    if link.isParent, hello.received.covers(link.acknowledged), hello.received != link.acknowledged,
      try stands(link.peer, at: hello.area, in: storage)
    {
      let reached = try storage.advances(
        from: link.acknowledged, to: hello.received, over: LinkBranch(branch, link: link.reference))
      let quarantines = try storage.quarantines(link: link.reference)
      let marks = try reached.compactMap { dot -> CustodyMark? in
        let limit = quarantines.first { $0.refusal.feed == dot.feed && !$0.isOurs }?.refusal.seq ?? .max
        // What nobody has sealed the other end may have to take out again.
        let firm = root == nil ? dot.seq : try storage.feed(dot.feed)?.sealed ?? 0
        let seq = min(dot.seq, limit - 1, firm)
        return seq == 0 ? nil : CustodyMark(feed: dot.feed, tier: hello.area.tier, seq: seq)
      }
      try storage.recordCustody(marks)
    }
    link.acknowledged = hello.received
  }

  /// Whether a node stands where it says: with a root key at hand, and grants of it, those must say so too.
  private func stands(_ node: NodeID, at area: Area, in storage: some Storage) throws -> Bool {
    guard let root else { return true }
    var authority = Authority(root: root)
    let grants = try authority.validGrants(of: node, in: storage)
    return grants.isEmpty || grants.contains { $0.area == area }
  }

  /// Takes over custody marks a parent passes down; those of its own tier and below are this node's to know. With a root key
  /// at hand a parent's word for others is not enough: their receipts are.
  package func noteCustody(_ report: CustodyReport, link: inout StoredLink, in storage: some Storage) throws {
    if root == nil { try storage.recordCustody(report.marks.filter { $0.tier < link.area.tier }) }
    // Back as well as forth: what a parent once said too much of is mended by what it says next.
    link.custody = report.upTo
    try storage.saveLink(link)
  }
}

extension Replica {
  /// Moves the link's cursor by what the other end's close covers: with nothing to send, this is all that moves it.
  ///
  /// A cursor beyond what the other end has given out speaks of a store that has been set back to an earlier copy: then
  /// nothing is known, and the next session compares.
  package mutating func noteClose(
    _ close: CloseMessage, link: inout StoredLink, now: Int64, in storage: some Storage
  ) throws {
    let before = link.received
    if !close.mark.covers(link.received) {
      try watchRollBack(of: link, now: now, in: storage)
      link.received = .zero
    }
    if let span = close.span { link.received.advance(from: span.from, to: span.to) }
    if link.received != before { try storage.saveLink(link) }
  }
}
