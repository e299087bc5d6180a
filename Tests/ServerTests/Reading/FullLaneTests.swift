// A node whose readers for people are all taken: who is answered all the same, and what people are told.
import Foundation
import HTTPTypes
import HummingbirdTesting
import Merge
import Node
import Replica
import Server
import Store
import TestSupport
import Testing
import Transport

private let threads = Readers.threads(of: .people, processors: ProcessInfo.processInfo.activeProcessorCount)

/// Runs `body` while questions are in work, on every thread there is for them, or waiting: they end with it.
/// - Parameter callers: whose they are, one question each.
private func withHeld<T>(_ callers: [String], at node: Node, _ body: () async throws -> T) async throws -> T {
  let latch = Latch()
  let lane = node.readers[.people]
  var held: [Task<Void, any Error>] = []
  for caller in callers {
    held.append(Task { try await node.read(on: .people, by: caller) { _ in latch.wait() } })
    while lane.load != (held.count - min(held.count, threads), min(held.count, threads)) { await Task.yield() }
  }
  let result: Result<T, any Error>
  do { result = .success(try await body()) } catch { result = .failure(error) }
  latch.open()
  for task in held { try await task.value }
  return try result.get()
}

@Suite(.timeLimit(.minutes(2))) struct `A node whose readers for people are all taken` {
  /// What is held on a busy machine must not be over before all are there.
  private static let unhurried = QuestionLimits(span: .seconds(3_600))
  private static let crowd = (1...32).map { "caller \($0)" }

  @Test func `32 slow questions keep nobody else waiting: health, status, metrics, and who writes`() async throws {
    try await withNodes([Place.community], questions: Self.unhurried) { nodes in
      let node = nodes[0]
      try await withAPI(of: node) { (api) async throws in
        try await withHeld(Self.crowd, at: node) {
          for path in ["/healthz", "/readyz", "/version", "/status", "/metrics", "/catalog", "/totals/indicators"] {
            #expect(try await api.get(path).status == .ok, "\(path)")
          }
          let made = try await api.hazard()
          #expect(made.status == .created, "\(made.text)")
          #expect(try await api.post("/totals/roll-ups", "{}").status == .ok)
          #expect(node.readers[.people].load.waiting > 0)
        }
        let list = try await api.get("/records/hazard")
        #expect(list["records"]?.items.count == 1)
      }
    }
  }

  @Test func `threads that read for people and duties are nicer than all others`() async throws {
    try await withNodes([Place.community]) { nodes in
      let which = Int32(PRIO_PROCESS.rawValue)
      let process = getpriority(which, id_t(getpid()))
      for lane in Readers.Lane.allCases {
        let niceness = try await nodes[0].read(on: lane, by: "") { _ in getpriority(which, 0) }
        #expect(niceness - process == ([.people, .duties].contains(lane) ? 10 : 0), "\(lane)")
      }
    }
  }

  @Test func `a session goes on at both ends`() async throws {
    try await withNodes([Place.township, Place.community], questions: Self.unhurried) { nodes in
      let (parent, child) = (nodes[0], nodes[1])
      try await addHazards(5, to: parent)
      try await addHazards(5, to: child)
      let client = try newClient()
      try await withServer(parent) { port, _ in
        try await withHeld(Self.crowd, at: parent) {
          try await withHeld(Self.crowd, at: child) {
            _ = try await sync(child, port: port, client: client)
          }
        }
      }
      #expect(try parent.commitCount == 10 && child.commitCount == 10)
      await client.shutdown()
    }
  }

  @Test func `a question that finds the line full is told to come back`() async throws {
    let node = try fileless(Self.unhurried)
    let callers = (0..<(threads + QuestionLimits().waitingMax)).map { "caller \($0)" }
    try await withAPI(of: node) { (api) async throws in
      try await withHeld(callers, at: node) {
        for path in ["/records/hazard", "/proposals", "/deadlines", "/rules", "/totals?period=2026-03"] {
          let answer = try await api.get(path)
          #expect(answer.status == .serviceUnavailable && answer.problem == "busy", "\(path): \(answer.text)")
          #expect(answer.headers[.retryAfter].flatMap { Int($0) } ?? 0 > 0)
        }
      }
      #expect(try await api.get("/records/hazard").status == .ok)
    }
  }

  @Test func `a user who asks too much at one time is refused, and another one waits for an answer`() async throws {
    let node = try fileless(QuestionLimits(span: .seconds(3_600), callerMax: 2))
    var settings = knownSettings()
    settings.users = try #require(UserSource(header: "Remote-User"))
    let server = GridwardServer(node: node, settings: settings, logger: quiet)
    let header = try #require(HTTPField.Name("Remote-User"))
    try await server.application().test(.router) { client in
      let api = API(client: client, routes: server.routes)
      let list = try await withHeld(["user zhang", "user zhang"], at: node) {
        let refused = try await api.get("/records/hazard", headers: [header: "zhang"])
        #expect(refused.problem == "busy" && refused.headers[.retryAfter] == "1", "\(refused.text)")
        let other = Task { try await api.get("/records/hazard", headers: [header: "li"]) }
        return other
      }
      #expect(try await list.value.status == .ok)
      #expect(try await api.get("/records/hazard", headers: [header: "zhang"]).status == .ok)
    }
  }

  @Test func `a question whose time is over says what was asked, and how it could be asked narrower`() async throws {
    let node = try fileless(QuestionLimits(span: .zero))
    try await withAPI(of: node) { (api) async throws in
      let made = try await api.hazard()
      #expect(made.status == .created, "what is written is told, whatever time questions have: \(made.text)")
      for (path, hint) in [
        ("/records/hazard?limit=7", "area"), (made.path, "later"), ("\(made.path)/history", "later"),
        ("\(made.path)/deadlines", "later"), ("/proposals?on=2026-02-01", "rule"), ("/deadlines", "type"),
        ("/rules", "later"), ("/totals?period=2026-03", "indicator"), ("/totals/check?period=2026-03", "indicator"),
      ] {
        let answer = try await api.get(path)
        #expect(answer.status == .serviceUnavailable && answer.problem == "too-slow", "\(path): \(answer.text)")
        let detail = answer["detail"]?.text ?? ""
        #expect(detail.contains("'GET \(path)'") && detail.contains(hint), "\(detail)")
      }
    }
  }

  @Test(arguments: [1, 2, 3, 4, 64]) func `every thread of every lane has a reader`(processors: Int) {
    let threads = Readers.Lane.allCases.map { Readers.threads(of: $0, processors: processors) }
    #expect(threads.allSatisfy { $0 > 0 })
    // One more is read on by the pass over all pages.
    #expect(threads.reduce(1, +) <= Store.readersMax)
  }

  /// A node in memory with limits of its own.
  private func fileless(_ questions: QuestionLimits) throws -> Node {
    Node(store: try nodeInMemory(Place.community).store, logger: quiet, questions: questions)
  }
}
