// Mutants in what the shell does around a transaction: in what order, with what, and what it says afterwards.
import Merge
import Replica
import Store
import Wire

extension Mutant {
  /// Does what the mutant does before every transaction of a node.
  func willWrite(_ node: SimulatedNode) {
    node.memory.writes += 1
    switch self {
    case .flushesNothing: node.disk.setLying(true)
    case .flushesSeldom: node.disk.setLying(node.memory.writes % 20 != 0)
    default: break
    }
  }

  /// Applies a batch as the mutant does; nil when it does so as everybody does.
  func applyBatch(
    _ batch: Batch, from hello: Hello, as end: LinkEnd, now: Int64, at node: SimulatedNode
  ) throws -> Ingested? {
    let those: [Mutant] = [.cursorBeforeData, .skipsFoldWhenFilling, .refusesFutureClocks, .storesOutsideBranch]
    guard those.contains(self) else { return nil }
    node.memory.isFilling = batch.span == nil
    defer { node.memory.isFilling = false }
    if self == .cursorBeforeData {
      try node.write { _, storage in try moveCursor(over: batch.span, of: hello, storage) }
    }
    return try node.write { replica, storage in
      switch self {
      case .refusesFutureClocks:
        return try applyWithoutFuture(batch, from: hello, as: end, now: now, &replica, storage)
      case .storesOutsideBranch:
        return try applyStrays(batch, from: hello, as: end, now: now, &replica, storage)
      default: return try LinkWork.carryOut(.apply(batch), Meeting(with: hello, as: end, now: now), &replica, storage)
      }
    }
  }

  private func moveCursor(over span: Batch.Span?, of hello: Hello, _ storage: some Storage) throws {
    guard let span, var link = try storage.link(hello.node) else { return }
    link.received.advance(from: span.from, to: span.to)
    try storage.saveLink(link)
  }

  /// Quarantines what lies ahead of the node's clock and applies the rest.
  private func applyWithoutFuture(
    _ batch: Batch, from hello: Hello, as end: LinkEnd, now: Int64, _ replica: inout Replica,
    _ storage: some Storage
  ) throws -> Ingested? {
    guard let link = try storage.link(hello.node) else { throw SessionFault.cutOff }
    var refused: [FeedID: Refusal] = [:]
    var refusals: [Refusal] = []
    let kept = try CommitList(batch.commits).sequence { scan, _ in
      if refused[scan.feed] != nil { return false }
      guard scan.time.milliseconds > now + HybridClock.driftMillisecondsMax else { return true }
      guard try storage.hash(of: scan.feed, at: scan.seq) == nil else { return true }
      let refusal = Refusal(feed: scan.feed, seq: scan.seq, code: .malformed)
      refused[scan.feed] = refusal
      refusals.append(refusal)
      return false
    }
    for refusal in refusals {
      try storage.setQuarantine(Quarantine(refusal: refusal, isOurs: true), link: link.reference)
    }
    let known = Batch(span: batch.span, commits: kept)
    var result = try LinkWork.carryOut(.apply(known), Meeting(with: hello, as: end, now: now), &replica, storage)
    result?.refusals += refusals
    return result
  }

  /// Applies a batch and, of what lies outside the branch, what rises in its own area.
  private func applyStrays(
    _ batch: Batch, from hello: Hello, as end: LinkEnd, now: Int64, _ replica: inout Replica,
    _ storage: some Storage
  ) throws -> Ingested? {
    let own = replica.identity.area
    let pair = end.isBelow ? (hello.area, own) : (own, hello.area)
    guard let link = try storage.link(hello.node), let branch = Branch(parent: pair.0, child: pair.1) else {
      throw SessionFault.cutOff
    }
    var strays: [(bytes: [UInt8], branch: Branch)] = []
    let inside = try CommitList(batch.commits).sequence { scan, bytes in
      guard let key = try scan.key ?? storage.feed(scan.feed)?.key, !branch.shares(key) else { return true }
      var sequence: [UInt8] = []
      CommitSequence.append(bytes, to: &sequence)
      let above = Tier.allCases.compactMap { $0 < key.area.tier ? key.area.ancestor(at: $0) : nil }
      let wide = above.compactMap { Branch(parent: $0, child: key.area) }.first { $0.shares(key) }
      if let wide { strays.append((sequence, wide)) }
      return false
    }
    let proper = Batch(span: batch.span, commits: inside)
    let result = try LinkWork.carryOut(.apply(proper), Meeting(with: hello, as: end, now: now), &replica, storage)
    for stray in strays {
      var refused: [FeedID: UInt64] = [:]
      _ = try replica.ingest(
        Delivery(ScannedBatch(commits: stray.bytes), branch: stray.branch, source: link.reference, now: now),
        refused: &refused, into: storage)
    }
    return result
  }

  /// Does what the mutant does once a request has been sent.
  func didAsk(_ node: SimulatedNode) throws {
    guard self == .custodyWhenSent else { return }
    try node.write { _, storage in
      guard let link = try storage.links().first(where: \.isParent) else { return }
      guard let branch = Branch(parent: link.area, child: node.area) else { return }
      let mark = try storage.mark()
      let sent = try storage.advances(
        from: link.acknowledged, to: Cursor(lanes: [mark, mark, mark]), over: LinkBranch(branch, link: link.reference))
      try storage.recordCustody(sent.map { CustodyMark(feed: $0.feed, tier: link.area.tier, seq: $0.seq) })
    }
  }
}
