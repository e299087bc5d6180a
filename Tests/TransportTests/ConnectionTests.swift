// How connections are opened, kept, proxied and lost.
import Testing
import Transport

@Suite(.timeLimit(.minutes(5)))
struct ConnectionTests {
  @Test func `requests one after another share a connection`() async throws {
    let server = try LoopbackServer(answer: RequestTests.ok)
    defer { server.stop() }
    let client = try makeClient()
    for _ in 0..<20 {
      #expect(try await client.send(get(server.url)).collect(limit: 2).count == 2)
    }
    #expect(server.requests.count == 20)
    #expect(server.connectionCount == 1)
  }

  @Test func `requests at the same time do not wait for each other`() async throws {
    let server = try LoopbackServer(answer: RequestTests.ok)
    defer { server.stop() }
    let client = try makeClient()
    let url = server.url
    let total = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<50 {
        group.addTask { try await client.send(get(url)).collect(limit: 2).count }
      }
      return try await group.reduce(0, +)
    }
    #expect(total == 100)
    #expect(server.requests.count == 50)
  }

  @Test func `a connection the server closed is replaced without an error`() async throws {
    let server = try LoopbackServer { connection in
      if connection.readRequest() != nil { connection.send(RequestTests.ok) }
    }
    defer { server.stop() }
    let client = try makeClient()
    for _ in 0..<3 {
      let request = HTTPRequest(url: server.url, method: .post, body: pattern(20_000), maxBodyBytes: 2)
      #expect(try await client.send(request).collect(limit: 2).count == 2)
    }
    #expect(server.connectionCount == 3)
    #expect(server.requests.allSatisfy { $0.body == pattern(20_000) })
  }

  @Test(arguments: [100, 20_000])
  func `a request that finds its kept connection dead is sent again whole`(size: Int) async throws {
    let server = try LoopbackServer { connection in
      if connection.readRequest() != nil { connection.send(RequestTests.ok) }
      connection.readRequest()
    }
    defer { server.stop() }
    let client = try makeClient()
    for _ in 0..<2 {
      let request = HTTPRequest(url: server.url, method: .post, body: pattern(size), maxBodyBytes: 2)
      #expect(try await client.send(request).collect(limit: 2).count == 2)
    }
    #expect(server.connectionCount == 2)
    #expect(server.requests.map(\.body) == Array(repeating: pattern(size), count: 3))
  }

  @Test func `a refused connection may be tried again`() async throws {
    let port = try RefusingPort()
    defer { withExtendedLifetime(port) {} }
    let url = port.url
    let error = await #expect(throws: TransportError.self) { try await makeClient().send(get(url)) }
    #expect(error?.code == .cannotConnect)
    #expect(error?.isRetryable == true)
    #expect(error?.shortDescription == "cannotConnect")
    #expect(error?.cause?.curlCode == 7)
  }

  @Test func `a name that does not exist may be tried again`() async throws {
    let error = await #expect(throws: TransportError.self) {
      try await makeClient().send(get("http://gridward.invalid/"))
    }
    #expect(error?.code == .cannotResolve)
    #expect(error?.isRetryable == true)
  }

  @Test func `a proxy gets the whole URL`() async throws {
    let proxy = try LoopbackServer(answer: RequestTests.ok)
    defer { proxy.stop() }
    let response = try await makeClient(proxy: proxy.url).send(get("http://gridward.invalid/a"))
    #expect(try await response.collect(limit: 2).count == 2)
    let expected = ["GET http://gridward.invalid/a HTTP/1.1", "Host: gridward.invalid", "User-Agent: gridward/1"]
    #expect(proxy.requests.map(\.lines) == [expected])
  }

  @Test func `a proxy that is down or refuses is named as the cause`() async throws {
    let port = try RefusingPort()
    defer { withExtendedLifetime(port) {} }
    let down = port.url
    var error = await #expect(throws: TransportError.self) {
      try await makeClient(proxy: down).send(get("http://gridward.invalid/"))
    }
    #expect(error?.code == .proxyFailed)

    let refusing = try LoopbackServer(answer: "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
    defer { refusing.stop() }
    error = await #expect(throws: TransportError.self) {
      try await makeClient(proxy: refusing.url).send(get("https://gridward.invalid/"))
    }
    #expect(error?.code == .proxyFailed)
  }

  @Test func `a proxy of another kind is refused at once`() throws {
    let error = #expect(throws: TransportError.self) { try makeClient(proxy: "socks5://127.0.0.1:1080") }
    #expect(error?.code == .unsupported)
  }
}
