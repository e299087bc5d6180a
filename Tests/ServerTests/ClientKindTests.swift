// Clients of every kind: older HTTP, bodies in chunks, bodies announced first, the other family of addresses.
import Enrolment
import Foundation
import Merge
import Node
import Replica
import Server
import TestSupport
import Testing
import Transport

@Suite struct `Clients of every kind` {
  private static let body =
    #"{"area": "370202001001", "user": "张伟", "fields": {"category": "消防安全", "description": "堵塞", "severity": 0, "found_at": 1767225600000}}"#

  private static let head =
    "POST /records/hazard HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\n"
    + "Authorization: Bearer \(knownToken.text)\r\n"

  private static var hasSixthVersion: Bool {
    (try? String(contentsOfFile: "/proc/net/if_inet6", encoding: .utf8))?.hasPrefix("0000") == true
  }

  @Test func `of HTTP/1.0 that ask for an end of their connection are answered`() async throws {
    try await withServer(try nodeInMemory(Place.community)) { port, _ in
      for request in [
        "GET /records/hazard HTTP/1.0\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        Self.head.replacing("HTTP/1.1", with: "HTTP/1.0") + "Content-Length: \(Self.body.utf8.count)\r\n\r\n"
          + Self.body,
      ] {
        let socket = try Socket(port: port)
        defer { socket.close() }
        await socket.send(request)
        let answer = await socket.readToEnd()
        #expect(answer.firstMatch(of: #/^HTTP/1\.[01] 20[01] /#) != nil, "\(answer)")
        #expect(!answer.lowercased().contains("transfer-encoding"), "\(answer)")
      }
    }
  }

  @Test func `that send a body in chunks, cut anywhere, are understood`() async throws {
    let bytes = Array(Self.body.utf8)
    try await withServer(try nodeInMemory(Place.community)) { port, _ in
      let socket = try Socket(port: port)
      defer { socket.close() }
      await socket.send(Self.head + "Transfer-Encoding: chunked\r\n\r\n")
      for start in stride(from: 0, to: bytes.count, by: 7) {
        let chunk = bytes[start..<min(start + 7, bytes.count)]
        await socket.send(Array("\(String(chunk.count, radix: 16))\r\n".utf8) + chunk + Array("\r\n".utf8))
      }
      await socket.send("0\r\n\r\n")
      #expect(await socket.readToEnd().hasPrefix("HTTP/1.1 201"))
    }
  }

  @Test func `that announce a body are told to send it, and are answered`() async throws {
    try await withServer(try nodeInMemory(Place.community)) { port, _ in
      let socket = try Socket(port: port)
      defer { socket.close() }
      await socket.send(Self.head + "Content-Length: \(Self.body.utf8.count)\r\nExpect: 100-continue\r\n\r\n")
      #expect(await socket.readSome().hasPrefix("HTTP/1.1 100"))
      await socket.send(Self.body)
      #expect(await socket.readToEnd().hasPrefix("HTTP/1.1 201"))
    }
  }

  @Test(.enabled(if: hasSixthVersion, "this machine has no addresses of version 6"))
  func `at an address of version 6 are served, children among them`() async throws {
    try await withNodes([Place.township, Place.community]) { nodes in
      let (parent, child) = (nodes[0], nodes[1])
      try await addHazards(3, to: child)
      let client = try newClient()
      try await withServer(parent, settings: knownSettings(host: "::1", port: 0)) { port, _ in
        let address = "http://[::1]:\(port)"
        var asking = Asking(node: child, client: client, parent: address)
        while try await asking.round(wait: .zero) != .proved { try #require(asking.rounds < 20) }
        let listed = HTTPRequest(url: "\(address)/records/hazard", headers: [], maxBodyBytes: 1 << 20)
        #expect(try await ask(client, listed).status == 200)
      }
      #expect(try parent.commitCount == 3)
      await client.shutdown()
    }
  }
}
