// The sync endpoint, with a child that asks over real HTTP.
import Catalog
import HTTPTypes
import HummingbirdTesting
import Logging
import Merge
import Node
import Replica
import Server
import ServiceLifecycle
import Store
import TestSupport
import Testing
import Transport
import Wire

@Suite struct SyncTests {
  @Test func `a child and its parent come to hold the same`() async throws {
    try await withNodes([Place.township, Place.community]) { nodes in
      let (parent, child) = (nodes[0], nodes[1])
      try await addHazards(20, to: child)
      try await addHazards(20, to: parent)
      let client = try newClient()
      try await withServer(parent) { port, _ in
        _ = try await sync(child, port: port, client: client)
      }
      #expect(try parent.commitCount == 40)
      #expect(try child.commitCount == 40)
      await client.shutdown()
    }
  }

  @Test func `a round that finds both ends equal costs less than a kilobyte`() async throws {
    try await withNodes([Place.township, Place.community]) { nodes in
      let (parent, child) = (nodes[0], nodes[1])
      try await addHazards(5, to: child)
      let client = try newClient()
      try await withServer(parent) { port, _ in
        let relay = Relay()
        let relayed = try await relay.start(to: port)
        _ = try await sync(child, port: relayed, client: client)
        relay.reset()
        let asking = try await sync(child, port: relayed, client: client)
        let bytes = relay.bytes
        print("An in-sync round: \(bytes.up) bytes up, \(bytes.down) bytes down")
        #expect(asking.rounds == 1)
        #expect(bytes.up + bytes.down < 1_024)
        await relay.stop()
      }
      await client.shutdown()
    }
  }

  @Test func `a long poll ends as soon as the parent has news`() async throws {
    try await withNodes([Place.township, Place.community]) { nodes in
      let (parent, child) = (nodes[0], nodes[1])
      let client = try newClient()
      try await withServer(parent) { port, _ in
        _ = try await sync(child, port: port, client: client)
        async let waiting = {
          var asking = Asking(node: child, client: client, parent: "http://127.0.0.1:\(port)")
          return try await asking.round(wait: .seconds(50))
        }()
        try await addHazards(1, to: parent)
        _ = try await waiting
        #expect(try child.commitCount == 1)
      }
      await client.shutdown()
    }
  }

  @Test(.timeLimit(.minutes(5))) func `a long poll does not hold up a shutdown`() async throws {
    try await withNodes([Place.township, Place.community]) { nodes in
      let (parent, child) = (nodes[0], nodes[1])
      let client = try newClient()
      let outcome = try await withServer(parent) { port, services in
        _ = try await sync(child, port: port, client: client)
        let heard = try parent.read { try $0.links().first?.heardAt }
        return try await withThrowingTaskGroup(of: UplinkOutcome?.self) { group in
          group.addTask {
            var asking = Asking(node: child, client: client, parent: "http://127.0.0.1:\(port)")
            return try await asking.round(wait: .seconds(50))
          }
          group.addTask {
            // The greeting of the long poll has been written: it is about to wait, or waits.
            while try parent.read({ try $0.links().first?.heardAt }) == heard { await Task.yield() }
            await services.triggerGracefulShutdown()
            return nil
          }
          var outcome: UplinkOutcome?
          for try await value in group { outcome = value ?? outcome }
          return outcome
        }
      }
      #expect(outcome == .proved)
      await client.shutdown()
    }
  }

  @Test func `bytes that are no frames are refused with the code`() async throws {
    let node = try nodeInMemory(Place.township)
    let server = GridwardServer(node: node, settings: knownSettings(), logger: quiet)
    try await server.application().test(.router) { client in
      let api = API(client: client, routes: server.routes)
      let headers = [SyncBinding.contentType]
      let garbage = try await api.send(
        .post, "/sync/v1", String(repeating: "\u{01}\u{00}\u{00}\u{00}\u{02}zz", count: 3),
        headers: [.contentType: headers[0]])
      #expect(garbage.status == .badRequest)
      #expect(garbage.problem == "malformed-frames")
      #expect(garbage["code"]?.text != nil)
      // Read as a frame, this announces a body of half a gigabyte and more.
      let document = try await api.send(.post, "/sync/v1", #"{"a": "b"}"#, headers: [.contentType: headers[0]])
      #expect(document.problem == "too-large")
      #expect(document["detail"]?.text?.contains("no sequence of frames") == true, "\(document.text)")
      let empty = try await api.send(.post, "/sync/v1", "", headers: [.contentType: headers[0]])
      #expect(empty["code"]?.text == "truncated")
      let other = try await api.send(.post, "/sync/v1", "{}")
      #expect(other.status == .unsupportedMediaType)
    }
  }

  @Test func `a node that stands elsewhere is told that it is no child`() async throws {
    try await withNodes([Place.otherDistrict, Place.community]) { nodes in
      let (parent, child) = (nodes[0], nodes[1])
      let client = try newClient()
      let refusal = try await withServer(parent) { port, _ in
        var asking = Asking(node: child, client: client, parent: "http://127.0.0.1:\(port)")
        do {
          _ = try await asking.round(wait: .zero)
          return "accepted"
        } catch { return "\(error)" }
      }
      #expect(refusal.contains("403") && refusal.contains("outside-branch"))
      await client.shutdown()
    }
  }

  @Test(.timeLimit(.minutes(5))) func `a request that is cut keeps what was applied`() async throws {
    try await withNodes([Place.township, Place.community]) { nodes in
      let (parent, child) = (nodes[0], nodes[1])
      let client = try newClient()
      try await addHazards(1, to: child)
      try await withServer(parent) { port, _ in
        _ = try await sync(child, port: port, client: client)
        try await addHazards(3, to: child)
        let body = try child.read { reader in
          var asked = Uplink(identity: child.identity, catalog: child.catalogDigest)
          return try asked.request(link: try reader.parentLink(), in: reader, now: Node.now)
        }
        let socket = try Socket(port: port)
        await socket.send(
          "POST /sync/v1 HTTP/1.1\r\nHost: localhost\r\nContent-Type: \(SyncBinding.contentType)\r\n"
            + "Content-Length: \(body.count)\r\n\r\n")
        await socket.send(Array(body.dropLast(3)))
        socket.finish()
        _ = await socket.readToEnd()
        socket.close()
        // What was queued when the connection ended is still written.
        var generation = parent.news.generation
        while try parent.commitCount < 4 {
          await parent.news.wait(past: generation)
          generation = parent.news.generation
        }
        _ = try await sync(child, port: port, client: client)
        #expect(try parent.commitCount == 4)
      }
      await client.shutdown()
    }
  }

  @Test func `what stands in front of a fault is on disk before the fault is told`() async throws {
    try await withNodes([Place.township, Place.community]) { nodes in
      let (parent, child) = (nodes[0], nodes[1])
      let client = try newClient()
      try await addHazards(1, to: child)
      try await withServer(parent) { port, _ in _ = try await sync(child, port: port, client: client) }
      try await addHazards(3, to: child)
      let body = try child.read { reader in
        var asked = Uplink(identity: child.identity, catalog: child.catalogDigest)
        return try asked.request(link: try reader.parentLink(), in: reader, now: Node.now)
      }
      var answering = Answering(node: parent)
      // Behind the close a second hello is out of its place.
      do {
        try await answering.feed(body + body)
        Issue.record("a second hello was taken")
      } catch {}
      #expect(try parent.commitCount == 4)
      await client.shutdown()
    }
  }

  @Test func `a long answer is streamed and complete`() async throws {
    try await withNodes([Place.township, Place.community]) { nodes in
      let (parent, child) = (nodes[0], nodes[1])
      let type = try #require(parent.catalog.type(named: "hazard"))
      let field = try #require(type.field(named: "notes"))
      var generator = SystemRandomNumberGenerator()
      for _ in 0..<40 {
        let noise = (0..<40_000).map { _ in Character(Unicode.Scalar(UInt8.random(in: 32...126, using: &generator))) }
        let intent = Intent(
          type: "hazard", record: Node.newRecordID(), area: Place.community, seen: .empty,
          fields: [FieldChange(field.number, .write(.text(String(noise))))])
        _ = try await parent.commit([intent], user: "甲")
      }
      let client = try newClient()
      try await withServer(parent) { port, _ in _ = try await sync(child, port: port, client: client) }
      #expect(try child.commitCount == 40)
      await client.shutdown()
    }
  }
}
