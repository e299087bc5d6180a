// Enrolment over the network: what the desk's endpoints take and refuse.
import Certificates
import Enrolment
import Merge
import Node
import Server
import TestSupport
import Testing
import Transport
import Trust

@Suite(.timeLimit(.minutes(5))) struct EnrolmentTests {
  private func token(_ branch: CityBranch, _ area: Area, pin: KeyPin? = nil, ends: Int64 = today + 3_600) throws
    -> EnrolmentToken
  {
    let token = EnrolmentToken(
      secret: Node.random16().bytes, parent: pin ?? branch.township.transport.pin, area: area, expires: ends)
    try EnrolmentDesk(branch.township.folder).change { try $0.noteToken(token, now: today) }
    return token
  }

  private func application(_ area: Area) throws -> EnrolmentApplication {
    try EnrolmentApplication(
      area: area, name: "新社区", key: .init(seed: Node.random16().bytes + Node.random16().bytes)!,
      transport: TransportKey(), authority: area.tier == .terminal ? nil : TransportKey())
  }

  private func service(_ token: EnrolmentToken, port: Int) throws -> (ParentService, HTTPClient) {
    let client = try HTTPClient(
      configuration: .init(userAgent: "gridward/1", tls: .init(trust: .pinned(sha256: token.parent.bytes))))
    return (ParentService(client: client, parent: "https://127.0.0.1:\(port)"), client)
  }

  /// The problem an application with a token meets; nil when it is taken.
  private func problem(_ branch: CityBranch, _ token: EnrolmentToken, _ applications: EnrolmentApplication...)
    async throws
    -> String?
  {
    try await withLinks(of: branch.township.identity, branch.township.node()) { port in
      let (service, client) = try service(token, port: port)
      defer { Task { await client.shutdown() } }
      do {
        for application in applications { _ = try await service.applyForEnrolment(application, token: token) }
        return nil
      } catch LinkFailure.status(_, let detail, _) {
        return detail.firstMatch(of: /urn:gridward:problem:([a-z-]+)/).map { String($0.1) }
      }
    }
  }

  @Test func `an office waits for a person's word, and then gets its certificates`() async throws {
    let branch = try CityBranch()
    let township = branch.township
    let token = try token(branch, Place.otherCommunity)
    let application = try application(Place.otherCommunity)
    try await withLinks(of: township.identity, township.node()) { port in
      let (service, client) = try service(token, port: port)
      let waiting = try await service.applyForEnrolment(application, token: token)
      #expect(waiting.decision == .waiting && waiting.bundle == nil)
      #expect(try await service.standing(of: waiting.id).bundle == nil)
      try EnrolmentDesk(township.folder).change { desk in
        let entry = try desk.waiting(waiting.id)
        let admitted = try township.issuer.admit(try entry.application.checked(), name: "", now: today)
        try desk.approve(entry.id, bundle: admitted.bundle, member: admitted.member)
      }
      let bundle = try #require(try await service.standing(of: waiting.id).bundle)
      #expect(try bundle.parts().area == Place.otherCommunity)
      await client.shutdown()
    }
  }

  @Test func `a terminal is let in at once while the quota lasts`() async throws {
    let branch = try CityBranch()
    let shop = Area("\(Place.community.code)/91370200100002010X")!
    try EnrolmentDesk(branch.township.folder).change { $0.terminalQuota = 1 }
    let token = try token(branch, shop)
    let application = try application(shop)
    try await withLinks(of: branch.township.identity, branch.township.node()) { port in
      let (service, client) = try service(token, port: port)
      #expect(try await service.applyForEnrolment(application, token: token).bundle != nil)
      await client.shutdown()
    }
    #expect(try EnrolmentDesk(branch.township.folder).look().terminalQuota == 0)
  }

  @Test func `a replayed token is refused`() async throws {
    let branch = try CityBranch()
    let token = try token(branch, Place.otherCommunity)
    let applications = [try application(Place.otherCommunity), try application(Place.otherCommunity)]
    #expect(try await problem(branch, token, applications[0], applications[1]) == "token-used")
    #expect(try await problem(branch, token, applications[0], applications[0]) == nil)
  }

  @Test func `an application sent again enters nobody twice, and takes from the quota once`() async throws {
    let branch = try CityBranch()
    let shop = Area("\(Place.community.code)/91370200100002010X")!
    let desk = EnrolmentDesk(branch.township.folder)
    try desk.change { $0.terminalQuota = 5 }
    let token = try token(branch, shop)
    let application = try application(shop)
    let node = try branch.township.node()
    try await withLinks(of: branch.township.identity, node) { port in
      let (service, client) = try service(token, port: port)
      let first = try await service.applyForEnrolment(application, token: token)
      let after = try desk.look()
      let second = try await service.applyForEnrolment(application, token: token)
      #expect(second.id == first.id && second.bundle?.chain == first.bundle?.chain && first.bundle != nil)
      #expect(try desk.look().entries.count == 1 && desk.look().members.count == after.members.count)
      #expect(try desk.look().terminalQuota == 4 && after.terminalQuota == 4)
      await client.shutdown()
    }
    #expect(try node.commitCount == 0)
  }

  /// By nature a renewal gives another certificate each time; it is of the same keys, and whoever has it is the same member.
  @Test func `a renewal sent again is one more certificate of the same member`() async throws {
    let branch = try CityBranch()
    let community = branch.community
    let desk = EnrolmentDesk(branch.township.folder)
    try desk.change {
      try $0.enter(
        DeskState.Member(
          node: community.key.node.description, area: community.area.code, name: "", key: "", serial: "", ends: 0))
    }
    let application = try EnrolmentApplication(
      area: community.area, name: "", key: community.key, transport: community.transport, authority: community.authority
    )
    let node = try branch.township.node()
    try await withLinks(of: branch.township.identity, node) { port in
      let client = try community.client()
      let service = ParentService(client: client, parent: "https://127.0.0.1:\(port)")
      let chains = [try await service.renew(application).chain, try await service.renew(application).chain]
      #expect(chains[0] != chains[1] && chains.allSatisfy { $0.contains("BEGIN CERTIFICATE") })
      #expect(try desk.look().members.map(\.node) == [community.key.node.description])
      await client.shutdown()
    }
    #expect(try node.commitCount == 0)
  }

  @Test func `an expired token is refused`() async throws {
    let branch = try CityBranch()
    let token = try token(branch, Place.otherCommunity, ends: today - 1)
    #expect(try await problem(branch, token, try application(Place.otherCommunity)) == "token-expired")
  }

  @Test func `a token for another area is refused`() async throws {
    let branch = try CityBranch()
    let token = try token(branch, Place.otherCommunity)
    #expect(try await problem(branch, token, try application(Place.community)) == "token-for-another-area")
  }

  @Test func `a made-up token is refused`() async throws {
    let branch = try CityBranch()
    let token = EnrolmentToken(
      secret: Node.random16().bytes, parent: branch.township.transport.pin, area: Place.community, expires: today)
    #expect(try await problem(branch, token, try application(Place.community)) == "token-unknown")
  }

  @Test func `an office whose key is not the token's is not told the secret`() async throws {
    let branch = try CityBranch()
    let token = try token(branch, Place.otherCommunity, pin: branch.stranger.transport.pin)
    let failure = await #expect(throws: LinkFailure.self) {
      try await problem(branch, token, try application(Place.otherCommunity))
    }
    guard case .transport(let error)? = failure else {
      Issue.record("it was spoken to")
      return
    }
    #expect(error.code == .untrustedPeer)
  }

  @Test func `what is no application is refused without a trace`() async throws {
    let branch = try CityBranch()
    let client = try branch.community.client()
    try await withLinks(of: branch.township.identity, branch.township.node()) { port in
      for (text, problem) in [
        ("", "malformed-json"), ("{}", "application-invalid"), ("[1.5]", "invalid-content"),
        (String(repeating: "[", count: 100), "invalid-content"),
      ] {
        var request = HTTPRequest(
          url: "https://127.0.0.1:\(port)/enrolment/v1/applications", method: .post,
          headers: [("Content-Type", "application/json")], maxBodyBytes: 1 << 20)
        request.body = Array(text.utf8)
        let answer = try await ask(client, request)
        #expect(answer.problem == problem, "\(text.prefix(5))")
      }
      var large = HTTPRequest(
        url: "https://127.0.0.1:\(port)/enrolment/v1/applications", method: .post,
        headers: [("Content-Type", "application/json")], maxBodyBytes: 1 << 20)
      large.body = [UInt8](repeating: 0x20, count: 1 << 20)
      let refused = try await ask(client, large)
      #expect(refused.status == 413)
    }
    await client.shutdown()
    #expect(try EnrolmentDesk(branch.township.folder).look().entries.isEmpty)
  }
}
