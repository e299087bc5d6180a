// Clients that send too much, too slowly, or nonsense, over real sockets.
import Enrolment
import Logging
import Merge
import Node
import Server
import Synchronization
import TestSupport
import Testing
import Wire

@Suite struct LimitTests {
  private let syncHead = "POST /sync/v1 HTTP/1.1\r\nHost: localhost\r\nContent-Type: \(SyncBinding.contentType)\r\n"

  /// Limits that a test can wait for.
  private var hasty: ServerLimits {
    var limits = ServerLimits()
    limits.pace.tick = .milliseconds(20)
    limits.pace.head = .milliseconds(100)
    limits.pace.idle = .milliseconds(100)
    limits.pace.bodyWindow = .milliseconds(100)
    limits.pace.linger = .milliseconds(100)
    return limits
  }

  private func answer(
    to text: String, limits: ServerLimits? = nil, isFinished: Bool = false
  ) async throws -> String {
    let node = try nodeInMemory(Place.township)
    return try await withServer(node, limits: limits ?? hasty) { port, _ in
      let socket = try Socket(port: port)
      defer { socket.close() }
      await socket.send(text)
      if isFinished { socket.finish() }
      return await socket.readToEnd()
    }
  }

  @Test func `a body announced as ten gigabytes is refused before it is sent`() async throws {
    let text = try await answer(to: syncHead + "Content-Length: 10737418240\r\n\r\n", limits: ServerLimits())
    #expect(text.hasPrefix("HTTP/1.1 413"))
    #expect(text.contains("connection: close") || text.contains("Connection: close"))
    #expect(text.contains("urn:gridward:problem:too-large"))
  }

  @Test func `a body that grows past the limit is refused and its connection ended`() async throws {
    let node = try nodeInMemory(Place.township)
    // At the pace of every day: on a busy machine this client is slow.
    let text = try await withServer(node, limits: ServerLimits()) { port, _ in
      let socket = try Socket(port: port)
      defer { socket.close() }
      async let answer = socket.readToEnd()
      await socket.send(syncHead + "Transfer-Encoding: chunked\r\n\r\n")
      // Frames of a kind nobody knows are stepped over, so only the size is at fault.
      var frame: [UInt8] = [200, 0, 0x0F, 0xFF, 0xFB]
      frame += [UInt8](repeating: 0, count: 0x0FFFFB)
      let hello = Hello(
        node: NodeID(Node.random16()), store: StoreID(Node.random16()), area: Place.community, catalog: .zero,
        peerStore: nil, received: .zero, now: 0)
      let greeting = hello.frame.encoded
      await socket.send("\(String(greeting.count, radix: 16))\r\n")
      await socket.send(greeting + Array("\r\n".utf8))
      let chunk = Array("\(String(frame.count, radix: 16))\r\n".utf8) + frame + Array("\r\n".utf8)
      var isTaken = true
      for _ in 0..<64 where isTaken { isTaken = await socket.send(chunk) }
      return await answer
    }
    #expect(text.hasPrefix("HTTP/1.1 413"))
  }

  @Test func `a head that does not end is cut off`() async throws {
    #expect(try await answer(to: "GET /healthz HTTP/1.1\r\nHost: localhost\r\n").isEmpty)
  }

  @Test func `a connection that says nothing is cut off`() async throws {
    #expect(try await answer(to: "").isEmpty)
  }

  @Test func `a body that comes too slowly is cut off`() async throws {
    #expect(try await answer(to: syncHead + "Content-Length: 1000\r\n\r\n12345").isEmpty)
  }

  @Test func `a connection kept open with nothing more to say is closed`() async throws {
    let text = try await answer(to: "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
    #expect(text.hasPrefix("HTTP/1.1 200"))
  }

  @Test func `a head without bound is refused`() async throws {
    var limits = ServerLimits()
    limits.pace = hasty.pace
    let line = "X-Long: \(String(repeating: "x", count: 8_000))\r\n"
    let long = try await answer(to: "GET /healthz HTTP/1.1\r\n" + String(repeating: line, count: 40), limits: limits)
    #expect(!long.hasPrefix("HTTP/1.1 200"))
    let many = (0..<500).map { "X-\($0): y\r\n" }.joined()
    let crowded = try await answer(to: "GET /healthz HTTP/1.1\r\n\(many)\r\n", limits: limits)
    #expect(!crowded.hasPrefix("HTTP/1.1 200"))
  }

  private static let nonsense = [
    "\u{16}\u{03}\u{01}nonsense\r\n\r\n", "HELLO\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\r\n\r\n\r\n\r\n",
  ]

  @Test(arguments: nonsense)
  func `what is not HTTP gets no answer but a refusal`(bytes: String) async throws {
    let text = try await answer(to: bytes)
    #expect(text.isEmpty || text.hasPrefix("HTTP/1.1 4"))
  }

  @Test func `a client that asks first is invited to send its body`() async throws {
    let node = try nodeInMemory(Place.township)
    try await withServer(node) { port, _ in
      let socket = try Socket(port: port)
      defer { socket.close() }
      await socket.send(syncHead + "Content-Length: 4\r\nExpect: 100-continue\r\n\r\n")
      #expect(await socket.readSome().hasPrefix("HTTP/1.1 100"))
      await socket.send("zzzz")
      #expect(await socket.readSome().hasPrefix("HTTP/1.1 400"))
    }
  }

  @Test func `more uploads at one time than allowed are put off`() async throws {
    let gate = UploadGate(max: 1)
    let permit = try gate.enter()
    #expect(throws: Problem.self) { try gate.enter() }
    withExtendedLifetime(permit) {}
  }

  /// Chunks that are none, and bodies that end too early, of every route that takes one.
  @Test func `what a client breaks off or breaks is its own fault, and no line for an operator`() async throws {
    let errors = Mutex(0)
    let logger = Logger(label: "test") { _ in CountingLog(count: { errors.withLock { $0 += 1 } }) }
    let json =
      "POST /records/hazard HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
      + "Authorization: Bearer \(knownToken.text)\r\n"
    try await withServer(try nodeInMemory(Place.community), logger: logger) { port, _ in
      for head in [json, syncHead] {
        for body in [
          "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}", "Transfer-Encoding: chunked\r\n\r\n5\r\n{}",
          "Content-Length: 50\r\n\r\n{",
        ] {
          let socket = try Socket(port: port)
          defer { socket.close() }
          await socket.send(head + body)
          socket.finish()
          #expect(await socket.readToEnd().hasPrefix("HTTP/1.1 400"), "\(body)")
        }
      }
    }
    #expect(errors.withLock { $0 } == 0)
  }

  @Test func `an answer tells nothing about the program`() async throws {
    let text = try await answer(to: "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    #expect(!text.lowercased().contains("server:"))
  }
}
