// The child's side of a session, as a pure value: it makes requests, takes answers apart, and knows when equality is proved.
package import Merge
package import Wire

/// What the caller must do with a frame of the answer, in order, each in a transaction of its own.
package enum UplinkAction: Hashable, Sendable {
  /// The parent spoke: find its link and note its hello.
  case greet(Hello)
  case apply(Batch)
  case custody(CustodyReport)
  case close(CloseMessage)
}

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
  enum Phase: Sendable, Equatable {
    case exchange
    /// The answer to the parent's ranges that the next request carries.
    case comparing(RangesMessage)
    /// What the comparison found is being fetched and given.
    case filling
  }

  let identity: Identity
  let catalog: Bytes16
  var phase = Phase.exchange
  var reconciler = Reconciler()
  var wants: [Dot] = []
  var gives: [Dot] = []
  /// Both ends' marks when reconciling began, and the parent's store then: what the cursors reach once the differences are
  /// filled.
  var marks: (own: Cursor, theirs: Cursor, store: StoreID)?
  var hello: Hello?
  var close: CloseMessage?
  var ranges: RangesMessage?
  /// Whether the parent said that it holds nothing of the branch.
  var isParentEmpty = false
  /// How far this round's request moves the parent's cursor; nil when it does not.
  var sent: Cursor?
  /// How far the parent holds everything, as proved, although its own cursor says less; told once.
  var proved: Cursor?
  /// What this round's request told the parent of feeds refused here.
  var toldRefusals: [Refusal] = []
  /// Whether nothing but a comparison can explain why the two ends differ.
  var mustCompare = false
  /// Both ends' fingerprints when they were last compared.
  var compared: [Fingerprint] = []
  /// Comparisons and rounds in a row that changed nothing although the two ends differ.
  var mismatches = 0
  static let mismatchesMax = 2
  /// How many rounds were made.
  package internal(set) var rounds = 0

  package init(identity: Identity, catalog: Bytes16) {
    self.identity = identity
    self.catalog = catalog
  }

  /// The parent that answered this round; nil before its hello.
  package var parent: Hello? { hello }

  /// Takes one frame of the answer.
  package mutating func receive(_ frame: Frame) throws(SessionFault) -> UplinkAction? {
    do throws(WireError) {
      switch Frame.Kind(rawValue: frame.kind) {
      case .hello where hello == nil: return .greet(try greeted(Hello(frame)))
      case .batch where hello != nil && close == nil: return .apply(try Batch(frame))
      case .custody where hello != nil && close == nil: return .custody(try CustodyReport(frame))
      case .ranges where hello != nil && ranges == nil: ranges = try RangesMessage(frame)
      case .close where hello != nil && close == nil:
        let message = try CloseMessage(frame)
        close = message
        return .close(message)
      case nil: break  // A kind this version does not know is stepped over.
      default: throw WireError(.malformed, "frame \(frame.kind) in its order")
      }
      return nil
    } catch { throw .wire(error) }
  }

  private mutating func greeted(_ hello: Hello) throws(WireError) -> Hello {
    guard hello.versions.contains(Hello.protocolVersion) else { throw WireError(.unsupportedVersion, "version 1") }
    guard Branch(parent: hello.area, child: identity.area) != nil, hello.node != identity.node else {
      throw WireError(.malformed, "a parent that stands above this node")
    }
    self.hello = hello
    return hello
  }

  /// Ends a round, once every action has been carried out.
  /// - Throws: `cutOff` when the answer had no close.
  package mutating func finishRound(
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
    return try prove(close, link: link, branch: branch, in: reader)
  }

  /// The cursor the link has reached by reconciling; nil unless every difference has just been filled.
  package mutating func takeReconciledCursor() -> Cursor? {
    guard phase == .exchange, let marks else { return nil }
    self.marks = nil
    return hello?.store == marks.store ? marks.theirs : nil
  }

  private mutating func prove(
    _ close: CloseMessage, link: StoredLink, branch: Branch, in reader: some BranchReader
  ) throws -> UplinkOutcome {
    if try LinkView.fingerprint(of: branch, link: link.reference, in: reader) == close.fingerprint {
      (mustCompare, mismatches, compared) = (false, 0, [])
      guard let sent, !link.acknowledged.covers(sent), proved == nil else {
        proved = nil
        return .proved
      }
      proved = sent
      return .again
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
    (wants, gives) = (reconciler.wants, reconciler.gives)
    phase = .filling
    return .again
  }

  /// Drops the wants this round asked for when the parent served them all; otherwise goes on from what has arrived.
  private mutating func dropFilled(_ close: CloseMessage, link: StoredLink, in reader: some BranchReader) throws {
    let asked = min(wants.count, Limits.wantsMax)
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
