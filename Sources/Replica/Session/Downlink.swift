// The parent's side of a session, as a pure value: it reads one request and makes the answer frame by frame.
package import Merge
package import Trust
package import Wire

/// One round at the parent's end. It keeps nothing between rounds: the child drives, the store remembers.
/// - Source: protocol §5.
package struct Downlink: Sendable {
  /// What the answer is about.
  enum Mode: Sendable {
    /// Only a hello: the child's cursor speaks of a store that is no more, or of what this store has never given out.
    case greeting
    /// Commits from the child's cursor on, then the proof.
    case serving
    /// The first message of a comparison.
    case opening
    /// The next message of a comparison.
    case answering(RangesMessage)
    /// Commits the child asked for by feed.
    case filling
  }

  enum Stage: Sendable { case hello, custody, content, opening, receipts, close, done }

  let identity: Identity
  let catalog: Bytes16
  let sizes: SessionSizes
  package internal(set) var hello: Hello?
  var link: StoredLink?
  var branch: Branch?
  var close: CloseMessage?
  var ranges: RangesMessage?
  var wants: [Dot]?
  var mode = Mode.greeting
  var stage = Stage.hello
  var cutter: BatchCutter?
  var openingMark: Cursor?
  /// What the parent signs receipts with; without it there are none.
  let signer: SigningKey?
  /// Receipts still to be sent; nil before they have been made.
  var reports: [CustodyReceiptReport]?
  var sentBytes = 0
  var isComplete = false
  /// Whether the request brought commits.
  var hasBrought = false
  /// Whether the answer has shown that both ends hold the same: each had everything to say said, neither had anything to send,
  /// and the fingerprints are equal.
  /// - Source: protocol §5.5.
  var isProved = false

  package init(
    identity: Identity, catalog: Bytes16, sizes: SessionSizes = .standard, signer: SigningKey? = nil
  ) {
    self.identity = identity
    self.catalog = catalog
    self.sizes = sizes
    self.signer = signer
  }

  /// Takes one frame of the request.
  package mutating func receive(_ frame: Frame) throws(SessionFault) -> SessionAction? {
    do throws(WireError) {
      switch Frame.Kind(rawValue: frame.kind) {
      case .hello where hello == nil: return .greet(try greeted(Hello(frame)))
      case .batch where hello != nil && close == nil:
        let batch = try Batch(frame).counted(if: isForThisStore)
        hasBrought = hasBrought || !batch.commits.isEmpty
        return .apply(batch)
      case .ranges where hello != nil && close == nil && ranges == nil: ranges = try RangesMessage(frame)
      case .want where hello != nil && close == nil && wants == nil: wants = try WantMessage(frame).wants
      case .close where hello != nil && close == nil:
        var message = try CloseMessage(frame)
        message.span = message.span?.counted(if: isForThisStore)
        close = message
        return .close(message)
      case nil: break  // A kind this version does not know is stepped over.
      default: throw WireError(.malformed, "frame \(frame.kind) in its order")
      }
      return nil
    } catch { throw .wire(error) }
  }

  /// Whether the child speaks of this store, and not of another of this node, or of none.
  private var isForThisStore: Bool { hello?.peerStore == identity.store }

  private mutating func greeted(_ hello: Hello) throws(WireError) -> Hello {
    try hello.expectVersion()
    guard let branch = Branch(parent: identity.area, child: hello.area), hello.node != identity.node else {
      throw WireError(.malformed, "a child that stands below this node")
    }
    self.hello = hello
    self.branch = branch
    return hello
  }

  /// Begins the answer, once every action has been carried out and is durable.
  /// - Throws: `cutOff` when the request had no close: what came before the cut stays, and there is nothing to answer.
  package mutating func begin(link: StoredLink, in reader: some SessionReading) throws {
    guard let hello, let branch, let close else { throw SessionFault.cutOff }
    self.link = link
    if let ranges {
      mode = .answering(ranges)
    } else if wants != nil {
      mode = .filling
    } else if try isOfAnotherStore(hello, in: reader) {
      mode = .greeting
    } else if try close.asksComparison && reader.fingerprint(of: branch).count > 0 {
      mode = .opening
    } else {
      mode = .serving
      let from = hello.peerStore == nil ? .zero : hello.received
      cutter = BatchCutter(
        from: from, branch: branch, link: link.reference, size: sizes.batchBytes, stretch: sizes.stretch)
    }
  }

  /// Whether the child's cursor speaks of another store than this, or of what this one has never given out: of a copy that came
  /// further, from which this one was restored.
  private func isOfAnotherStore(_ hello: Hello, in reader: some SessionReading) throws -> Bool {
    guard let store = hello.peerStore else { return false }
    return try store != identity.store || !Uplink.mark(in: reader).covers(hello.received)
  }

  /// Whether the answer, once it has been made, has proved the link in another minute than it was noted last: then it is to be
  /// noted (`LinkWork.noteProved`). Children ask often.
  package func isWorthNoting(now: Int64) -> Bool {
    guard isProved, let link else { return false }
    return LinkWork.isWorthNoting(link, now: now)
  }

  /// Whether there is nothing to say but that both ends are equal: the answer may wait for news.
  package func isIdle(in reader: some SessionReading) throws -> Bool {
    guard case .serving = mode, let close, let link, let branch, close.isComplete else { return false }
    if try hasNews(in: reader) { return false }
    return try LinkView.fingerprint(of: branch, link: link.reference, in: reader) == close.fingerprint
  }

  /// Whether commits, custody marks or receipts wait for the child.
  package func hasNews(in reader: some SessionReading) throws -> Bool {
    guard let link, let branch, let hello, let cutter else { return true }
    if try LinkView.hasNews(after: cutter.cursor, of: branch, link: link.reference, in: reader) { return true }
    if try !reader.custodyMarks(after: hello.custody, of: branch, count: 1).marks.isEmpty { return true }
    guard signer != nil, let known = hello.receipts else { return false }
    return try !reader.custodyReceipts(after: known.passed, of: branch, count: 1).receipts.isEmpty
  }
}
