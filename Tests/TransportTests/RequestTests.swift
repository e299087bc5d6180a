// What reaches the wire, and what the client says it cost.
import Testing
import Transport

@Suite(.timeLimit(.minutes(5)))
struct RequestTests {
  static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

  @Test func `a request carries no header field nobody asked for`() async throws {
    let server = try LoopbackServer(answer: Self.ok)
    defer { server.stop() }
    let client = try makeClient()
    let response = try await client.send(get(server.url + "/a/../b?c=d"))
    #expect(response.status == 200)
    #expect(try await response.collect(limit: 2) == Array("ok".utf8))
    let expected = ["GET /a/../b?c=d HTTP/1.1", "Host: 127.0.0.1:\(server.port)", "User-Agent: gridward/1"]
    #expect(server.requests.map(\.lines) == [expected])
  }

  @Test(arguments: [0, 1, 8192, 8193, 100_000, 1_500_000])
  func `a body arrives whole and both byte counts are what the server saw`(size: Int) async throws {
    let server = try LoopbackServer(answer: Self.ok)
    defer { server.stop() }
    let body = pattern(size)
    let headers = [(name: "Content-Type", value: "application/cbor"), (name: "X-Empty", value: "")]
    let request = HTTPRequest(url: server.url, method: .post, headers: headers, body: body, maxBodyBytes: 2)
    let response = try await makeClient().send(request)
    #expect(try await response.collect(limit: 2).count == 2)
    let seen = try #require(server.requests.first)
    #expect(seen.body == body)
    let fields = ["Content-Length: \(size)", "Content-Type: application/cbor", "X-Empty:"]
    #expect(seen.lines.dropFirst(3).sorted() == fields)
    #expect(response.transferred == TransferredBytes(sent: seen.byteCount, received: Self.ok.utf8.count))
  }

  @Test(arguments: HTTPRequest.Method.allCases)
  func `every method is sent as named`(method: HTTPRequest.Method) async throws {
    let answer = method == .head ? "HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" : Self.ok
    let server = try LoopbackServer(answer: answer)
    defer { server.stop() }
    let client = try makeClient()
    for _ in 0..<2 {
      let response = try await client.send(HTTPRequest(url: server.url, method: method, maxBodyBytes: 2))
      #expect(try await response.collect(limit: 2).count == (method == .head ? 0 : 2))
    }
    #expect(server.requests.map(\.lines.first) == Array(repeating: "\(method.rawValue) / HTTP/1.1", count: 2))
    #expect(server.connectionCount == 1)
  }

  @Test(arguments: [
    (name: "X", value: "a\r\nY: b"), (name: "X", value: "a\0b"), (name: "X\n", value: ""), (name: "", value: "a"),
    (name: "A B", value: "c"), (name: "A:", value: "b"), (name: "Ä", value: "b"),
  ])
  func `a header field that would break the wire format is refused`(name: String, value: String) async throws {
    let request = HTTPRequest(url: "http://127.0.0.1:9", headers: [(name, value)], maxBodyBytes: 0)
    let error = await #expect(throws: TransportError.self) { try await makeClient().send(request) }
    #expect(error?.code == .badHeader)
  }

  @Test(arguments: [
    ("http://", TransportError.Code.badURL), ("http://a b/", .badURL), ("http://127.0.0.1:1/\0", .badURL),
    ("http://127.0.0.1:99999/", .badURL), ("http://127.0.0.1/\r\nX: y", .badURL),
    ("ftp://127.0.0.1/", .unsupported), ("file:///etc/hostname", .unsupported),
  ])
  func `only HTTP URLs are accepted`(url: String, code: TransportError.Code) async throws {
    let error = await #expect(throws: TransportError.self) { try await makeClient().send(get(url)) }
    #expect(error?.code == code)
    #expect(error?.isRetryable == false)
  }
}
