// Making the child's request: hello, what the parent lacks, and the close.
import Merge
import Wire

extension Uplink {
  /// Makes the next request.
  /// - Parameters:
  ///   - link: what is remembered of the parent; nil at a first meeting.
  ///   - wait: how long the parent may hold its answer when there is nothing to say, in milliseconds.
  package mutating func request(
    link: StoredLink?, in reader: some SessionReading, now: Int64, wait: UInt64 = 0
  ) throws -> [UInt8] {
    round = Round(number: round.number + 1)
    if !patience.hasBegun {
      patience.begin(own: try Self.mark(in: reader), acknowledged: link?.acknowledged ?? .zero)
    }
    round.toldReceipts = link?.receipts ?? .zero
    round.toldRefusals = try link.map { try refusals($0, in: reader) } ?? []
    var bytes: [UInt8] = []
    greeting(link: link, now: now, wait: wait).frame.append(to: &bytes)
    guard let link, let branch = Branch(parent: link.area, child: identity.area) else {
      try firstClose(in: reader).frame.append(to: &bytes)
      return bytes
    }
    let fingerprint = try LinkView.fingerprint(of: branch, link: link.reference, in: reader)
    var message = CloseMessage(fingerprint: fingerprint, isComplete: false, mark: try Self.mark(in: reader))
    switch phase {
    case .exchange: try appendNews(to: &bytes, closing: &message, link: link, branch: branch, in: reader)
    case .comparing(let comparison): comparison.answer.frame.append(to: &bytes)
    case .filling(var filling):
      round.asks(for: filling.wants.prefix(sizes.wants))
      round.hasFilled = try filling.append(to: &bytes, sizes: sizes, in: reader)
      phase = .filling(filling)
    }
    message.frame.append(to: &bytes)
    return bytes
  }

  /// The close of a first meeting: the branch is not known yet, only whether there is anything to compare.
  private func firstClose(in reader: some SessionReading) throws -> CloseMessage {
    let mark = try Self.mark(in: reader)
    let count = mark == .zero ? 0 : 1
    var close = CloseMessage(fingerprint: Fingerprint(sum: .zero, count: count), isComplete: false, mark: mark)
    close.asksComparison = count > 0
    return close
  }

  /// What this end refuses on the link, as far as a hello can tell it.
  func refusals(_ link: StoredLink, in reader: some SessionReading) throws -> [Refusal] {
    let refusals = try reader.quarantines(link: link.reference).filter(\.isOurs).map(\.refusal)
    return Array(refusals.prefix(Limits.refusalsMax))
  }

  private func greeting(link: StoredLink?, now: Int64, wait: UInt64) -> Hello {
    var hello = Hello(
      node: identity.node, store: identity.store, area: identity.area, catalog: catalog, peerStore: link?.store,
      received: link?.received ?? .zero, now: now)
    hello.refusals = round.toldRefusals
    hello.custody = link?.custody ?? 0
    hello.receipts = takesCustodyReceipts ? round.toldReceipts : nil
    hello.budget = UInt64(sizes.answerBytes)
    if case .exchange = phase { hello.wait = wait }
    return hello
  }

  /// Appends what is new since the parent's acknowledgement, or asks for a comparison when no cursor is known.
  private mutating func appendNews(
    to bytes: inout [UInt8], closing message: inout CloseMessage, link: StoredLink, branch: Branch,
    in reader: some SessionReading
  ) throws {
    let proved = findings.proved
    if try proved == nil && needsComparison(link, count: message.fingerprint.count, branch: branch, in: reader) {
      message.asksComparison = true
      return
    }
    if let proved { Batch(span: Batch.Span(from: .zero, to: proved), commits: []).frame.append(to: &bytes) }
    var cutter = BatchCutter(
      from: proved ?? link.acknowledged, branch: branch, link: link.reference, size: sizes.batchBytes)
    let start = bytes.count
    while bytes.count - start < sizes.requestBytes {
      guard let batch = try cutter.next(in: reader) else {
        message.isComplete = true
        break
      }
      batch.frame.append(to: &bytes)
    }
    if findings.settling != .done { findings.settling = message.isComplete ? .due : .early }
    message.span = cutter.rest
    round.sent = cutter.cursor
  }

  /// Whether a cursor is unknown although both ends may hold something: sending everything again would be waste.
  private func needsComparison(
    _ link: StoredLink, count: Int, branch: Branch, in reader: some SessionReading
  ) throws -> Bool {
    if findings.isParentEmpty || count == 0 { return false }
    if findings.mustCompare || link.received == .zero { return true }
    return try link.acknowledged == .zero
      && LinkView.hasNews(after: .zero, of: branch, link: link.reference, in: reader)
  }

  static func mark(in reader: some SessionReading) throws -> Cursor {
    let mark = try reader.mark()
    return Cursor(lanes: [mark, mark, mark])
  }
}
