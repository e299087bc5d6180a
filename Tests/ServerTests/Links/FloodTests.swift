// Peers that ask too often, send too much, or never finish.
import Certificates
import Foundation
import Merge
import Node
import Server
import TestSupport
import Testing
import Transport
import Wire

@Suite(.timeLimit(.minutes(5))) struct FloodTests {
  private let start = ContinuousClock.now

  @Test func `a bucket gives its burst, then its pace`() {
    var bucket = TokenBucket(.init(burst: 3, perSecond: 2), at: start)
    let times = [0, 0, 0, 0, 499, 500, 1_000_000_000].map { start + .milliseconds($0) }
    let waits = times.map { bucket.take(at: $0) }
    #expect(waits == [nil, nil, nil, 1, 1, nil, nil])
    let isFull = [1_000_000, 1_000_001].map { bucket.isFull(at: start + .seconds($0)) }
    #expect(isFull == [false, true])
  }

  @Test func `the table of buckets never grows beyond its bound, and a busy crowd shares what is left`() {
    var table = RateTable(.init(burst: 2, perSecond: 1), entriesMax: 10, at: start)
    let names = (0..<10).map { "\($0)" } + ["late", "later", "last"]
    let waits = names.map { table.take($0, at: start) }
    #expect(waits.dropLast().allSatisfy { $0 == nil } && waits.last == 1)
    #expect(table.count == 10)
    // Those who have been quiet make room.
    let later = table.take("new", at: start + .seconds(5))
    #expect(later == nil && table.count == 1)
  }

  @Test func `peers of one part of the tree together have a limit too`() throws {
    var limits = RateLimits()
    limits.peer = .init(burst: 10, perSecond: 1)
    limits.subtree = .init(burst: 15, perSecond: 1)
    let limiter = RateLimiter(limits, area: Place.township, at: start)
    func count(_ community: Area, _ number: UInt64) -> Bool {
      let shop = Area("\(community.code)/9137020010000201\(number)X")!
      let peer = PeerName(node: NodeID(Bytes16(high: 0, low: number)), area: shop)
      do { try limiter.count(peer, address: "", at: start) } catch { return false }
      return true
    }
    let first = (0..<10).count { _ in count(Place.community, 1) }
    let second = (0..<10).count { _ in count(Place.community, 2) }
    let elsewhere = (0..<10).count { _ in count(Place.otherCommunity, 3) }
    #expect(first == 10 && second == 5 && elsewhere == 10)
  }

  @Test func `a flood of requests is answered with when to come back`() async throws {
    let branch = try CityBranch()
    var limits = ServerLimits()
    limits.rates.peer = .init(burst: 5, perSecond: 1)
    try await withLinks(of: branch.township.identity, branch.township.node(), limits: limits) { port in
      let client = try branch.community.client()
      let answers = try await flood(client, port)
      #expect(answers.count { $0.status == 400 } >= 5 && answers.allSatisfy { [400, 429].contains($0.status) })
      #expect(answers.contains { $0.status == 429 && $0.retryAfter == 1 })
      // Another peer is not held up.
      let other = try Member(Place.otherCommunity, below: branch.township.issuer, in: branch.home).client()
      #expect(try await ask(other, syncRequest(port)).status == 400)
      await client.shutdown()
      await other.shutdown()
    }
  }

  @Test func `strangers have a limit for each address`() async throws {
    let branch = try CityBranch()
    var limits = ServerLimits()
    limits.rates.stranger = .init(burst: 3, perSecond: 1)
    try await withLinks(of: branch.township.identity, branch.township.node(), limits: limits) { port in
      let tls = TLSOptions(trust: .pinned(sha256: branch.township.transport.pin.bytes))
      let client = try HTTPClient(configuration: .init(userAgent: "x", tls: tls))
      let answers = try await flood(client, port)
      #expect(answers.count { $0.status == 403 } >= 3 && answers.allSatisfy { [403, 429].contains($0.status) })
      #expect(answers.contains { $0.status == 429 })
      await client.shutdown()
    }
  }

  @Test func `a huge body is refused over TLS as it is without`() async throws {
    let branch = try CityBranch()
    try await withLinks(of: branch.township.identity, branch.township.node()) { port in
      let client = try branch.community.client()
      let body = [UInt8](repeating: 0, count: Limits.requestBytesMax + 1)
      // Whoever is still sending when the connection ends may see that instead of the answer.
      let status = try? await ask(client, syncRequest(port, body: body)).status
      #expect(status == nil || status == 413)
      let next = try await ask(client, syncRequest(port)).status
      #expect(next == 400)
      await client.shutdown()
    }
  }

  /// Many requests at the same time: more than any bucket fills up for while they last.
  private func flood(_ client: HTTPClient, _ port: Int) async throws -> [(status: Int, retryAfter: Int?)] {
    try await withThrowingTaskGroup { group in
      for _ in 0..<60 {
        group.addTask {
          let response = try await client.send(syncRequest(port))
          return (response.status, response.header("Retry-After").flatMap { Int($0) })
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
  }

  /// Limits that a test can wait for.
  private var hasty: ServerLimits {
    var limits = ServerLimits()
    limits.pace.tick = .milliseconds(20)
    limits.pace.head = .milliseconds(300)
    limits.pace.idle = .milliseconds(300)
    limits.pace.bodyWindow = .milliseconds(300)
    return limits
  }

  @Test(arguments: ["", "\u{16}\u{03}\u{01}\u{02}\u{00}\u{01}"])
  func `a handshake that does not end is cut off`(bytes: String) async throws {
    let branch = try CityBranch()
    try await withLinks(of: branch.township.identity, branch.township.node(), limits: hasty) { port in
      let socket = try Socket(port: port)
      await socket.send(bytes)
      _ = await socket.readToEnd()
      socket.close()
    }
  }

  @Test(arguments: [
    "POST /sync/v1 HTTP/1.1\r\nHost: localhost\r\n",
    "POST /time/v1 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999\r\n\r\n1",
  ])
  func `a slow client is cut off under TLS`(text: String) async throws {
    let branch = try CityBranch()
    try await withLinks(of: branch.township.identity, branch.township.node(), limits: hasty) { port in
      let process = Process()
      let (input, output) = (Pipe(), Pipe())
      process.executableURL = URL(filePath: "/usr/bin/openssl")
      process.arguments = ["s_client", "-quiet", "-connect", "127.0.0.1:\(port)"]
      (process.standardInput, process.standardOutput, process.standardError) = (input, output, FileHandle.nullDevice)
      try process.run()
      try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
      // The pipe stays open: only the server can end this.
      await onOwnThread {
        _ = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
      }
      try input.fileHandleForWriting.close()
    }
  }

  @Test func `TLS before version 1.2 is refused`() async throws {
    let branch = try CityBranch()
    try await withLinks(of: branch.township.identity, branch.township.node()) { port in
      for (version, isTaken) in [("-tls1_1", false), ("-tls1_2", true), ("-tls1_3", true)] {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        process.arguments = [
          "s_client", version, "-cipher", "ALL:@SECLEVEL=0", "-connect", "127.0.0.1:\(port)",
        ]
        process.standardInput = FileHandle.nullDevice
        (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
        try process.run()
        await onOwnThread { process.waitUntilExit() }
        #expect((process.terminationStatus == 0) == isTaken, "\(version)")
      }
    }
  }
}
