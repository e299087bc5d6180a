// The child's end: renewal, a wrong clock, and what stops a link.
import Certificates
import Enrolment
import Merge
import Node
import Replica
import Server
import TestSupport
import Testing
import Transport

@Suite(.timeLimit(.minutes(5))) struct AccessTests {
  /// One session of the community over an access of its own.
  private func session(_ branch: CityBranch, _ identity: LinkIdentity, port: Int) async throws {
    let access = branch.community.access(port: port, identity: identity)
    defer { Task { await access.shutdown() } }
    var asking = Asking(
      node: try branch.community.node(), client: try await access.client(), parent: "https://127.0.0.1:\(port)",
      parentArea: access.parentArea)
    while try await asking.round(wait: .zero) != .proved { try #require(asking.rounds < 20) }
  }

  /// A township whose own certificate is fresh on the day, as that of a running office is.
  private func office(_ branch: CityBranch, on day: Int64) async throws -> LinkIdentity {
    branch.township.clock.seconds = day
    let identity = branch.township.identity
    let district = branch.district.issuer
    let application = try EnrolmentApplication(
      area: Place.township, name: "", key: branch.township.key, transport: branch.township.transport,
      authority: branch.township.authority)
    let fresh = try district.certificates(for: try application.checked(), now: day)
    try await identity.replace(
      try identity.credentials.bundle.renewed(chain: fresh.chain, authority: fresh.authority), now: day)
    return identity
  }

  @Test func `a certificate is renewed before it ends`() async throws {
    let branch = try CityBranch()
    let day = branch.community.credentials.renewal
    let office = try await office(branch, on: day)
    branch.community.clock.seconds = day
    let identity = branch.community.identity
    try await withLinks(of: office, branch.township.node()) { port in
      try await session(branch, identity, port: port)
    }
    #expect(identity.generation == 1)
    #expect(identity.credentials.ends == day + CertificateTerms.node)
    #expect(try Credentials(branch.community.folder).ends == identity.credentials.ends)
  }

  @Test func `a node that slept past its certificate renews it within the grace time`() async throws {
    let branch = try CityBranch()
    let day = branch.community.credentials.ends + CertificateTerms.grace - 10
    let office = try await office(branch, on: day)
    branch.community.clock.seconds = day
    let identity = branch.community.identity
    try await withLinks(of: office, branch.township.node()) { port in
      try await session(branch, identity, port: port)
    }
    #expect(identity.generation == 1)
  }

  @Test func `after the grace time the link stops, with a reason, and the node works on`() async throws {
    let branch = try CityBranch()
    let day = branch.community.credentials.ends + CertificateTerms.grace + 10
    let office = try await office(branch, on: day)
    branch.community.clock.seconds = day
    let identity = branch.community.identity
    let node = try branch.community.node()
    try await withLinks(of: office, branch.township.node()) { port in
      let access = branch.community.access(port: port, identity: identity)
      let failure = await #expect(throws: LinkFailure.self) { try await access.client() }
      #expect(failure?.shortDescription == "own-certificate-expired")
      await access.shutdown()
    }
    try await addHazards(1, to: node)
    #expect(try node.commitCount == 1)
  }

  @Test func `a revoked node is not renewed`() async throws {
    let branch = try CityBranch()
    let day = branch.community.credentials.ends + 10
    let office = try await office(branch, on: day)
    let desk = EnrolmentDesk(branch.township.folder)
    let node = branch.community.credentials.node
    try desk.change { desk in
      try desk.enter(
        DeskState.Member(node: node.description, area: Place.community.code, name: "", key: "", serial: "", ends: 0))
      try desk.revoke(node, reason: "lost", now: day)
    }
    branch.community.clock.seconds = day
    let identity = branch.community.identity
    try await withLinks(of: office, branch.township.node()) { port in
      let access = branch.community.access(port: port, identity: identity)
      await #expect(throws: LinkFailure.self) { try await access.client() }
      await access.shutdown()
    }
    #expect(identity.generation == 0)
  }

  @Test(arguments: [0, today - 400 * CertificateTerms.day, today + 400 * CertificateTerms.day])
  func `a wrong clock is put right by the parent before anything is judged by it`(wrong: Int64) async throws {
    let branch = try CityBranch()
    var identity = branch.community.identity
    // A machine that is too busy to tell the time at once is asked again, as a node asks again.
    for attempt in 1...4 {
      branch.community.clock.seconds = wrong
      let tried = branch.community.identity
      identity = tried
      do {
        try await withLinks(of: branch.township.identity, branch.township.node()) { port in
          try await session(branch, tried, port: port)
        }
      } catch { if attempt == 4 { throw error } }
      if identity.clock.isCorrected { break }
    }
    // It goes on from there while the test runs.
    #expect(abs(identity.clock.seconds - today) <= 600)
    #expect(identity.generation == 0)
  }
}
