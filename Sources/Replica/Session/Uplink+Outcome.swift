// Ending the child's round: whether equality is proved, and what follows when it is not.
package import Merge
package import Wire

extension Uplink {
  /// Ends a round, once every action has been carried out.
  /// - Throws: `cutOff` when the answer had no close.
  package mutating func finishRound(
    link: StoredLink, branch: Branch, in reader: some BranchReader
  ) throws -> UplinkOutcome {
    let outcome = try outcome(link: link, branch: branch, in: reader)
    let own = try Self.mark(in: reader)
    if let reached, reached.own == own, reached.acknowledged.covers(link.acknowledged) {
      // Filling what a comparison found ends by itself; what it was worth the next comparison shows.
      if !hasFilled { idleRounds += 1 }
    } else {
      // The furthest in each lane: a parent that goes to and fro gets nowhere.
      var furthest = reached?.acknowledged ?? .zero
      furthest.advance(from: .zero, to: link.acknowledged)
      reached = (own, furthest)
      idleRounds = 0
    }
    return outcome == .again && idleRounds >= Self.idleRoundsMax ? .unequal : outcome
  }

  private mutating func outcome(
    link: StoredLink, branch: Branch, in reader: some BranchReader
  ) throws -> UplinkOutcome {
    guard let close else { throw SessionFault.cutOff }
    isParentEmpty = close.fingerprint.count == 0
    if let ranges { return try compare(ranges, close: close, link: link, branch: branch, in: reader) }
    if phase == .filling {
      try dropFilled(close, link: link, in: reader)
      if !wants.isEmpty || !gives.isEmpty { return .again }
      phase = .exchange
    } else if !close.isComplete {
      // A cursor that a whole answer did not move stands before a hole.
      if let span = close.span, !link.received.covers(span.to) { return mismatched() }
      return .again
    }
    if try exchangesBesides(link, branch, in: reader) { return .again }
    return try prove(close, link: link, branch: branch, in: reader)
  }

  /// Once in a session: settles what the two ends refuse of each other's. Seals that one end lacks are exchanged on the way: with
  /// the commits they seal.
  private mutating func exchangesBesides(
    _ link: StoredLink, _ branch: Branch, in reader: some BranchReader
  ) throws -> Bool {
    guard isAllSent, !hasSettledForks else { return false }
    hasSettledForks = true
    wants += try reader.unsealed(of: branch, count: Limits.unsealedMax)
    // Only the last commit: behind an earlier one the rest of the feed is new to the parent, and comes with its seal by itself.
    gives += try (hello?.unsealed ?? []).prefix(Limits.unsealedMax).filter { dot in
      guard let feed = try reader.feed(dot.feed) else { return false }
      return branch.shares(feed.key) && feed.sealed >= dot.seq && feed.head.seq == dot.seq
    }
    let forks = try forks(link, branch, in: reader)
    wants += forks.wants
    gives += forks.gives
    if wants.isEmpty && gives.isEmpty { return false }
    phase = .filling
    return true
  }

  /// What settles the feeds of which the two ends hold another content. Each takes back what it has lost of its own; and where a root
  /// key tells whose word counts, the end that holds the author's sealed word gives it to the one that holds what somebody made up.
  ///
  /// What is given is taken into the comparison again: from then on the other end holds the same, or is not honest.
  /// - Source: protocol §10.5.
  private mutating func forks(
    _ link: StoredLink, _ branch: Branch, in reader: some BranchReader
  ) throws -> (wants: [Dot], gives: [Dot]) {
    var (wants, gives): ([Dot], [Dot]) = ([], [])
    for quarantine in try reader.quarantines(link: link.reference) {
      let refusal = quarantine.refusal
      guard [.fork, .brokenChain].contains(refusal.code), let feed = try reader.feed(refusal.feed),
        branch.shares(feed.key)
      else { continue }
      let dot = Dot(feed: refusal.feed, seq: refusal.seq)
      let isPresent = feed.key.node == identity.node && feed.key.incarnation == identity.incarnation
      let isSealed = takesReceipts && feed.sealed >= refusal.seq
      if quarantine.isOurs, isSealed || refusal.code == .fork && feed.key.node == link.peer {
        gives.append(dot)
      } else if !quarantine.isOurs, refusal.code == .fork, isPresent || takesReceipts && !isSealed {
        wants.append(dot)
      }
    }
    forgiven = gives.map(\.feed)
    return (wants, gives)
  }

  /// The cursor the link has reached by reconciling; nil unless every difference has just been filled.
  package mutating func takeReconciledCursor() -> Cursor? {
    guard phase == .exchange, let marks else { return nil }
    self.marks = nil
    return hello?.store == marks.store ? marks.theirs : nil
  }

  /// The feeds that are no longer refused, once their other branch has been given.
  package mutating func takeForgiven() -> [FeedID] {
    guard gives.isEmpty else { return [] }
    defer { forgiven = [] }
    return forgiven
  }

  private mutating func prove(
    _ close: CloseMessage, link: StoredLink, branch: Branch, in reader: some BranchReader
  ) throws -> UplinkOutcome {
    if try LinkView.fingerprint(of: branch, link: link.reference, in: reader) == close.fingerprint {
      (mustCompare, mismatches, compared) = (false, 0, [])
      guard let sent, !link.acknowledged.covers(sent) else {
        proved = nil
        return .proved
      }
      if timesTold < Self.timesToldMax {
        (proved, timesTold) = (sent, timesTold + 1)
        return .again
      }
      proved = nil
      // A parent that holds the same and still does not acknowledge it would have it sent without end.
      let isOpen = try LinkView.hasNews(after: link.acknowledged, of: branch, link: link.reference, in: reader)
      return isOpen ? .unequal : .proved
    }
    // After reconciling, the next exchange brings what has happened since.
    guard marks == nil else { return .again }
    // What was refused here in this round the parent does not know yet.
    if try refusals(link, in: reader) != toldRefusals { return .again }
    // Commits made here since the request explain a difference, as long as those before it have been taken.
    let isTaken = sent.map { link.acknowledged.covers($0) } ?? true
    if isTaken, try LinkView.hasNews(after: link.acknowledged, of: branch, link: link.reference, in: reader) {
      return .again
    }
    return mismatched()
  }

  /// Notes that the two ends differ and no exchange will change that; only a comparison can.
  private mutating func mismatched() -> UplinkOutcome {
    mustCompare = true
    mismatches += 1
    return mismatches > Self.mismatchesMax ? .unequal : .again
  }

  private mutating func compare(
    _ ranges: RangesMessage, close: CloseMessage, link: StoredLink, branch: Branch, in reader: some BranchReader
  ) throws -> UplinkOutcome {
    if phase == .exchange {
      let own = try LinkView.fingerprint(of: branch, link: link.reference, in: reader)
      mismatches = compared == [own, close.fingerprint] ? mismatches + 1 : 0
      if mismatches > Self.mismatchesMax { return .unequal }
      compared = [own, close.fingerprint]
      mustCompare = false
      reconciler = Reconciler()
      marks = try hello.map { (own: try Self.mark(in: reader), theirs: close.mark, store: $0.store) }
    }
    let heads = try LinkView.heads(of: branch, link: link.reference, in: reader)
    if let answer = reconciler.next(ranges, heads: heads) {
      phase = .comparing(answer)
      return .again
    }
    // What was left out of the comparison the cursors will have passed as well.
    let forks = try forks(link, branch, in: reader)
    (wants, gives) = (reconciler.wants + forks.wants, reconciler.gives + forks.gives)
    if !reconciler.isWhole { (marks, mustCompare) = (nil, true) }
    phase = .filling
    return .again
  }

  /// Drops the wants this round asked for when the parent served them all; otherwise goes on from what has arrived.
  private mutating func dropFilled(_ close: CloseMessage, link: StoredLink, in reader: some BranchReader) throws {
    let (asked, before) = (min(wants.count, sizes.wants), wants.count)
    defer { if wants.count < before { hasFilled = true } }
    let refused = Set(try reader.quarantines(link: link.reference).map(\.refusal.feed))
    let rest = try wants[..<asked].compactMap { want -> Dot? in
      let head = try reader.feed(want.feed)?.head.seq ?? 0
      // A feed refused here does not move however often it is asked for.
      if close.isComplete || refused.contains(want.feed) { return nil }
      return Dot(feed: want.feed, seq: max(want.seq, head + 1))
    }
    wants.replaceSubrange(..<asked, with: rest)
  }
}
