// What a parent may conclude from a round, and what it makes of a cursor that it cannot have given out.
import Merge
import Replica
import Store
import Testing
import Wire

@Suite struct `What a parent knows of a link` {
  private let pair: LinkedPair

  init() throws { pair = try LinkedPair(feeds: 3) }

  private func provedAt() throws -> Int64? { try pair.parent.store.read { try $0.link(pair.child.node)?.provedAt } }

  @Test
  func
    `a round in which neither end had anything to send and the fingerprints are equal proves the link to the parent`()
    throws
  {
    var author = pair.authors[0]
    pair.parent.now += 300_000
    let now = pair.parent.now
    try pair.give([author.commit("新")], to: pair.child)
    #expect(try sync(pair.child, pair.parent) == .proved)
    #expect(try provedAt() != now, "that round brought a commit")
    #expect(try sync(pair.child, pair.parent) == .proved)
    #expect(try provedAt() == now)
  }

  @Test func `an untrue fingerprint proves nothing to the parent`() throws {
    pair.parent.now += 300_000
    var driver = SessionDriver(pair.child, pair.parent)
    driver.tamperRequest = { request in
      try rewritten(request, .close) { frame in
        var close = try CloseMessage(frame)
        close.fingerprint = Fingerprint(sum: Bytes16(high: 1, low: 1), count: 3)
        return close.frame
      }
    }
    _ = try driver.round()
    #expect(try provedAt() != pair.parent.now)
  }

  @Test func `a cursor beyond all that was given out is answered with a hello, and the child compares`() throws {
    var driver = SessionDriver(pair.child, pair.parent)
    var isFirst = true
    driver.tamperRequest = { request in
      defer { isFirst = false }
      guard isFirst else { return request }
      return try rewritten(request, .hello) { frame in
        var hello = try Hello(frame)
        hello.received = Cursor(lanes: hello.received.lanes.map { $0 + 1_000 })
        return hello.frame
      }
    }
    _ = try driver.round()
    var frames = FrameReader()
    frames.feed(driver.traces[0].answer)
    while let frame = try frames.next() {
      #expect(frame.kind != Frame.Kind.batch.rawValue)
      guard frame.kind == Frame.Kind.close.rawValue else { continue }
      let close = try CloseMessage(frame)
      #expect(!close.isComplete && close.span == nil)
    }
    #expect(try driver.run() == .proved)
  }

  private func rewritten(_ message: [UInt8], _ kind: Frame.Kind, _ body: (Frame) throws -> Frame) throws -> [UInt8] {
    var frames = FrameReader()
    frames.feed(message)
    var bytes: [UInt8] = []
    while let frame = try frames.next() {
      (frame.kind == kind.rawValue ? try body(frame) : frame).append(to: &bytes)
    }
    return bytes
  }
}
