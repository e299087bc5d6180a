// Links through proxies that break off and cut, and to a parent whose store was made anew.
import Merge
import Node
import Server
import Store
import TestSupport
import Testing
import Transport

@Suite(.timeLimit(.minutes(2))) struct `A link by a detour` {
  /// Runs `body` while a child keeps in step with whatever is at the port.
  private func withUplink(_ child: Node, port: Int, _ body: (UplinkService) async throws -> Void) async throws {
    var configuration = UplinkService.Configuration(parent: "http://127.0.0.1:\(port)")
    (configuration.backoffBase, configuration.backoffCap) = (.milliseconds(1), .milliseconds(10))
    let uplink = UplinkService(node: child, client: try newClient(), configuration: configuration)
    let running = Task { try await uplink.run() }
    defer { running.cancel() }
    try await body(uplink)
    running.cancel()
    try await running.value
  }

  /// Waits until a node holds so many commits.
  private func until(_ node: Node, holds count: UInt64) async throws {
    var generation = node.news.generation
    while try node.commitCount < count {
      try Task.checkCancellation()
      await node.news.wait(past: generation)
      generation = node.news.generation
    }
  }

  private func untilInStep(_ uplink: UplinkService) async throws { try await until { uplink.state == .inStep } }

  private func until(_ isSo: () -> Bool) async throws {
    while !isSo() {
      try Task.checkCancellation()
      await Task.yield()
    }
  }

  private func check(_ nodes: [Node], hold count: UInt64) throws {
    for node in nodes {
      #expect(try node.commitCount == count)
      #expect(try node.store.verify().faults == [])
    }
  }

  @Test(arguments: [0, 150, 400, 1_000]) func `goes on after an answer that was broken off`(bytes: Int) async throws {
    try await withNodes([Place.township, Place.community]) { nodes in
      let (parent, child) = (nodes[0], nodes[1])
      for node in nodes { try await addHazards(60, to: node) }
      try await withServer(parent) { port, _ in
        let detour = Detour()
        let through = try await detour.start(to: port)
        detour.breakAnswer(after: bytes)
        try await withUplink(child, port: through) { uplink in
          for node in nodes { try await until(node, holds: 120) }
          try await untilInStep(uplink)
        }
        #expect(detour.broken == 1)
        await detour.stop()
      }
      try check(nodes, hold: 120)
    }
  }

  @Test func `goes on after polls that were cut, with what was written meanwhile at both ends`() async throws {
    try await withNodes([Place.township, Place.community]) { nodes in
      let (parent, child) = (nodes[0], nodes[1])
      try await withServer(parent) { port, _ in
        let detour = Detour()
        let through = try await detour.start(to: port)
        try await withUplink(child, port: through) { uplink in
          for round in 1...3 {
            try await untilInStep(uplink)
            try await until { detour.isWaiting }
            detour.cut()
            for node in nodes { try await addHazards(1, to: node) }
            for node in nodes { try await until(node, holds: UInt64(2 * round)) }
          }
          try await untilInStep(uplink)
        }
        await detour.stop()
      }
      try check(nodes, hold: 6)
    }
  }

  @Test func `gives a parent whose store was made anew everything again, by itself`() async throws {
    try await withNodes([Place.township, Place.community, Place.township]) { nodes in
      let (parent, child, empty) = (nodes[0], nodes[1], nodes[2])
      for node in [parent, child] { try await addHazards(20, to: node) }
      try await withServer(parent) { port, _ in
        try await withServer(empty) { portOfEmpty, _ in
          let detour = Detour()
          let through = try await detour.start(to: port)
          try await withUplink(child, port: through) { uplink in
            for node in [parent, child] { try await until(node, holds: 40) }
            try await untilInStep(uplink)
            detour.lead(to: portOfEmpty)
            detour.cut()
            try await until(empty, holds: 40)
            try await addHazards(1, to: empty)
            try await until(child, holds: 41)
          }
          await detour.stop()
        }
      }
      try check([child, empty], hold: 41)
    }
  }
}
