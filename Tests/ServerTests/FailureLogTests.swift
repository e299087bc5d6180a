// What the log says of requests that fail, for whoever reads it.
import HTTPTypes
import HummingbirdTesting
import Logging
import Merge
import Node
import Server
import Store
import Synchronization
import TestSupport
import Testing

@Suite struct `The log of failures` {
  /// What is logged while a node whose store is closed answers.
  private func lines(_ body: @escaping @Sendable (API) async throws -> Void) async throws -> [(String, Logger.Metadata)]
  {
    let lines = Mutex<[(String, Logger.Metadata)]>([])
    let log = Logger(label: "test") { _ in
      KeepingLog(keep: { line, beside in lines.withLock { $0.append((line, beside)) } })
    }
    let node = try nodeInMemory(Place.community, logger: log)
    try node.store.close()
    let server = GridwardServer(node: node, settings: knownSettings(), logger: log)
    try await server.application().test(.router) { try await body(API(client: $0, routes: server.routes)) }
    return lines.withLock { $0 }
  }

  @Test func `has one line for a node that is not ready, however often a scraper asks`() async throws {
    let told = try await lines { (api) async throws in
      for _ in 0..<3 { #expect(try await api.get("/readyz").status == .serviceUnavailable) }
    }
    let failures = ["The node is not ready", "A request failed"]
    #expect(told.map(\.0).filter { failures.contains($0) } == ["The node is not ready"])
    let reason = try #require(told.first { $0.0 == "The node is not ready" }?.1["reason"]).description
    #expect(!reason.isEmpty && !reason.contains("Error("), "\(reason)")
  }

  @Test func `says in words what went wrong, and of what kind it is`() async throws {
    let told = try await lines { (api) async throws in
      #expect(try await api.hazard().status == .serviceUnavailable)
    }
    let failure = try #require(told.first { $0.0 == "A request failed" }).1
    #expect(failure["problem"] == "store-unavailable")
    let error = try #require(failure["error"]).description
    #expect(!error.contains("kind:") && !error.contains("Optional("), "\(error)")
  }
}
