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
    let node = try nodeInMemory(Place.community)
    try await withAPI(of: node) { (api) async throws in
      let start = try Self.next(await api.get("/changes"))
      let held = (0..<24).map { _ in Task { try await api.get("/changes?since=\(start)&wait=50") } }
      try await Task.sleep(for: .milliseconds(500))
      let (latch, lane) = (Latch(), node.readers[.people])
      let threads = Readers.threads(of: .people, processors: ProcessInfo.processInfo.activeProcessorCount)
      let taken = (0..<threads).map { number in
        Task { try await node.read(on: .people, by: "caller \(number)") { _ in latch.wait() } }
      }
      while lane.load.working < threads { await Task.yield() }
      let made = try await api.hazard()
      var most = 0
      for _ in 0..<50 {
        try await Task.sleep(for: .milliseconds(20))
        most = max(most, lane.load.waiting)
      }
      #expect((1...8).contains(most))
      latch.open()
      for task in taken { try await task.value }
      for task in held { #expect(try await Self.ids(task.value) == [made["id"]?.text ?? ""]) }
    }
  }

  @Test func `what is held when the node shuts down is answered, with nothing to tell`() async throws {
    let node = try nodeInMemory(Place.community)
    try await withServer(node) { port, group in
      let socket = try Socket(port: port)
      await socket.send("GET /changes?wait=50 HTTP/1.1\r\nHost: localhost\r\n\r\n")
      try await Task.sleep(for: .milliseconds(500))
      // The shutdown comes while changes are gathered, or after they have been told.
      try await addHazards(1, to: node)
      await group.triggerGracefulShutdown()
      let answer = await socket.readToEnd()
      #expect(answer.hasPrefix("HTTP/1.1 200") && answer.contains("\"next\""), "\(answer)")
      socket.close()
    }
  }
}
