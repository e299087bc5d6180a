// What arrives over a link and is written: batches with their cursors, acknowledgements, custody.
package import Merge
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
  package mutating func apply(
    _ batch: Batch, link: inout StoredLink, branch: Branch, refused: inout Refused, now: Int64, to storage: some Storage
  ) throws -> Ingested {
    let result = try ingest(
      batch.commits, branch: branch, source: link.reference, refused: &refused.limits, now: now, into: storage)
    for refusal in result.refusals {
      try storage.setQuarantine(Quarantine(refusal: refusal, isOurs: true), link: link.reference)
    }
    if let span = batch.span { link.received.advance(from: span.from, to: span.to) }
    link.heardAt = now
    try storage.saveLink(link)
    return result
  }

  /// Takes note of the other end's hello: its store, what it acknowledges and what it refuses.
  /// - Returns: whether the other end's store is another than the one remembered.
  @discardableResult
  package mutating func note(
    _ hello: Hello, link: inout StoredLink, branch: Branch, now: Int64, in storage: some Storage
  ) throws -> Bool {
    let isNewStore = link.store != hello.store
    if isNewStore {
      link.store = hello.store
      link.received = .zero
      link.acknowledged = .zero
      link.custody = 0
    }
    for refusal in hello.refusals {
      try storage.setQuarantine(Quarantine(refusal: refusal, isOurs: false), link: link.reference)
    }
    if hello.peerStore == identity.store { try acknowledge(hello, link: &link, branch: branch, in: storage) }
    link.area = hello.area
    link.heardAt = now
    link.clockOffset = hello.now &- now
    try storage.saveLink(link)
    return isNewStore
  }

  /// Moves the acknowledged cursor to what the other end says, back as well as forth; a parent's acknowledgement is its
  /// custody of what it covers.
  private func acknowledge(
    _ hello: Hello, link: inout StoredLink, branch: Branch, in storage: some Storage
  ) throws {
    if link.isParent, hello.received.covers(link.acknowledged), hello.received != link.acknowledged {
      let reached = try storage.advances(
        from: link.acknowledged, to: hello.received, of: branch, notFrom: link.reference)
      let quarantines = try storage.quarantines(link: link.reference)
      let marks = reached.compactMap { dot -> CustodyMark? in
        let limit = quarantines.first { $0.refusal.feed == dot.feed && !$0.isOurs }?.refusal.seq ?? .max
        let seq = min(dot.seq, limit - 1)
        return seq == 0 ? nil : CustodyMark(feed: dot.feed, tier: hello.area.tier, seq: seq)
      }
      try storage.recordCustody(marks)
    }
    link.acknowledged = hello.received
  }

  /// Takes over custody marks a parent passes down; those of its own tier and below are this node's to know.
  package func note(_ report: CustodyReport, link: inout StoredLink, in storage: some Storage) throws {
    try storage.recordCustody(report.marks.filter { $0.tier < link.area.tier })
    link.custody = max(link.custody, report.upTo)
    try storage.saveLink(link)
  }
}

extension Replica {
  /// Moves the link's cursor by what the other end's close covers: with nothing to send, this is all that moves it.
  package func note(_ close: CloseMessage, link: inout StoredLink, in storage: some Storage) throws {
    guard let span = close.span else { return }
    let before = link.received
    link.received.advance(from: span.from, to: span.to)
    if link.received != before { try storage.saveLink(link) }
  }
}
