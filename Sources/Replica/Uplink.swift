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
  /// Both ends' marks when reconciling began: what the cursors reach once the differences are filled.
  var marks: (own: Cursor, theirs: Cursor)?
  var hello: Hello?
  var close: CloseMessage?
  var ranges: RangesMessage?
  /// Whether the parent said that it holds nothing of the branch.
  var isParentEmpty = false
  /// Rounds that left the two ends different although neither had anything more to send.
  var mismatches = 0
  static let mismatchesMax = 6
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
      try dropFilled(close, in: reader)
      if !wants.isEmpty || !gives.isEmpty { return .again }
      phase = .exchange
    } else if !close.isComplete {
      return .again
    }
    return try prove(close, link: link, branch: branch, in: reader)
  }

  /// The cursor the link has reached by reconciling; nil unless every difference has just been filled.
  package mutating func takeReconciledCursor() -> Cursor? {
    guard phase == .exchange, let theirs = marks?.theirs else { return nil }
    marks = nil
    return theirs
  }

  private mutating func prove(
    _ close: CloseMessage, link: StoredLink, branch: Branch, in reader: some BranchReader
  ) throws -> UplinkOutcome {
    if try LinkView.fingerprint(of: branch, link: link.reference, in: reader) == close.fingerprint { return .proved }
    // Commits made here since the request explain a difference; otherwise a comparison must find it.
    let hasNews = try LinkView.hasNews(after: link.acknowledged, of: branch, link: link.reference, in: reader)
    if !hasNews { mismatches += 1 }
    return mismatches > Self.mismatchesMax ? .unequal : .again
  }

  private mutating func compare(
    _ ranges: RangesMessage, close: CloseMessage, link: StoredLink, branch: Branch, in reader: some BranchReader
  ) throws -> UplinkOutcome {
    if phase == .exchange {
      mismatches += 1
      if mismatches > Self.mismatchesMax { return .unequal }
      reconciler = Reconciler()
      marks = (own: try Self.mark(in: reader), theirs: close.mark)
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
  private mutating func dropFilled(_ close: CloseMessage, in reader: some BranchReader) throws {
    let asked = min(wants.count, Limits.wantsMax)
    if close.isComplete {
      wants.removeFirst(asked)
      return
    }
    for index in 0..<asked {
      let head = try reader.feed(wants[index].feed)?.head.seq ?? 0
      wants[index] = Dot(feed: wants[index].feed, seq: max(wants[index].seq, head + 1))
    }
  }
}
