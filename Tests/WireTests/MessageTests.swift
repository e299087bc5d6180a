// The frames of a session: each comes back as it was sent, and no cut of it reads or traps.
import Merge
import SeededNumbers
import TestSupport
import Testing
import Wire

@Suite struct `Messages` {
  private func cursor(_ sample: inout Sample) -> Cursor {
    var cursor = Cursor(lanes: [sample.natural(), sample.natural(), sample.natural()])
    for lane in Priority.allCases where sample.numbers.chance(1, in: 3) && cursor[lane] < UInt64(Int64.max) - 2 {
      cursor[stretchOf: lane] = Cursor.Stretch(end: cursor[lane] + 2, last: cursor[lane] + 1)
    }
    return cursor
  }

  private func span(_ sample: inout Sample) -> Batch.Span? {
    sample.numbers.chance(1, in: 2) ? nil : Batch.Span(from: cursor(&sample), to: cursor(&sample))
  }

  /// A message comes back equal, and every cut of its body is refused.
  private func check<Message: Equatable>(
    _ message: Message, _ frame: (Message) -> Frame, _ read: (Frame) throws(WireError) -> Message
  ) throws {
    let sent = frame(message)
    #expect(try read(sent) == message)
    let kind = sent.kind
    #expect(refusesEveryPrefix(sent.body) { (body) throws(WireError) in _ = try read(Frame(kind: kind, body: body)) })
    let longer = Frame(kind: kind, body: sent.body + [0])
    #expect(failure { () throws(WireError) in try read(longer) } == .malformed)
  }

  @Test func `a hello`() throws {
    var sample = Sample(seed: 1)
    for _ in 0..<30 {
      let peer = sample.numbers.chance(1, in: 2) ? StoreID(sample.id()) : nil
      var hello = Hello(
        node: NodeID(sample.id()), store: StoreID(sample.id()), area: sample.key().area, catalog: sample.id(),
        peerStore: peer, received: cursor(&sample), now: sample.int())
      hello.versions = (0...sample.numbers.below(3)).map { _ in sample.natural() }
      hello.custody = sample.natural()
      hello.wait = sample.natural()
      hello.budget = sample.natural() % UInt64(Limits.responseBytesTarget + 1)
      hello.refusals = (0..<sample.numbers.below(4)).map { _ in
        Refusal(feed: FeedID(sample.id()), seq: 1 + sample.natural(), code: sample.numbers.pick(RejectionCode.allCases))
      }
      try check(hello, \.frame) { (frame) throws(WireError) in try Hello(frame) }
    }
  }

  @Test func `a batch`() throws {
    var sample = Sample(seed: 2)
    for _ in 0..<20 {
      let batch = Batch(span: span(&sample), commits: sample.bytes(below: 400))
      try check(batch, \.frame) { (frame) throws(WireError) in try Batch(frame) }
    }
  }

  @Test func `custody marks`() throws {
    var sample = Sample(seed: 3)
    for _ in 0..<20 {
      let marks = (0..<sample.numbers.below(5)).map { _ in
        CustodyMark(feed: FeedID(sample.id()), tier: sample.numbers.pick(Tier.allCases), seq: sample.natural())
      }
      let report = CustodyReport(upTo: sample.natural(), marks: marks)
      try check(report, \.frame) { (frame) throws(WireError) in try CustodyReport(frame) }
    }
  }

  @Test func `ranges`() throws {
    var sample = Sample(seed: 4)
    for _ in 0..<20 {
      let keys = Set(
        (0..<sample.numbers.below(6)).map { _ in [1 + UInt8(sample.numbers.below(200))] + sample.bytes(below: 48) })
      var bounds = keys.sorted { $0.lexicographicallyPrecedes($1) }
      if sample.numbers.chance(1, in: 2) { bounds.append([]) }
      let message = RangesMessage(ranges: bounds.map { HeadRange(bound: $0, content: content(&sample)) })
      try check(message, \.frame) { (frame) throws(WireError) in try RangesMessage(frame) }
    }
  }

  private func content(_ sample: inout Sample) -> HeadRange.Content {
    let heads = (0..<sample.numbers.below(5)).map { _ in
      ListedHead(
        feed: FeedID(sample.id()), seq: sample.natural(), tag: UInt32(truncatingIfNeeded: sample.numbers.next()))
    }
    switch sample.numbers.below(4) {
    case 0: return .settled
    case 1: return .sum(sample.numbers.next())
    case 2: return .heads(heads)
    default: return .differing(heads, missing: (0..<sample.numbers.below(3)).map { _ in FeedID(sample.id()) })
    }
  }

  @Test func `wants`() throws {
    var sample = Sample(seed: 5)
    for _ in 0..<20 {
      let wants = (0..<sample.numbers.below(5)).map { _ in Dot(feed: FeedID(sample.id()), seq: sample.natural()) }
      try check(WantMessage(wants: wants), \.frame) { (frame) throws(WireError) in try WantMessage(frame) }
    }
  }

  @Test func `a close`() throws {
    var sample = Sample(seed: 6)
    for _ in 0..<30 {
      let fingerprint = Fingerprint(sum: sample.id(), count: sample.numbers.below(1 << 31))
      var close = CloseMessage(
        fingerprint: fingerprint, isComplete: sample.numbers.chance(1, in: 2), mark: cursor(&sample))
      close.asksComparison = sample.numbers.chance(1, in: 2)
      close.span = span(&sample)
      try check(close, \.frame) { (frame) throws(WireError) in try CloseMessage(frame) }
    }
  }

  @Test func `the largest batch fits a frame though nothing in it can be compressed`() throws {
    var numbers = SplitMix64(seed: 7)
    let noise = (0..<(Limits.batchBytesMax / 8)).flatMap { _ in Bytes16(high: numbers.next(), low: 0).bytes[..<8] }
    let frame = Batch(span: nil, commits: noise).frame
    #expect(frame.body.count > noise.count && frame.body.count <= Limits.frameBytesMax)
    #expect(try Batch(frame).commits == noise)
  }
}
