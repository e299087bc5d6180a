// Making a file for a peer that no network reaches: the frames of one direction of a session.
import Merge
import Replica
import Store
import Trust
import Wire

/// What one end of a link would send, as frames: hello, custody (downward), batches, receipts (downward), close.
///
/// The batches carry the span of the sender's arrival numbers they cover, as in a session, so the receiver's cursor moves
/// exactly when it had reached the beginning of the span.
/// - Source: protocol §5.
struct Outgoing {
  let identity: Identity
  let catalog: Bytes16
  let peer: Area
  /// What is remembered of the peer; nil when the two never met.
  let link: StoredLink?
  /// What this node signs receipts with; nil on a node without a key.
  var signer: SigningKey?

  struct Written {
    var commits = 0
    var bytes = 0
    /// After which arrival number of each lane the file begins.
    var from = Cursor.zero
  }

  /// A number no link has: nothing came over it.
  private static let noLink: Int64 = -1

  /// Nil when the peer stands neither above nor below this node.
  private var branch: Branch? {
    Branch(parent: peer, child: identity.area) ?? Branch(parent: identity.area, child: peer)
  }

  private var isDownward: Bool { identity.area.contains(peer) }

  /// Hands over every frame, all of one snapshot.
  /// - Parameter everything: whether to begin at the first commit, not at what the peer has acknowledged.
  func write(
    from reader: StoreReader, everything: Bool, now: Int64, to sink: (Frame) throws -> Void
  ) throws -> Written {
    guard let branch else {
      throw Failure(
        .usage, "\(peer.code) stands neither above nor below \(identity.area.code)",
        hint: "A file goes along a branch: to an area this node lies in, or to one inside it.")
    }
    var written = Written()
    func send(_ frame: Frame) throws {
      written.bytes += frame.body.count + Frame.headBytes
      try sink(frame)
    }
    try send(try hello(reader, now: now).frame)
    if isDownward { try custody(reader, branch: branch, send) }
    written.from = everything ? .zero : link?.acknowledged ?? .zero
    let source = everything ? Self.noLink : link?.reference ?? Self.noLink
    var cutter = BatchCutter(from: written.from, branch: branch, link: source)
    while let batch = try cutter.next(in: reader) {
      written.commits += try batch.commitCount
      try send(batch.frame)
    }
    if isDownward { try receipts(reader, branch: branch, now: now, send) }
    try send(try close(reader, branch: branch, span: cutter.rest).frame)
    return written
  }

  private func hello(_ reader: StoreReader, now: Int64) throws -> Hello {
    var hello = Hello(
      node: identity.node, store: identity.store, area: identity.area, catalog: catalog, peerStore: link?.store,
      received: link?.received ?? .zero, now: now)
    if let link {
      hello.refusals = try reader.quarantines(link: link.reference).filter(\.isOurs).prefix(Limits.refusalsMax)
        .map(\.refusal)
    }
    return hello
  }

  /// Every custody mark of the branch: which of them the peer has is not known here.
  private func custody(_ reader: StoreReader, branch: Branch, _ send: (Frame) throws -> Void) throws {
    var reached: UInt64 = 0
    while true {
      let report = try reader.custodyMarks(after: reached, of: branch, count: Limits.custodyMarksMax)
      if report.marks.isEmpty { return }
      try send(report.frame)
      reached = report.upTo
    }
  }

  /// Every receipt of the branch, likewise.
  private func receipts(
    _ reader: StoreReader, branch: Branch, now: Int64, _ send: (Frame) throws -> Void
  ) throws {
    guard let signer, let link else { return }
    var known = ReceiptCursor.zero
    while true {
      let reports = try Downlink.receiptReports(
        after: known, by: signer, link: link.reference, branch: branch, now: now, in: reader)
      guard let last = reports.last else { return }
      for report in reports { try send(report.frame) }
      known = last.upTo
    }
  }

  private func close(_ reader: StoreReader, branch: Branch, span: Batch.Span) throws -> CloseMessage {
    let mark = try reader.mark()
    let fingerprint = try LinkView.fingerprint(of: branch, link: link?.reference ?? Self.noLink, in: reader)
    var close = CloseMessage(fingerprint: fingerprint, isComplete: true, mark: Cursor(lanes: [mark, mark, mark]))
    close.span = span
    return close
  }
}

extension Batch {
  /// How many commits are in the batch.
  var commitCount: Int {
    get throws(WireError) {
      var reader = CBORReader(commits)
      var count = 0
      while !reader.isAtEnd {
        _ = try reader.byteRange(max: Limits.commitBytesMax)
        count += 1
      }
      return count
    }
  }
}
