// Whoever writes shows the node's own token; whoever reads does not.
import Enrolment
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Merge
import Node
import Server
import TestSupport
import Testing

@Suite struct `The node's token` {
  private static let body = #"{"user": "张伟", "fields": {"place": "二层"}}"#

  private func serving(_ body: @escaping @Sendable (API, Node) async throws -> Void) async throws {
    let node = try nodeInMemory(Place.community)
    let server = GridwardServer(node: node, settings: knownSettings(), logger: quiet)
    try await server.application().test(.router) { try await body(API(client: $0, routes: server.routes), node) }
  }

  @Test func `is asked for by every route that writes, and by no other`() throws {
    let server = GridwardServer(node: try nodeInMemory(Place.community), settings: knownSettings(), logger: quiet)
    // What a device has signed proves itself.
    for route in server.routes where ![.anyChild, .device].contains(route.access) {
      #expect((route.access == .program) == (route.method != .get), "\(route.method) \(route.path)")
      #expect(route.answers.contains(.unauthorized) == (route.access == .program), "\(route.path)")
    }
  }

  @Test(arguments: [
    "", "Bearer", "Bearer ", "Basic \(knownToken.text)", knownToken.text, "Bearer \(knownToken.text)0",
    "Bearer \(knownToken.text.dropLast())", "Bearer \(knownToken.text) x", "Bearer \(knownToken.text.uppercased())x",
  ])
  func `is the whole of it or nothing`(shown: String) async throws {
    try await serving { api, node in
      let path = try await api.hazard().path
      let before = try node.commitCount
      let headers: HTTPFields = [.authorization: shown, .ifMatch: "*"]
      let answer = try await api.send(.patch, path, Self.body, headers: headers)
      #expect(answer.status == .unauthorized && answer.problem == "token-needed", "\(answer.text)")
      #expect(answer.headers[.wwwAuthenticate] == #"Bearer realm="gridward""#)
      #expect(answer["detail"]?.text?.contains("node.token") == true && !answer.text.contains(knownToken.text))
      #expect(try node.commitCount == before)
      #expect(try await api.get(path).status == .ok)
    }
  }

  @Test func `is shown once, whatever the letters of its scheme`() async throws {
    try await serving { api, _ in
      let path = try await api.hazard().path
      var twice: HTTPFields = [.ifMatch: "*"]
      for _ in 0..<2 { twice.append(HTTPField(name: .authorization, value: "Bearer \(knownToken.text)")) }
      #expect(try await api.send(.patch, path, Self.body, headers: twice).problem == "token-needed")
      let small: HTTPFields = [.authorization: "bearer \(knownToken.text)", .ifMatch: "*"]
      #expect(try await api.send(.patch, path, Self.body, headers: small).status == .ok)
    }
  }

  @Test func `that nobody has set lets nobody write`() async throws {
    let server = GridwardServer(node: try nodeInMemory(Place.community), settings: ServerSettings(), logger: quiet)
    try await server.application().test(.router) { client in
      let answer = try await API(client: client, routes: server.routes).hazard()
      #expect(answer.problem == "token-needed", "\(answer.text)")
    }
  }
}
