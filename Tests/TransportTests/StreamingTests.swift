// Bodies that are long, slow or cut.
import Testing
import Transport

@Suite(.timeLimit(.minutes(5)))
struct StreamingTests {
  static let brief = Timeouts(lowSpeed: .init(bytesPerSecond: 1000, window: .seconds(1)))

  @Test func `an unread body holds the server back and is never too slow`() async throws {
    let size = 48 << 20
    let body = pattern(size)
    let events = Events()
    let server = try LoopbackServer { connection in
      guard connection.readRequest() != nil else { return }
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n")
      let sent = connection.send(body, untilStalledFor: 2500)
      events.report(sent < size / 2 ? "held back" : "let through")
      connection.send(Array(body[sent...]))
    }
    defer { server.stop() }
    let client = try makeClient()
    let response = try await client.send(get(server.url, timeouts: Self.brief))
    #expect(await events.next() == "held back")
    let (bytes, chunkMax, error) = await drain(response.body)
    #expect(error == nil)
    #expect(chunkMax <= HTTPBody.bufferedBytesMax)
    #expect(bytes == body)
  }

  @Test(arguments: [1, 70_000, 5 << 20])
  func `a cut in mid-body delivers every byte before the cut`(size: Int) async throws {
    let body = pattern(size)
    let server = try LoopbackServer { connection in
      guard connection.readRequest() != nil else { return }
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(size + 1)\r\n\r\n")
      connection.send(body)
    }
    defer { server.stop() }
    let response = try await makeClient().send(get(server.url))
    let (bytes, _, error) = await drain(response.body)
    #expect(bytes == body)
    #expect(error?.code == .cutOff)
    #expect(error?.isRetryable == true)
    #expect(response.transferred?.received ?? 0 > size)
    #expect(await drain(response.body).error == error)
  }

  @Test func `a chunked body without its end is cut off`() async throws {
    let server = try LoopbackServer { connection in
      guard connection.readRequest() != nil else { return }
      connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n5\r\nfg")
    }
    defer { server.stop() }
    let (bytes, _, error) = await drain(try await makeClient().send(get(server.url)).body)
    #expect(bytes == Array("abcdefg".utf8))
    #expect(error?.code == .cutOff)
  }

  @Test func `a body that stops coming is too slow`() async throws {
    let server = try LoopbackServer { connection in
      guard connection.readRequest() != nil else { return }
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
      connection.waitForClose()
    }
    defer { server.stop() }
    let client = try makeClient()
    let response = try await client.send(get(server.url, timeouts: Self.brief))
    let (bytes, _, error) = await drain(response.body)
    #expect(bytes == Array("abc".utf8))
    #expect(error?.code == .tooSlow)
    #expect(error?.isRetryable == true)
  }

  @Test func `a server that does not answer runs into the total time`() async throws {
    let server = try LoopbackServer { $0.waitForClose() }
    defer { server.stop() }
    let client = try makeClient()
    let error = await #expect(throws: TransportError.self) {
      try await client.send(get(server.url, timeouts: Timeouts(total: .milliseconds(200))))
    }
    #expect(error?.code == .timedOut)
    #expect(error?.isRetryable == true)
  }
}
