// Ending the child's round: whether equality is proved, and what follows when it is not.
package import Merge
package import Wire

extension Uplink {
  /// Ends a round, once every action has been carried out.
  /// - Throws: `cutOff` when the answer had no close.
  package mutating func finishRound(
    link: StoredLink, branch: Branch, in reader: some SessionReading
  ) throws -> UplinkOutcome {
    let outcome = try outcome(link: link, branch: branch, in: reader)
    patience.endRound(
      own: try Self.mark(in: reader), acknowledged: link.acknowledged, hasFilled: round.hasFilled)
    return outcome == .again && patience.isIdle ? .unequal : outcome
  }

  private mutating func outcome(
    link: StoredLink, branch: Branch, in reader: some SessionReading
  ) throws -> UplinkOutcome {
    guard let close = round.close else { throw SessionFault.cutOff }
    findings.isParentEmpty = close.fingerprint.count == 0
    if let ranges = round.ranges { return try compare(ranges, close: close, link: link, branch: branch, in: reader) }
    if case .filling(var filling) = phase {
      switch try filling.dropFetched(sizes.wants, in: round, link: link, in: reader) {
      case .done: round.hasFilled = true
      case .fetchedOn where patience.mayFetchOn(): round.hasFilled = true
      case .fetchedOn, .none: break
      }
      phase = filling.isDone ? .exchange : .filling(filling)
      guard filling.isDone else { return .again }
      round.filled = filling
    } else if !close.isComplete {
      // A cursor that a whole answer did not move stands before a hole.
      if let span = close.span, !link.received.covers(span.to) { return mismatched() }
      return .again
    }
    if try exchangesBesides(link, branch, in: reader) { return .again }
    return try prove(close, link: link, branch: branch, in: reader)
  }

  /// What has been compared and is not filled yet, or has just been.
  var compared: (reconciler: Reconciler, marks: Comparison.Marks?) {
    switch phase {
    case .exchange: (round.filled?.reconciler ?? Reconciler(), round.filled?.marks)
    case .comparing(let comparison): (comparison.reconciler, comparison.marks)
    case .filling(let filling): (filling.reconciler, filling.marks)
    }
  }

  /// The cursor the link has reached by reconciling; nil unless every difference has just been filled.
  package mutating func takeReconciledCursor() -> Cursor? {
    guard let marks = round.filled?.marks else { return nil }
    round.filled?.marks = nil
    return round.hello?.store == marks.store ? marks.theirs : nil
  }

  /// The feeds that are no longer refused, once their other branch has been given.
  package mutating func takeForgiven() -> [FeedID] {
    guard case .filling(var filling) = phase else {
      defer { round.filled?.forgiven = [] }
      return round.filled?.forgiven ?? []
    }
    guard filling.gives.isEmpty else { return [] }
    let forgiven = filling.forgiven
    filling.forgiven = []
    phase = .filling(filling)
    return forgiven
  }

  private mutating func prove(
    _ close: CloseMessage, link: StoredLink, branch: Branch, in reader: some SessionReading
  ) throws -> UplinkOutcome {
    if try LinkView.fingerprint(of: branch, link: link.reference, in: reader) == close.fingerprint {
      findings.mustCompare = false
      patience.foundEqual()
      findings.proved = nil
      // Straight after a comparison nothing was sent: the filling has told the parent how far it holds everything.
      guard let told = round.sent ?? compared.marks?.own, !link.acknowledged.covers(told) else { return .proved }
      if patience.mayTell() {
        findings.proved = told
        return .again
      }
      // A parent that holds the same and still does not acknowledge it would have it sent without end.
      let isOpen = try LinkView.hasNews(after: link.acknowledged, of: branch, link: link.reference, in: reader)
      return isOpen ? .unequal : .proved
    }
    // After reconciling, the next exchange brings what has happened since.
    guard compared.marks == nil else { return .again }
    // What was refused here in this round the parent does not know yet.
    if try refusals(link, in: reader) != round.toldRefusals { return .again }
    // Commits made here since the request explain a difference, as long as those before it have been taken.
    let isTaken = round.sent.map { link.acknowledged.covers($0) } ?? true
    if isTaken, try LinkView.hasNews(after: link.acknowledged, of: branch, link: link.reference, in: reader) {
      return .again
    }
    return mismatched()
  }

  /// Notes that the two ends differ and no exchange will change that; only a comparison can.
  private mutating func mismatched() -> UplinkOutcome {
    findings.mustCompare = true
    return patience.mayGoOnDiffering() ? .again : .unequal
  }

  private mutating func compare(
    _ ranges: RangesMessage, close: CloseMessage, link: StoredLink, branch: Branch, in reader: some SessionReading
  ) throws -> UplinkOutcome {
    var (reconciler, marks) = compared
    if case .exchange = phase {
      let own = try LinkView.fingerprint(of: branch, link: link.reference, in: reader)
      guard patience.mayCompare(own, with: close.fingerprint) else { return .unequal }
      findings.mustCompare = false
      reconciler = Reconciler()
      marks = try round.hello.map {
        Comparison.Marks(own: try Self.mark(in: reader), theirs: close.mark, store: $0.store)
      }
    }
    let heads = try LinkView.heads(of: branch, link: link.reference, in: reader)
    if let answer = reconciler.next(ranges, heads: heads) {
      phase = .comparing(Comparison(reconciler: reconciler, marks: marks, answer: answer))
      return .again
    }
    // What was left out of the comparison the cursors will have passed as well.
    let forks = try forks(link, branch, in: reader)
    if !reconciler.isWhole { (marks, findings.mustCompare) = (nil, true) }
    phase = .filling(
      Filling(
        wants: reconciler.wants + forks.wants, gives: reconciler.gives + forks.gives,
        forgiven: forks.gives.map(\.feed), reconciler: reconciler, marks: marks))
    return .again
  }
}
