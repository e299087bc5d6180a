// Transfers that end because nobody wants them any more.
import Testing
import Transport

@Suite(.timeLimit(.minutes(5)))
struct EndingTests {
  /// Reports the request, sends `answer`, and reports when the client has gone away.
  private func makeServer(answer: String, _ events: Events) throws -> LoopbackServer {
    try LoopbackServer { connection in
      guard connection.readRequest() != nil else { return }
      connection.send(answer)
      events.report("asked")
      connection.waitForClose()
      events.report("closed")
    }
  }

  private let unfinished = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"

  @Test func `cancelling the task aborts a request without an answer`() async throws {
    let events = Events()
    let server = try makeServer(answer: "", events)
    defer { server.stop() }
    let (client, url) = (try makeClient(), server.url)
    let task = Task { try await client.send(get(url)) }
    #expect(await events.next() == "asked")
    task.cancel()
    let error = await #expect(throws: TransportError.self) { try await task.value }
    #expect(error?.code == .cancelled)
    #expect(await events.next() == "closed")
  }

  @Test func `cancelling the task aborts a body being read`() async throws {
    let events = Events()
    let server = try makeServer(answer: unfinished, events)
    defer { server.stop() }
    let (client, url) = (try makeClient(), server.url)
    let task = Task { try await client.send(get(url)).collect(limit: 10) }
    #expect(await events.next() == "asked")
    task.cancel()
    let error = await #expect(throws: TransportError.self) { try await task.value }
    #expect(error?.code == .cancelled)
    #expect(await events.next() == "closed")
  }

  @Test func `cancelling at any moment leaves a client that works`() async throws {
    let server = try LoopbackServer(answer: RequestTests.ok)
    defer { server.stop() }
    let (client, url) = (try makeClient(), server.url)
    for yields in 0..<40 {
      let task = Task { try await client.send(get(url)).collect(limit: 2) }
      for _ in 0..<yields { await Task.yield() }
      task.cancel()
      switch await task.result {
      case .success(let body): #expect(body.count == 2)
      case .failure(let error): #expect((error as? TransportError)?.code == .cancelled)
      }
    }
    #expect(try await client.send(get(url)).collect(limit: 2).count == 2)
  }

  @Test func `a task cancelled beforehand sends nothing`() async throws {
    let server = try LoopbackServer(answer: RequestTests.ok)
    defer { server.stop() }
    let (client, url) = (try makeClient(), server.url)
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await client.send(get(url))
    }
    let error = await #expect(throws: TransportError.self) { try await task.value }
    #expect(error?.code == .cancelled)
    #expect(server.requests.isEmpty)
  }

  @Test func `dropping the response unread aborts the transfer`() async throws {
    let events = Events()
    let server = try makeServer(answer: unfinished, events)
    defer { server.stop() }
    let client = try makeClient()
    _ = try await client.send(get(server.url))
    #expect(await events.next() == "asked")
    #expect(await events.next() == "closed")
    await client.shutdown()
  }

  @Test func `leaving the loop early aborts the transfer`() async throws {
    let events = Events()
    let server = try makeServer(answer: unfinished, events)
    defer { server.stop() }
    let client = try makeClient()
    for try await _ in try await client.send(get(server.url)).body { break }
    #expect(await events.next() == "asked")
    #expect(await events.next() == "closed")
    await client.shutdown()
  }

  @Test func `shutting down fails what is under way and what comes after`() async throws {
    let events = Events()
    let server = try makeServer(answer: "", events)
    defer { server.stop() }
    let (client, url) = (try makeClient(), server.url)
    let task = Task { try await client.send(get(url)) }
    #expect(await events.next() == "asked")
    await client.shutdown()
    var error = await #expect(throws: TransportError.self) { try await task.value }
    #expect(error?.code == .shutDown)
    error = await #expect(throws: TransportError.self) { try await client.send(get(url)) }
    #expect(error?.code == .shutDown)
    await client.shutdown()
    #expect(await events.next() == "closed")
  }

  @Test func `a response keeps the client it came from running`() async throws {
    let server = try LoopbackServer(answer: RequestTests.ok)
    defer { server.stop() }
    let response = try await makeClient().send(get(server.url))
    #expect(try await response.collect(limit: 2).count == 2)
  }

  @Test func `dropping client and response closes the connection`() async throws {
    let events = Events()
    let server = try makeServer(answer: RequestTests.ok, events)
    defer { server.stop() }
    #expect(try await makeClient().send(get(server.url)).collect(limit: 2).count == 2)
    #expect(await events.next() == "asked")
    #expect(await events.next() == "closed")
  }
}
