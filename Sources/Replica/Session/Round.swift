// One round of a child's session: what its request told, and what its answer has brought so far.
import Merge
import Trust
import Wire

/// Made anew by each request.
struct Round: Sendable {
  /// 1 for a session's first; 0 before any.
  let number: Int
  /// What the request told the parent of feeds refused here.
  var toldRefusals: [Refusal] = []
  /// The place among the parent's receipts that the request told.
  var toldReceipts = CustodyReceiptCursor.zero
  /// How far the request moves the parent's cursor; nil when it does not.
  var sent: Cursor?
  /// Whether it gave or fetched something that a comparison had found.
  var hasFilled = false
  /// For each feed it asks for, the number after the last commit of it that has come, one behind the other: taken in,
  /// held already, or refused until a seal decides.
  private(set) var reached: [FeedID: UInt64] = [:]
  /// The filling that came to its end in it.
  var filled: Filling?
  private(set) var hello: Hello?
  private(set) var close: CloseMessage?
  private(set) var ranges: RangesMessage?

  init(number: Int) { self.number = number }

  /// Takes one frame of the answer.
  /// - Parameter identity: who this node is, and where the session is about.
  mutating func receive(_ frame: Frame, at identity: Identity) throws(WireError) -> SessionAction? {
    switch Frame.Kind(rawValue: frame.kind) {
    case .hello where hello == nil: return .greet(try greeted(Hello(frame), identity))
    case .batch where hello != nil && close == nil:
      let batch = try Batch(frame)
      noteFetched(batch)
      return .apply(batch)
    case .custody where hello != nil && close == nil: return .custody(try CustodyReport(frame))
    case .receipts where hello != nil && close == nil:
      return .receipts(try CustodyReceiptReport(frame), told: toldReceipts)
    case .ranges where hello != nil && close == nil && ranges == nil: ranges = try RangesMessage(frame)
    case .close where hello != nil && close == nil:
      let message = try CloseMessage(frame)
      close = message
      return .close(message)
    case nil: break  // A kind this version does not know is stepped over.
    default: throw WireError(.malformed, "frame \(frame.kind) in its order")
    }
    return nil
  }

  /// Takes note of what the request asks for.
  mutating func asks(for wants: some Sequence<Dot>) {
    for want in wants { reached[want.feed] = min(want.seq, reached[want.feed] ?? .max) }
  }

  private mutating func noteFetched(_ batch: Batch) {
    guard batch.span == nil, !reached.isEmpty else { return }
    var sequence = CBORReader(batch.commits)
    while !sequence.isAtEnd, let place = try? sequence.byteRange(max: Limits.batchBytesMax) {
      var scanner = CommitScanner()
      var reader = CBORReader(batch.commits, from: place.lowerBound, to: place.upperBound)
      // Also of a commit that this version cannot read the feed and number stand first.
      try? scanner.scanHeader(ofCommitIn: &reader)
      if reached[scanner.feed] == scanner.seq { reached[scanner.feed] = scanner.seq + 1 }
    }
  }

  private mutating func greeted(_ hello: Hello, _ identity: Identity) throws(WireError) -> Hello {
    try hello.expectVersion()
    guard Branch(parent: hello.area, child: identity.area) != nil, hello.node != identity.node else {
      throw WireError(.malformed, "a parent that stands above this node")
    }
    self.hello = hello
    return hello
  }
}
