// Making a file: what one end of a link would send, all of one snapshot.
package import Merge
package import Trust
package import Wire

extension FileSession {
  /// What one end of a link would send, as frames: hello, custody (downward), batches, receipts (downward), close.
  ///
  /// The batches carry the span of the sender's arrival numbers they cover, as in a session, so the receiver's cursor moves
  /// exactly when it had reached the beginning of the span.
  package struct Sender: Sendable {
    /// What went into a file.
    package struct Written: Hashable, Sendable {
      package internal(set) var commits = 0
      package internal(set) var bytes = 0
      /// After which arrival number of each lane the file begins.
      package internal(set) var from = Cursor.zero
    }

    private let identity: Identity
    private let catalog: Bytes16
    private let isDownward: Bool
    private let branch: Branch
    private let link: StoredLink?
    private let signer: SigningKey?

    /// A number no link has: nothing came over it.
    private static let noLink: Int64 = -1

    /// Nil when the other end stands neither above nor below this node.
    /// - Parameters:
    ///   - peer: where the other end stands.
    ///   - link: what is remembered of it; nil when the two never met.
    ///   - signer: what this node signs receipts with; nil on a node without a key.
    package init?(identity: Identity, catalog: Bytes16, peer: Area, link: StoredLink?, signer: SigningKey? = nil) {
      guard let branch = FileSession.branch(of: identity.area, with: peer) else { return nil }
      self.identity = identity
      self.catalog = catalog
      self.branch = branch
      self.link = link
      self.signer = signer
      isDownward = identity.area.contains(peer)
    }

    /// Hands over every frame, all of one snapshot.
    /// - Parameters:
    ///   - everything: whether to begin at the first commit, not at what the other end has acknowledged.
    ///   - now: this node's wall clock in milliseconds since 1970.
    /// - Throws: what the storage or the sink throws; then the file is no whole one.
    package func write(
      from reader: some SessionReading, everything: Bool, now: Int64, to sink: (Frame) throws -> Void
    ) throws -> Written {
      var written = Written()
      func send(_ frame: Frame) throws {
        written.bytes += frame.body.count + Frame.headBytes
        try sink(frame)
      }
      try send(try hello(reader, now: now).frame)
      if isDownward { try custody(reader, send) }
      written.from = everything ? .zero : link?.acknowledged ?? .zero
      let source = everything ? Self.noLink : link?.reference ?? Self.noLink
      var cutter = BatchCutter(from: written.from, branch: branch, link: source)
      while let batch = try cutter.next(in: reader) {
        written.commits += try batch.commitCount
        try send(batch.frame)
      }
      if isDownward { try custodyReceipts(reader, now: now, send) }
      try send(try close(reader, span: cutter.rest).frame)
      return written
    }

    private func hello(_ reader: some SessionReading, now: Int64) throws -> Hello {
      var hello = Hello(
        node: identity.node, store: identity.store, area: identity.area, catalog: catalog, peerStore: link?.store,
        received: link?.received ?? .zero, now: now)
      if let link {
        hello.refusals = try reader.quarantines(link: link.reference).filter(\.isOurs).prefix(Limits.refusalsMax)
          .map(\.refusal)
      }
      return hello
    }

    /// Every custody mark of the branch: which of them the other end has is not known here.
    private func custody(_ reader: some SessionReading, _ send: (Frame) throws -> Void) throws {
      var reached: UInt64 = 0
      while true {
        let report = try reader.custodyMarks(after: reached, of: branch, count: Limits.custodyMarksMax)
        if report.marks.isEmpty { return }
        try send(report.frame)
        reached = report.upTo
      }
    }

    /// Every receipt of the branch, likewise.
    private func custodyReceipts(_ reader: some SessionReading, now: Int64, _ send: (Frame) throws -> Void) throws {
      guard let signer, let link else { return }
      var known = CustodyReceiptCursor.zero
      while true {
        let reports = try Downlink.custodyReceiptReports(
          after: known, by: signer, over: LinkBranch(branch, link: link.reference), now: now, in: reader)
        guard let last = reports.last else { return }
        for report in reports { try send(report.frame) }
        known = last.upTo
      }
    }

    private func close(_ reader: some SessionReading, span: Batch.Span) throws -> CloseMessage {
      let mark = try Uplink.mark(in: reader)
      let fingerprint = try LinkView.fingerprint(of: branch, link: link?.reference ?? Self.noLink, in: reader)
      var close = CloseMessage(fingerprint: fingerprint, isComplete: true, mark: mark)
      close.span = span
      return close
    }
  }
}

extension Batch {
  /// How many commits are in the batch.
  fileprivate var commitCount: Int {
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
