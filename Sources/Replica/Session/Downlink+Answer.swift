// Making the parent's answer, one frame at a time, so that memory stays bounded whatever the backlog.
import Merge
import Trust
package import Wire

extension Downlink {
  /// The next frame of the answer; nil after the last.
  ///
  /// Each call may see a newer snapshot of the store than the one before.
  package mutating func next(in reader: some SessionReading, now: Int64) throws -> Frame? {
    guard let link, let branch, let hello else { throw SessionFault.cutOff }
    while true {
      switch stage {
      case .hello:
        stage = .custody
        return try greeting(hello, link: link, now: now, in: reader).frame
      case .custody:
        stage = .content
        let report = try reader.custodyMarks(after: hello.custody, of: branch, count: Limits.custodyMarksMax)
        let isFar = report.upTo >= hello.custody &+ UInt64(Self.custodySkipMax)
        if !report.marks.isEmpty || isFar { return report.frame }
      case .content:
        if let frame = try content(hello, link: link, branch: branch, in: reader) { return frame }
      case .opening:
        stage = .receipts
        // Taken in the snapshot that is compared: what arrives later is beyond it.
        openingMark = try Uplink.mark(in: reader)
        return Reconciler.opening(try LinkView.heads(of: branch, link: link.reference, in: reader)).frame
      case .receipts:
        var waiting = try reports ?? custodyReceiptReports(hello, link: link, branch: branch, now: now, in: reader)
        let next = waiting.isEmpty ? nil : waiting.removeFirst()
        reports = waiting
        if let next { return next.frame }
        stage = .close
      case .close:
        stage = .done
        let closing = try closing(link: link, branch: branch, in: reader)
        isProved = proves(closing)
        return closing.frame
      case .done: return nil
      }
    }
  }

  /// After how many marks that are not for this child its place among them is moved, so that none are looked at for ever.
  static var custodySkipMax: Int { 1_024 }

  private func greeting(_ hello: Hello, link: StoredLink, now: Int64, in reader: some SessionReading) throws -> Hello {
    var answer = Hello(
      node: identity.node, store: identity.store, area: identity.area, catalog: catalog, peerStore: hello.store,
      received: link.received, now: now)
    answer.refusals = try reader.quarantines(link: link.reference).filter(\.isOurs)
      .prefix(Limits.refusalsMax).map(\.refusal)
    // What has been taken out here again bears witness to nothing.
    answer.witness = try link.witness.flatMap { witness in
      try reader.hash(of: witness.dot.feed, at: witness.dot.seq)?.words.0 == witness.tag ? witness : nil
    }
    if let branch { answer.unsealed = try reader.unsealed(of: branch, count: Limits.unsealedMax) }
    return answer
  }

  /// The next frame of what the child lacks; nil when the stage has moved on.
  private mutating func content(
    _ hello: Hello, link: StoredLink, branch: Branch, in reader: some SessionReading
  ) throws -> Frame? {
    switch mode {
    case .greeting: stage = .receipts
    case .opening: stage = .opening
    case .answering(let message):
      stage = .receipts
      return Reconciler.answer(message, heads: try LinkView.heads(of: branch, link: link.reference, in: reader)).frame
    case .filling: return try filling(hello, branch: branch, in: reader)
    case .serving: return try serving(hello, link: link, branch: branch, in: reader)
    }
    return nil
  }

  private mutating func serving(
    _ hello: Hello, link: StoredLink, branch: Branch, in reader: some SessionReading
  ) throws -> Frame? {
    guard var cutter, sentBytes < Int(hello.budget) else {
      stage = .receipts
      return nil
    }
    let batch = try cutter.next(in: reader)
    self.cutter = cutter
    if let batch { return sent(batch) }
    isComplete = true
    stage = .receipts
    let isQuiet = sentBytes == 0 && close?.isComplete == true
    if isQuiet, try LinkView.fingerprint(of: branch, link: link.reference, in: reader) != close?.fingerprint {
      stage = .opening
    }
    return nil
  }

  private mutating func filling(_ hello: Hello, branch: Branch, in reader: some SessionReading) throws -> Frame? {
    var commits: [UInt8] = []
    while let want = wants?.first, commits.count < sizes.batchBytes, sentBytes < Int(hello.budget) {
      // What the child may not hold it does not get, whatever it asks for.
      guard let feed = try reader.feed(want.feed), branch.shares(feed.key), feed.head.seq >= want.seq, want.seq > 0
      else {
        wants?.removeFirst()
        continue
      }
      let next = try reader.appendCommits(to: &commits, feed: want.feed, from: want.seq, size: sizes.batchBytes)
      if next <= feed.head.seq { wants?[0] = Dot(feed: want.feed, seq: next) } else { wants?.removeFirst() }
    }
    if !commits.isEmpty { return sent(Batch(span: nil, commits: commits)) }
    isComplete = wants?.isEmpty ?? true
    stage = .receipts
    return nil
  }

  private mutating func sent(_ batch: Batch) -> Frame {
    let frame = batch.frame
    sentBytes += frame.body.count
    return frame
  }

  private func proves(_ closing: CloseMessage) -> Bool {
    guard case .serving = mode, let close, closing.isComplete, close.isComplete, sentBytes == 0, !hasBrought else {
      return false
    }
    return closing.fingerprint == close.fingerprint
  }

  private func closing(link: StoredLink, branch: Branch, in reader: some SessionReading) throws -> CloseMessage {
    let fingerprint = try LinkView.fingerprint(of: branch, link: link.reference, in: reader)
    let mark = try openingMark ?? Uplink.mark(in: reader)
    var message = CloseMessage(fingerprint: fingerprint, isComplete: isComplete, mark: mark)
    message.span = cutter?.rest
    // What arrived since the last batch is in the fingerprint but was not sent: then this round proves nothing yet.
    if case .serving = mode, isComplete, let cutter {
      message.isComplete = try !LinkView.hasNews(after: cutter.cursor, of: branch, link: link.reference, in: reader)
    }
    return message
  }
}
