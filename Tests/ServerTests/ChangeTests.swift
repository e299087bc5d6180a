// Following a node over HTTP: in pages, held until something changes, and as server-sent events.
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

@Suite(.timeLimit(.minutes(2))) struct `Following a node` {
  private static func ids(_ answer: Answer, _ member: String = "changes") -> [String] {
    (answer[member]?.items ?? []).compactMap { $0["id"]?.text }
  }

  private static func next(_ answer: Answer) throws -> String { try #require(answer["next"]?.text, "\(answer.text)") }

  @Test func `tells records whole, in pages, and each change once`() async throws {
    let node = try nodeInMemory(Place.community)
    try await withAPI(of: node) { (api) async throws in
      let empty = try await api.get("/changes")
      #expect(Self.ids(empty).isEmpty && empty["more"] == .bool(false))
      let first = try await api.hazard()
      let second = try await api.hazard(description: "灭火器过期")
      let page = try await api.get("/changes?since=\(Self.next(empty))&limit=1")
      #expect(Self.ids(page) == [first["id"]?.text ?? ""] && page["more"] == .bool(true))
      let told = try #require(page["changes"]?.items.first)
      for member in ["type", "area", "version", "status", "fields", "concurrent", "changed_at"] {
        #expect(told[member] != nil && told[member] == first[member], "\(member)")
      }
      let rest = try await api.get("/changes?since=\(Self.next(page))&limit=1")
      #expect(Self.ids(rest) == [second["id"]?.text ?? ""] && rest["more"] == .bool(false))
      _ = try await api.patch(first.path, #"{"user": "李娜", "fields": {"description": "已清理"}}"#, seen: "*")
      let changed = try await api.get("/changes?since=\(Self.next(rest))")
      #expect(Self.ids(changed) == Self.ids(page))
      #expect(changed["changes"]?.items.first?["fields"]?["description"]?.text == "已清理")
      #expect(try await Self.ids(api.get("/changes?since=\(Self.next(changed))")).isEmpty)
    }
  }

  @Test func `is narrowed, names alone, and its cursor serves for nothing else`() async throws {
    let node = try nodeInMemory(Place.community)
    try await withAPI(of: node) { (api) async throws in
      let made = try await api.hazard()
      let named = try await api.get("/changes?type=inspection,hazard&ids=true&area=\(Place.township.code)")
      #expect(named["changes"]?.items.first?["id"] == made["id"] && named["changes"]?.items.first?["fields"] == nil)
      #expect(try await Self.ids(api.get("/changes?type=inspection")).isEmpty)
      let other = try await api.get("/changes?since=\(Self.next(named))&type=hazard")
      #expect(other.problem == "bad-request" && other["detail"]?.text?.contains("other types") == true)
      #expect(try await api.get("/changes?type=hazard,nonsense").problem == "bad-request")
      #expect(try await api.get("/changes?type=hazard,").problem == "bad-request")
      #expect(try await api.get("/changes?wait=56").problem == "bad-request")
      let header = try #require(HTTPField.Name("Last-Event-ID"))
      #expect(try await api.get("/changes", headers: [header: "1"]).problem == "bad-request")
    }
  }

  @Test func `an area of which the node holds nothing is refused, as by lists, in either form`() async throws {
    try await withAPI(of: try nodeInMemory(Place.township)) { (api) async throws in
      let made = try await api.hazard()
      for form in [[:], [.accept: "text/event-stream"]] as [HTTPFields] {
        let answer = try await api.get("/changes?area=\(Place.otherDistrict.code)&wait=1", headers: form)
        #expect(answer.problem == "bad-request" && answer["own_area"]?.text == Place.township.code, "\(answer.text)")
      }
      let listed = try await api.get("/records/hazard?area=\(Place.otherDistrict.code)")
      #expect(try await api.get("/changes?area=\(Place.otherDistrict.code)")["detail"] == listed["detail"])
      for area in [Place.city, Place.community] {
        #expect(try await Self.ids(api.get("/changes?area=\(area.code)")) == [made["id"]?.text ?? ""])
      }
    }
  }

  @Test func `a cursor of another store is gone`() async throws {
    let (node, other) = (try nodeInMemory(Place.community), try nodeInMemory(Place.community))
    try await withAPI(of: other) { (api) async throws in
      _ = try await api.hazard()
      let cursor = try Self.next(await api.get("/changes"))
      try await withAPI(of: node) { (api) async throws in
        _ = try await api.hazard()
        let answer = try await api.get("/changes?since=\(cursor)")
        #expect(answer.status == .gone && answer.problem == "cursor-of-another-store", "\(answer.text)")
      }
    }
  }

  @Test func `an answer that is held comes with the change, and no reader waits for it`() async throws {
    let node = try nodeInMemory(Place.community)
    try await withAPI(of: node) { (api) async throws in
      let start = try Self.next(await api.get("/changes"))
      let clock = ContinuousClock()
      let begun = clock.now
      let held = (0..<8).map { _ in Task { try await api.get("/changes?since=\(start)&wait=50") } }
      while node.changes.waitingCount < held.count { await Task.yield() }
      #expect(node.readers[.people].load == (0, 0))
      let made = try await api.hazard()
      for task in held { #expect(try await Self.ids(task.value) == [made["id"]?.text ?? ""]) }
      #expect(clock.now - begun < .seconds(40))
      // Of another type nothing changes: the answer says so when its time is over.
      let typed = try Self.next(await api.get("/changes?type=inspection"))
      let vain = try await api.get("/changes?type=inspection&since=\(typed)&wait=1")
      #expect(vain.status == .ok && Self.ids(vain).isEmpty && vain["more"] == .bool(false))
    }
  }

  @Test func `no more are held than may be`() async throws {
    let node = try nodeInMemory(Place.community)
    var settings = knownSettings()
    settings.limits.followersMax = 1
    let server = GridwardServer(node: node, settings: settings, logger: quiet)
    try await server.application().test(.router) { client in
      let api = API(client: client, routes: server.routes)
      let start = try Self.next(await api.get("/changes"))
      func follow(_ seconds: Int) async throws -> Answer {
        try await api.get("/changes?since=\(start)&wait=\(seconds)")
      }
      let held = Task {
        var answer = try await follow(50)
        while answer.status == .tooManyRequests { answer = try await follow(50) }
        return answer
      }
      var refused = try await follow(1)
      while refused.status == .ok { refused = try await follow(1) }
      #expect(refused.problem == "too-busy" && refused.headers[.retryAfter] != nil, "\(refused.text)")
      let made = try await api.hazard()
      #expect(try await Self.ids(held.value) == [made["id"]?.text ?? ""])
    }
  }

  /// Reads a stream until a text has come.
  private static func read(_ socket: Socket, until text: String, _ count: Int = 1) async -> String {
    var met = ""
    while met.ranges(of: text).count < count {
      let some = await socket.readSome()
      if some.isEmpty { break }
      met += some
    }
    return met
  }

  private static func lastID(_ stream: String) -> String {
    stream.matches(of: /id: ([0-9a-f]+)/).last.map { String($0.1) } ?? ""
  }

  @Test func `events carry the cursor, go on where they broke off, and end at a shutdown`() async throws {
    let node = try nodeInMemory(Place.community)
    try await addHazards(1, to: node)
    try await withServer(node) { port, group in
      let head = "GET /changes HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
      let socket = try Socket(port: port)
      await socket.send("\(head)\r\n")
      let first = await Self.read(socket, until: "\"more\":false}")
      #expect(first.lowercased().contains("content-type: text/event-stream"))
      #expect(first.lowercased().contains("x-accel-buffering: no"))
      #expect(first.contains("event: changes\ndata: {"))
      #expect(first.ranges(of: "\"type\":\"hazard\"").count == 1)
      try await addHazards(1, to: node)
      let second = await Self.read(socket, until: "\"more\":false}")
      #expect(second.ranges(of: "\"type\":\"hazard\"").count == 1)
      let cursor = Self.lastID(second)
      #expect(cursor.count == ChangeCursor.digits && cursor != Self.lastID(first))
      socket.close()
      let again = try Socket(port: port)
      await again.send("\(head)Last-Event-ID: \(cursor)\r\n\r\n")
      let begun = await Self.read(again, until: "id: ")
      #expect(!begun.contains("data: "), "nothing has changed since: \(begun)")
      try await addHazards(1, to: node)
      let third = await Self.read(again, until: "\"more\":false}")
      #expect(third.ranges(of: "\"type\":\"hazard\"").count == 1)
      await group.triggerGracefulShutdown()
      _ = await again.readToEnd()
      again.close()
    }
  }
}
