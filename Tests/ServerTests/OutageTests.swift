// A link that is down is one thing that happened: told once, and shown as down until an answer comes in.
import Hummingbird
import HummingbirdTesting
import Logging
import Merge
import NIOCore
import Node
import Server
import Synchronization
import TestSupport
import Testing
import Transport

@Suite(.timeLimit(.minutes(2))) struct OutageTests {
  @Test func `is told of once when it begins, once for each further reason, once when it ends`() {
    var log = OutageLog()
    let refused = UplinkState.down(reason: "connect", detail: "refused")
    let busy = UplinkState.down(reason: "status-503", detail: "busy")
    var lines: [OutageLog.Line] = []
    for _ in 0..<3 {
      for state in [.starting, .exchanging, .inStep, .exchanging, .inStep] + [refused, .exchanging, refused] {
        if let line = log.noteState(state) { lines.append(line) }
      }
      for state in [busy, .exchanging, refused, busy, .inStep] {
        if let line = log.noteState(state) { lines.append(line) }
      }
    }
    let outage: [OutageLog.Line] = [.began(detail: "refused"), .otherReason(detail: "busy"), .ended]
    #expect(lines == [.ended] + outage + outage + outage)
  }

  /// A way to a parent that is not there; tells of each failure.
  private struct Nowhere: ParentAccess {
    let failures: AsyncStream<LinkFailure>.Continuation
    let parentArea: Area? = nil
    let standing = AccessStanding.development

    func client() async throws -> HTTPClient { try newClient() }
    func failed(_ failure: LinkFailure) async { failures.yield(failure) }
    func shutdown() async {}
  }

  @Test func `is one warning and stays an outage through all its tries`() async throws {
    let lines = Mutex(0)
    let logger = Logger(label: "test") { _ in CountingLog(count: { lines.withLock { $0 += 1 } }, logLevel: .debug) }
    let node = try nodeInMemory(Place.community, logger: logger)
    let (failures, continuation) = AsyncStream<LinkFailure>.makeStream()
    // Nothing listens on port 1.
    var configuration = UplinkService.Configuration(parent: "http://127.0.0.1:1")
    (configuration.backoffBase, configuration.backoffCap) = (.milliseconds(1), .milliseconds(1))
    let uplink = UplinkService(node: node, access: Nowhere(failures: continuation), configuration: configuration)
    let running = Task { try await uplink.run() }
    var iterator = failures.makeAsyncIterator()
    for _ in 0..<6 {
      _ = await iterator.next()
      #expect(uplink.state.downReason != nil)
    }
    running.cancel()
    try await running.value
    // The first try, and the warning: no further try makes the outage over.
    #expect(lines.withLock { $0 } == 2)
  }

  @Test func `of a network that shows its own page in the parent's place is said to be that`() async throws {
    let router = Router()
    router.post("/sync/v1") { _, _ in
      Response(
        status: .ok, headers: [.contentType: "text/html; charset=utf-8"],
        body: ResponseBody(byteBuffer: ByteBuffer(string: "<html>Please log in</html>")))
    }
    let page = Application(
      router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)), logger: quiet)
    let node = try nodeInMemory(Place.community)
    try await page.test(.live) { client in
      let (failures, continuation) = AsyncStream<LinkFailure>.makeStream()
      let port = try #require(client.port)
      let configuration = UplinkService.Configuration(parent: "http://127.0.0.1:\(port)")
      let uplink = UplinkService(node: node, access: Nowhere(failures: continuation), configuration: configuration)
      let running = Task { try await uplink.run() }
      var iterator = failures.makeAsyncIterator()
      let failure = await iterator.next()
      #expect(failure?.shortDescription == "other-content")
      #expect(failure.map { "\($0)".contains("text/html") } == true)
      running.cancel()
      try await running.value
    }
  }

  @Test func `of another kind, a clock below that is wrong in every request, is one line an hour for each node`() {
    let clocks = PeerClocks()
    let (start, one, other) = (ContinuousClock.now, NodeID(Bytes16(high: 1, low: 1)), NodeID(Bytes16(high: 1, low: 2)))
    #expect(clocks.noteWrong(one, at: start))
    #expect(!clocks.noteWrong(one, at: start + .seconds(1)))
    #expect(clocks.noteWrong(other, at: start + .seconds(1)))
    #expect(!clocks.noteWrong(one, at: start + PeerClocks.pause - .seconds(1)))
    #expect(clocks.noteWrong(one, at: start + PeerClocks.pause))
    // Where nobody is authenticated, anybody can name any number of nodes.
    let told = (10..<9_010).count { clocks.noteWrong(NodeID(Bytes16(high: 2, low: $0)), at: start) }
    #expect(told == 4_094)
  }
}
