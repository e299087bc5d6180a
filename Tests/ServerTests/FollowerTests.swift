// Those who follow a node's changes beside everybody else: the readers' line, and a shutdown.
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Merge
import Node
import Server
import ServiceLifecycle
import Store
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2))) struct `Those who follow a node` {
  private static func ids(_ answer: Answer) -> [String] {
    (answer["changes"]?.items ?? []).compactMap { $0["id"]?.text }
  }

  private static func next(_ answer: Answer) throws -> String { try #require(answer["next"]?.text, "\(answer.text)") }

  @Test func `those whom a change wakes leave room in the line for whoever asks something else`() async throws {
    try await withNodes([Place.community], questions: QuestionLimits(span: .seconds(3_600))) { nodes in
      let node = nodes[0]
      try await withAPI(of: node) { (api) async throws in
        let start = try Self.next(await api.get("/changes"))
        let held = (0..<24).map { _ in Task { try await api.get("/changes?since=\(start)&wait=50") } }
        while node.changes.waitingCount < held.count { await Task.yield() }
        let (latch, lane) = (Latch(), node.readers[.people])
        let threads = Readers.threads(of: .people, processors: ProcessInfo.processInfo.activeProcessorCount)
        let taken = (0..<threads).map { number in
          Task { try await node.read(on: .people, by: "caller \(number)") { _ in latch.wait() } }
        }
        while lane.load.working < threads { await Task.yield() }
        let made = try await api.hazard()
        while lane.load.waiting == 0 { await Task.yield() }
        var most = 0
        for _ in 0..<2_000 {
          await Task.yield()
          most = max(most, lane.load.waiting)
        }
        #expect((1...8).contains(most))
        latch.open()
        for task in taken { try await task.value }
        for task in held { #expect(try await Self.ids(task.value) == [made["id"]?.text ?? ""]) }
      }
    }
  }

  @Test func `one caller leaves half of what may be held to others`() async throws {
    let node = try nodeInMemory(Place.community)
    var settings = knownSettings()
    settings.limits.followersMax = 4
    settings.users = try #require(UserSource(header: "Remote-User"))
    let server = GridwardServer(node: node, settings: settings, logger: quiet)
    try await server.application().test(.router) { client in
      let api = API(client: client, routes: server.routes)
      let name = try #require(HTTPField.Name("Remote-User"))
      let start = try Self.next(await api.get("/changes", headers: [name: "first"]))
      func follow(_ user: String, _ seconds: Int) async throws -> Answer {
        try await api.get("/changes?since=\(start)&wait=\(seconds)", headers: [name: user])
      }
      let held = (0..<2).map { _ in
        Task {
          var answer = try await follow("first", 50)
          while answer.status == .tooManyRequests { answer = try await follow("first", 50) }
          return answer
        }
      }
      var refused = try await follow("first", 1)
      while refused.status == .ok { refused = try await follow("first", 1) }
      #expect(refused.problem == "too-busy" && refused["detail"]?.text?.contains("of one caller") == true)
      #expect(try await follow("second", 1).status == .ok)
      try await addHazards(1, to: node)
      for task in held { #expect(try await Self.ids(task.value).count == 1) }
    }
  }

  @Test func `how many there are is a gauge, held answers and streams together`() async throws {
    let node = try nodeInMemory(Place.community)
    try await withServer(node) { port, _ in
      func followers() async throws -> Double? {
        let socket = try Socket(port: port)
        await socket.send("GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        let answer = await socket.readToEnd()
        socket.close()
        let text = try #require(answer.firstRange(of: "# HELP").map { String(answer[$0.lowerBound...]) })
        return try MetricsText(text)["gridward_followers"]
      }
      #expect(try await followers() == 0)
      let (held, stream) = (try Socket(port: port), try Socket(port: port))
      await held.send("GET /changes?wait=50 HTTP/1.1\r\nHost: localhost\r\n\r\n")
      await stream.send("GET /changes HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n")
      while node.changes.waitingCount < 2 { await Task.yield() }
      #expect(try await followers() == 2)
      try await addHazards(1, to: node)
      _ = await held.readSome()
      for _ in 0..<500 where try await followers() != 1 { try await Task.sleep(for: .milliseconds(20)) }
      #expect(try await followers() == 1, "the answer is out, the stream goes on")
      for socket in [held, stream] { socket.close() }
    }
  }

  @Test func `an event is a smaller page than an answer, and the next goes on`() async throws {
    let node = try nodeInMemory(Place.community)
    let count = 1_000
    try await addHazards(count, to: node)
    try await withServer(node) { port, _ in
      let socket = try Socket(port: port)
      let head = "GET /changes?limit=1000 HTTP/1.1\r\nHost: localhost\r\n"
      await socket.send("\(head)Accept: text/event-stream\r\n\r\n")
      var met = ""
      while !met.contains("\"more\":false}") {
        let some = await socket.readSome()
        if some.isEmpty { break }
        met += some
      }
      #expect(met.ranges(of: "event: changes").count > 1 && met.ranges(of: "\"changed_at\":").count == count)
      socket.close()
    }
  }

  @Test func `what is held when the node shuts down is answered, with nothing to tell`() async throws {
    let node = try nodeInMemory(Place.community)
    try await withServer(node) { port, group in
      let socket = try Socket(port: port)
      await socket.send("GET /changes?wait=50 HTTP/1.1\r\nHost: localhost\r\n\r\n")
      while node.changes.waitingCount == 0 { await Task.yield() }
      // The shutdown comes while changes are gathered, or after they have been told.
      try await addHazards(1, to: node)
      await group.triggerGracefulShutdown()
      let answer = await socket.readToEnd()
      #expect(answer.hasPrefix("HTTP/1.1 200") && answer.contains("\"next\""), "\(answer)")
      socket.close()
    }
  }
}
