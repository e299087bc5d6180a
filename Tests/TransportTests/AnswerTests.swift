// How the head of an answer is read, and the limits on head and body.
import Testing
import Transport

@Suite(.timeLimit(.minutes(5)))
struct AnswerTests {
  private func answer(_ text: String, maxBodyBytes: Int = 1 << 20) async throws -> HTTPResponse {
    let server = try LoopbackServer { connection in
      if connection.readRequest() != nil { connection.send(text) }
    }
    defer { server.stop() }
    return try await makeClient().send(get(server.url, maxBodyBytes: maxBodyBytes))
  }

  @Test func `header fields are found whatever the case of their names`() async throws {
    let response = try await answer(
      "HTTP/1.1 503 Busy\r\nRETRY-after: \t 7 \r\nEmpty:\r\nretry-After: 8\r\nContent-Length: 0\r\n\r\n")
    #expect(response.status == 503)
    #expect(response.header("Retry-After") == "7")
    #expect(response.header("empty") == "")
    #expect(response.header("retry_after") == nil)
    #expect(response.headers.map(\.name) == ["RETRY-after", "Empty", "retry-After", "Content-Length"])
  }

  @Test func `interim answers and trailers are passed over`() async throws {
    let response = try await answer(
      """
      HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\
      3\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: x\r\n\r\n
      """)
    #expect(response.status == 200)
    #expect(response.header("Link") == nil)
    #expect(try await response.collect(limit: 5) == Array("abcde".utf8))
    #expect(response.header("Trailer") == nil)
  }

  @Test func `a redirect is an answer like any other`() async throws {
    let response = try await answer("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")
    #expect(response.status == 302)
    #expect(response.header("location") == "http://127.0.0.1:1/")
  }

  @Test(arguments: [(fields: 1000, valueBytes: 20), (1, 20_000), (1, 200_000)])
  func `a header above its limit is refused`(fields: Int, valueBytes: Int) async throws {
    let field = "X-Long: " + String(repeating: "a", count: valueBytes) + "\r\n"
    let error = await #expect(throws: TransportError.self) {
      try await answer("HTTP/1.1 200 OK\r\n\(String(repeating: field, count: fields))Content-Length: 0\r\n\r\n")
    }
    #expect(error?.code == .headerTooLarge)
  }

  @Test(arguments: ["no HTTP at all\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n"])
  func `an answer that is not HTTP is refused`(text: String) async throws {
    let error = await #expect(throws: TransportError.self) { try await answer(text) }
    #expect([.malformedReply, .unsupported].contains(error?.code))
  }

  @Test(arguments: ["", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"])
  func `an answer cut in its head is an error of the request`(text: String) async throws {
    let error = await #expect(throws: TransportError.self) { try await answer(text) }
    #expect(error?.code == .cutOff)
    #expect(error?.isRetryable == true)
  }

  @Test func `an announced body above the cap fails before its first byte`() async throws {
    let error = await #expect(throws: TransportError.self) {
      try await answer("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n01234567890", maxBodyBytes: 10)
    }
    #expect(error?.code == .bodyTooLarge)
    #expect(error?.isRetryable == false)
  }

  @Test func `a not-modified answer may announce the length of what it leaves out`() async throws {
    let response = try await answer("HTTP/1.1 304 Not Modified\r\nContent-Length: 9999\r\n\r\n", maxBodyBytes: 10)
    #expect(response.status == 304)
    #expect(try await response.collect(limit: 10).isEmpty)
  }

  @Test(arguments: [0, 10])
  func `an unannounced body is cut at the cap`(cap: Int) async throws {
    let chunks = String(repeating: "5\r\n01234\r\n", count: cap / 5 + 1)
    let response = try await answer(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\(chunks)0\r\n\r\n", maxBodyBytes: cap)
    let (bytes, _, error) = await drain(response.body)
    #expect(bytes.count <= cap)
    #expect(error?.code == .bodyTooLarge)
  }

  @Test func `collecting stops at its own limit`() async throws {
    let response = try await answer("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n01234567890")
    let error = await #expect(throws: TransportError.self) { try await response.collect(limit: 10) }
    #expect(error?.code == .bodyTooLarge)
  }
}
