// Certificate chains, judged by our own code and by openssl.
import Certificates
import Enrolment
import Foundation
import Merge
import TestSupport
import Testing
import Trust
import X509

@Suite struct ChainTests {
  private func verdict(
    _ parent: Credentials, _ chain: [Certificate], now: Int64 = today, isRevoked: (NodeID) -> Bool = { _ in false }
  ) async -> PeerVerdict { await parent.verifier.child(chain, now: now, isRevoked: isRevoked) }

  @Test func `a parent accepts the nodes it enrolled, and knows who they are`() async throws {
    let branch = try City().branch(Place.branch + [Place.shop])
    for (parent, child) in zip(branch, branch.dropFirst()) {
      #expect(await verdict(parent, child.chain) == .accepted(PeerName(node: child.node, area: child.area)))
    }
  }

  @Test func `a certificate of another branch opens nothing`() async throws {
    let city = try City()
    let (here, there) = (try city.branch(), try city.branch([Place.city, Place.otherDistrict, Place.otherTownship]))
    #expect(await verdict(here[1], there[2].chain) == .refused(.otherBranch))
    // Nor that of a node which another office of the same branch enrolled, nor that of the node itself.
    #expect(await verdict(here[1], here[3].chain) == .refused(.otherBranch))
    #expect(await verdict(here[2], here[2].chain) == .refused(.otherBranch))
  }

  @Test func `a certificate signed by itself, or below another root, is not trusted`() async throws {
    let (city, impostor) = (try City(), try City())
    let parent = try city.branch()[2]
    #expect(await verdict(parent, try impostor.branch()[3].chain) == .refused(.untrusted))
    #expect(await verdict(parent, [impostor.root.certificate]) == .refused(.untrusted))
    #expect(await verdict(parent, []) == .refused(.missing))
  }

  @Test func `an expired certificate serves for renewal only, and after the grace time for nothing`() async throws {
    let branch = try City().branch()
    let (parent, child) = (branch[2], branch[3])
    let name = PeerName(node: child.node, area: child.area)
    #expect(await verdict(parent, child.chain, now: child.ends) == .accepted(name))
    #expect(await verdict(parent, child.chain, now: child.ends + 1) == .inGrace(name))
    #expect(await verdict(parent, child.chain, now: child.ends + CertificateTerms.grace) == .inGrace(name))
    #expect(await verdict(parent, child.chain, now: child.ends + CertificateTerms.grace + 1) == .refused(.expired))
    // A clock was wrong where it was issued, or is here.
    for early in [child.begins - 1, child.begins - 400 * 86_400, 0, .min] {
      #expect(await verdict(parent, child.chain, now: early) == .accepted(name))
    }
  }

  @Test func `a revoked node is refused, also within the grace time`() async throws {
    let branch = try City().branch()
    let (parent, child) = (branch[2], branch[3])
    for now in [today, child.ends + 1] {
      #expect(await verdict(parent, child.chain, now: now) { $0 == child.node } == .refused(.revoked))
    }
  }

  @Test func `an authority signs nothing outside its subtree`() async throws {
    let branch = try City().branch()
    let township = try #require(branch[2].authority)
    let key = TransportKey()
    let request = try CertificateRequest(key: key)
    let node = SigningKey.test(99).node
    for area in [Place.township, Place.district, Place.otherTownship] {
      #expect(throws: CertificateAuthority.Refusal.outsideItsSubtree) {
        try township.certify(node: node, area: area, key: request.key, now: today)
      }
    }
    #expect(throws: CertificateAuthority.Refusal.outsideItsSubtree) {
      try township.certify(authority: Place.shop, key: request.key, now: today)
    }
    let late = township.certificate.ends + 1
    #expect(throws: CertificateAuthority.Refusal.noTimeLeft) {
      try township.certify(node: node, area: Place.community, key: request.key, now: late)
    }
  }

  @Test func `what a stolen authority signs outside its subtree is refused by our code and by openssl`() async throws {
    let city = try City()
    let (here, there) = (try city.branch(), try city.branch([Place.city, Place.otherDistrict]))
    // The thief runs other software: the stolen key pretends to be an authority over everything.
    let thief = TransportKey()
    let wide = try CertificateAuthority.root(area: Place.city, key: thief, now: today)
    let forged = try wide.certify(
      node: SigningKey.test(66).node, area: Place.city, key: try CertificateRequest(key: thief).key, now: today)
    let chain = [forged] + here[2].authority!.chain
    #expect(await verdict(there[0], chain) == .refused(.untrusted))
  }

  private func openssl(_ arguments: [String], in folder: TemporaryFolder) throws -> Program.Outcome {
    try Program.run(URL(filePath: "/usr/bin/openssl"), arguments, in: folder.url, notes: .withOutput)
  }

  @Test func `openssl accepts every chain, and refuses one of another branch and an expired one`() throws {
    let folder = try TemporaryFolder()
    let city = try City()
    let branch = try city.branch(Place.branch + [Place.shop])
    func write(_ text: String, _ name: String) throws {
      try Data(text.utf8).write(to: folder.url.appending(path: name))
    }
    func verify(_ arguments: String...) throws -> Program.Outcome {
      try openssl(["verify", "-x509_strict", "-CAfile", "root.pem", "-untrusted", "chain.pem"] + arguments, in: folder)
    }
    try write(try CertificateText.pem([city.root.certificate]), "root.pem")
    for credentials in branch {
      try write(try CertificateText.pem(Array(credentials.chain.dropFirst()) + [city.root.certificate]), "chain.pem")
      try write(try CertificateText.pem([credentials.chain[0]]), "leaf.pem")
      for purpose in ["sslclient", "sslserver"] {
        let result = try verify("-attime", "\(today)", "-purpose", purpose, "leaf.pem")
        #expect(result.status == 0, "\(credentials.area): \(result.output)")
      }
      let name = AreaName.dnsName(of: credentials.area)
      #expect(try verify("-attime", "\(today)", "-verify_hostname", name, "leaf.pem").status == 0)
      let late = try verify("-attime", "\(credentials.ends + 1)", "leaf.pem")
      #expect(late.status != 0 && late.output.contains("expired"))
    }
  }

  @Test func `openssl refuses what an office's key signs for another branch`() throws {
    let folder = try TemporaryFolder()
    let city = try City()
    let office = Office(Place.district, seed: 20)
    let district = try office.credentials(from: try city.branch([Place.city])[0].issuer(key: SigningKey.test(10)))
    for (name, text) in [
      ("root.pem", try CertificateText.pem([city.root.certificate])),
      ("chain.pem", try CertificateText.pem(district.authority!.chain)),
      ("authority.pem", try CertificateText.pem([district.authority!.certificate])),
      ("authority.key", office.authority!.pem),
      ("names", "subjectAltName=DNS:\(AreaName.dnsName(of: Place.otherTownship))\n"),
      ("own", "subjectAltName=DNS:\(AreaName.dnsName(of: Place.township))\n"),
    ] { try Data(text.utf8).write(to: folder.url.appending(path: name)) }
    _ = try openssl(
      [
        "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "k", "-subj",
        "/CN=x",
        "-out", "csr",
      ], in: folder)
    for (names, isGood) in [("names", false), ("own", true)] {
      let signed = try openssl(
        [
          "x509", "-req", "-in", "csr", "-CA", "authority.pem", "-CAkey", "authority.key", "-days", "30", "-extfile",
          names, "-out", "leaf.pem",
        ], in: folder)
      try #require(signed.status == 0, "\(signed.output)")
      let result = try openssl(
        ["verify", "-no_check_time", "-CAfile", "root.pem", "-untrusted", "chain.pem", "leaf.pem"], in: folder)
      #expect((result.status == 0) == isGood, "\(names): \(result.output)")
      if !isGood { #expect(result.output.contains("permitted subtree violation")) }
    }
  }
}
