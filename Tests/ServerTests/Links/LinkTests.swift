// Links over mutual TLS: who is let in, who is not, and what they are told.
import Certificates
import Enrolment
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

@Suite(.timeLimit(.minutes(5))) struct LinkTests {
  /// What the township's listener answers to a client.
  private func answer(_ branch: CityBranch, to client: HTTPClient, clock: Int64 = today) async throws -> (
    status: Int, problem: String?, text: String
  ) {
    branch.township.clock.seconds = clock
    let result = try await withLinks(of: branch.township.identity, branch.township.node()) { port in
      try await ask(client, syncRequest(port))
    }
    await client.shutdown()
    return result
  }

  /// Runs a session of the community with the township over mutual TLS until both are proved equal.
  private func prove(
    _ branch: CityBranch, _ child: Node, _ parent: Node, limits: ServerLimits = ServerLimits()
  ) async throws {
    try await withLinks(of: branch.township.identity, parent, limits: limits) { port in
      let access = branch.community.access(port: port)
      var asking = Asking(
        node: child, client: try await access.client(), parent: "https://127.0.0.1:\(port)",
        parentArea: access.parentArea)
      while try await asking.round(wait: .zero) != .proved { try #require(asking.rounds < 20) }
      await access.shutdown()
    }
  }

  @Test func `a child syncs over mutual TLS, and the parent's records come down`() async throws {
    let branch = try CityBranch()
    let (parent, child) = (try branch.township.node(), try branch.community.node())
    try await addHazards(3, to: child)
    try await addHazards(4, to: parent)
    try await prove(branch, child, parent)
    #expect(try parent.commitCount == 7)
    #expect(try child.commitCount == 7)
  }

  @Test func `the certificates of a handshake, and the request right behind them, are not taken for a long head`()
    async throws
  {
    let branch = try CityBranch()
    let (parent, child) = (try branch.township.node(), try branch.community.node())
    try await addHazards(300, to: child)
    var limits = ServerLimits()
    // A handshake has more bytes than this, a head has not.
    (limits.headBytesMax, limits.handshakeBytesMax) = (1_024, 8_192)
    try await prove(branch, child, parent, limits: limits)
    #expect(try parent.commitCount == 300)
  }

  @Test func `a client without a certificate is refused and told why`() async throws {
    let branch = try CityBranch()
    let tls = TLSOptions(
      trust: .authorities(pem: branch.community.credentials.bundle.root),
      serverName: AreaName.dnsName(of: Place.township))
    let client = try HTTPClient(configuration: .init(userAgent: "gridward/1", tls: tls))
    let answer = try await answer(branch, to: client)
    #expect(answer.status == 403 && answer.problem == "certificate-missing")
  }

  @Test func `a certificate of another branch is refused`() async throws {
    let branch = try CityBranch()
    let stranger = branch.stranger
    let tls = TLSOptions(
      trust: .authorities(pem: stranger.credentials.bundle.root),
      identity: .init(chain: stranger.credentials.bundle.chain, key: stranger.transport.pem),
      serverName: AreaName.dnsName(of: Place.township))
    let answer = try await answer(branch, to: try HTTPClient(configuration: .init(userAgent: "x", tls: tls)))
    #expect(answer.status == 403 && answer.problem == "certificate-other-branch")
  }

  @Test func `a certificate below a root of one's own making is refused`() async throws {
    let (branch, own) = (try CityBranch(), try CityBranch())
    let tls = TLSOptions(
      trust: .authorities(pem: branch.community.credentials.bundle.root),
      identity: .init(chain: own.community.credentials.bundle.chain, key: own.community.transport.pem),
      serverName: AreaName.dnsName(of: Place.township))
    let answer = try await answer(branch, to: try HTTPClient(configuration: .init(userAgent: "x", tls: tls)))
    #expect(answer.status == 403 && answer.problem == "certificate-untrusted")
  }

  @Test func `an expired certificate is refused, and a node with one says so itself`() async throws {
    let branch = try CityBranch()
    let late = branch.community.credentials.ends + 1
    let answer = try await answer(branch, to: try branch.community.client(), clock: late)
    #expect(answer.status == 403 && answer.problem == "certificate-expired")
    let failure = LinkFailure.status(answer.status, detail: answer.text, retryAfter: nil)
    #expect(failure.shortDescription == "certificate-expired" && failure.isAboutDates)
    #expect("\(failure)".contains("expired"))
  }

  @Test func `a certificate that begins later is one all the same`() async throws {
    let branch = try CityBranch()
    let early = branch.community.credentials.begins - 2 * 86_400
    let answer = try await answer(branch, to: try branch.community.client(), clock: early)
    #expect(answer.problem == "malformed-frames", "\(answer.text)")
  }

  @Test func `a parent whose certificate begins later is spoken to, one whose certificate has ended is not`()
    async throws
  {
    let branch = try CityBranch()
    let (parent, child) = (branch.township.credentials, branch.community)
    for (seconds, isTaken) in [
      (parent.begins - 400 * 86_400, true), (0, true), (today, true), (parent.ends + 1, false),
    ] {
      let tls = TLSOptions(
        trust: .authorities(pem: child.credentials.bundle.root),
        identity: .init(chain: child.credentials.bundle.chain, key: child.transport.pem),
        serverName: AreaName.dnsName(of: Place.township), time: { seconds })
      let client = try HTTPClient(configuration: .init(userAgent: "gridward/1", tls: tls))
      let problem = try? await answer(branch, to: client).problem
      #expect((problem == "malformed-frames") == isTaken, "\(seconds)")
    }
  }

  @Test func `a server that is not the parent is not spoken to`() async throws {
    let branch = try CityBranch()
    // The stranger's listener has a good certificate of the same city, but of another place.
    let identity = branch.stranger.identity
    try await withLinks(of: identity, branch.stranger.node()) { port in
      let client = try branch.community.client()
      await #expect(throws: TransportError.self) { try await ask(client, syncRequest(port)) }
      await client.shutdown()
    }
  }

  @Test func `a node that says it is another than its certificate names is refused, and nothing of it is kept`()
    async throws
  {
    let branch = try CityBranch()
    let parent = try branch.township.node()
    let impostor = try Member(Place.otherCommunity, below: branch.township.issuer, in: branch.home).node()
    try await addHazards(2, to: impostor, area: Place.otherCommunity)
    let failure = try await withLinks(of: branch.township.identity, parent) { port -> LinkFailure? in
      let client = try branch.community.client()
      var asking = Asking(node: impostor, client: client, parent: "https://127.0.0.1:\(port)")
      defer { Task { await client.shutdown() } }
      do { _ = try await asking.round(wait: .zero) } catch let failure as LinkFailure { return failure }
      return nil
    }
    #expect(failure?.refusal == .mismatch)
    #expect(try parent.commitCount == 0)
    let links = try parent.read { reader in try reader.links() }
    #expect(links.isEmpty)
  }

  @Test func `a stolen certificate opens nothing after revocation, not even on a connection that is open`() async throws
  {
    let branch = try CityBranch()
    let identity = branch.township.identity
    let desk = EnrolmentDesk(branch.township.folder)
    let node = branch.community.credentials.node
    try desk.change { try $0.enter(Self.member(branch.community)) }
    try await withLinks(of: identity, branch.township.node()) { port in
      let client = try branch.community.client()
      #expect(try await ask(client, syncRequest(port)).status == 400)
      try desk.change { try $0.revoke(node, reason: "stolen", now: today) }
      let answer = try await ask(client, syncRequest(port))
      #expect(answer.status == 403 && answer.problem == "certificate-revoked")
      await client.shutdown()
    }
  }

  private static func member(_ member: Member) -> DeskState.Member {
    DeskState.Member(
      node: member.credentials.node.description, area: member.area.code, name: "", key: "", serial: "", ends: 0)
  }

  @Test func `the records of a node are not to be had on the link listener`() async throws {
    let branch = try CityBranch()
    try await withLinks(of: branch.township.identity, branch.township.node()) { port in
      let client = try branch.community.client()
      for path in ["records/hazard", "status", "metrics", "catalog"] {
        let request = HTTPRequest(url: "https://127.0.0.1:\(port)/\(path)", maxBodyBytes: 1 << 20)
        #expect(try await ask(client, request).status == 404)
      }
      await client.shutdown()
    }
  }

  @Test func `an enrolled node takes no links without TLS`() async throws {
    let branch = try CityBranch()
    var settings = knownSettings()
    settings.servesLinks = false
    let server = GridwardServer(node: try branch.township.node(), settings: settings, logger: quiet)
    try await server.application().test(.router) { client in
      let answer = try await API(client: client).send(
        .post, "/sync/v1", "x", headers: [.contentType: SyncBinding.contentType])
      #expect(answer.status == .notFound)
    }
  }
}
