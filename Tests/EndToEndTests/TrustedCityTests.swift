// A city of real processes over mutual TLS: enrolment from tokens, what other programs see, and who is refused.
import Foundation
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(5))) struct TrustedCityTests {
  /// Runs another program.
  private func other(_ program: String, _ arguments: [String], in folder: TemporaryFolder) throws -> Program.Outcome {
    try Program.run(URL(filePath: program), arguments, in: folder.url)
  }

  /// curl, told where a name is to be found.
  private func curl(_ city: EnrolledCity, _ link: String, _ name: String, _ arguments: String...) throws
    -> Program.Outcome
  {
    let port = link.split(separator: ":").last.map(String.init) ?? ""
    let target = "\(name):\(port)"
    return try other(
      "/usr/bin/curl",
      ["-s", "-S", "-m", "20", "--cacert", "root/root.pem", "--connect-to", "\(target):127.0.0.1:\(port)"] + arguments
        + ["-X", "POST", "-H", "Content-Type: application/vnd.gridward.frames", "https://\(target)/sync/v1"],
      in: city.folder)
  }

  private static let cityName = "c02.p37.gridward.internal"

  @Test func `a city is enrolled from tokens, syncs, and no secret is in any log or output`() async throws {
    let city = try EnrolledCity()
    let top = try LinkedNode(city.folder, "city")
    let token = try city.token(EnrolledCity.district, at: "city")
    let joining = try Background(
      city.folder, ["enroll", token, "--parent", top.link, "--store", "district/node.db", "--patience", "60"])
    try await city.approve(at: "city")
    let (status, text) = await joining.end()
    try #require(status == 0, "\(text)")
    let district = try LinkedNode(city.folder, "district")
    let below = try await city.join("township", EnrolledCity.township, below: "district", at: district)
    let township = try LinkedNode(city.folder, "township")
    let made = try city.folder.run(
      "record", "create", "hazard", "--server", township.url, "--area", EnrolledCity.township, "category=消防安全",
      "severity=0", "found_at=now", "description=楼道堆物")
    #expect(made.status == 0, "\(made.notes)")
    try await eventually("the city lists it") {
      try city.folder.run("record", "list", "hazard", "--server", top.url).output.contains("楼道堆物")
    }
    let status3 = try city.folder.run("status", "--server", township.url).output
    #expect(status3.contains("mutual TLS, certificate valid"))

    let logs = [top.logText, district.logText, township.logText]
    #expect(logs.allSatisfy { $0.contains("trace") || $0.contains("debug") } && logs[0].contains("application"))
    for secret in try secrets(city, token) {
      for log in logs + [text, below] { #expect(!log.contains(secret)) }
    }
    for node in [township, district, top] { #expect(node.end() == 0) }
  }

  /// Every secret of the city's nodes as it could be written: the token, and each key file line by line.
  private func secrets(_ city: EnrolledCity, _ token: String) throws -> [String] {
    var secrets = [token, token.replacing("-", with: "")]
    for name in ["city", "district", "township"] {
      secrets.append(String(decoding: try city.folder.bytes(of: "\(name)/node.key"), as: UTF8.self).trimmed)
      for key in ["transport.key", "authority.key"] {
        let text = String(decoding: try city.folder.bytes(of: "\(name)/node.trust/\(key)"), as: UTF8.self)
        secrets += text.split(separator: "\n").filter { !$0.hasPrefix("-----") }.map(String.init)
      }
    }
    #expect(secrets.count >= 11 && secrets.allSatisfy { $0.count >= 16 })
    return secrets
  }

  @Test func `openssl and curl accept what an office issued, and curl is let in with it alone`() async throws {
    let city = try EnrolledCity()
    let top = try LinkedNode(city.folder, "city")
    try await city.join("district", EnrolledCity.district, below: "city", at: top)
    for name in ["city", "district"] {
      let chain = "\(name)/node.trust/chain.pem"
      let verified = try other(
        "/usr/bin/openssl", ["verify", "-x509_strict", "-CAfile", "root/root.pem", "-untrusted", chain, chain],
        in: city.folder)
      #expect(verified.status == 0 && verified.output.contains("OK"), "\(verified.output) \(verified.notes)")
    }
    let trust = "district/node.trust"
    let certificate = ["--cert", "\(trust)/chain.pem", "--key", "\(trust)/transport.key"]
    let inside = try curl(city, top.link, Self.cityName, certificate[0], certificate[1], certificate[2], certificate[3])
    #expect(inside.output.contains("malformed-frames"), "let in, but what was sent is no session: \(inside.notes)")
    let without = try curl(city, top.link, Self.cityName)
    #expect(without.output.contains("certificate-missing"))
    let wrongName = try curl(city, top.link, "d02.\(Self.cityName)")
    #expect(wrongName.status == 60, "the city is not the district: \(wrongName.notes)")
    #expect(top.logText.contains("certificate-missing"))
  }

  @Test func `who is refused says why in its own log and status, and works on`() async throws {
    let city = try EnrolledCity()
    let top = try LinkedNode(city.folder, "city")
    try await city.join("district", EnrolledCity.district, below: "city", at: top)
    let district = try LinkedNode(city.folder, "district")
    try await eventually("it is in step") {
      try city.folder.run("status", "--server", district.url).output.contains("in-step")
    }
    let list = try city.run("enroll", "list", "--store", "city/node.db")
    let node = try #require(list.firstMatch(of: /[0-9a-f]{32}/)).0
    let revoked = try city.run(
      "revoke", String(node), "--reason", "丢失", "--store", "city/node.db", "--server", top.url)
    #expect(revoked.contains("struck off the list of members"))
    let made = try city.folder.run(
      "record", "create", "hazard", "--server", district.url, "--area", EnrolledCity.district, "category=消防安全",
      "severity=0", "found_at=now", "description=仍可录入")
    #expect(made.status == 0, "local work goes on: \(made.notes)")
    try await eventually("its status says why") {
      let status = try city.folder.run("status", "--server", district.url).output
      return status.contains("certificate-revoked") && status.contains("This node's enrolment was revoked.")
    }
    #expect(district.logText.contains("This node's enrolment was revoked."))
    #expect(try !city.folder.run("record", "list", "hazard", "--server", top.url).output.contains("仍可录入"))
    #expect(try city.folder.run("record", "list", "hazard", "--server", district.url).output.contains("仍可录入"))
  }

  @Test func `a used token is refused at the command line, with a hint`() async throws {
    let city = try EnrolledCity()
    let top = try LinkedNode(city.folder, "city")
    let token = try city.token(EnrolledCity.otherDistrict, at: "city")
    let first = try Background(
      city.folder, ["enroll", token, "--parent", top.link, "--store", "one/node.db", "--patience", "60"])
    try await city.approve(at: "city")
    #expect(await first.end().status == 0)
    let second = try city.folder.run("enroll", token, "--parent", top.link, "--store", "two/node.db")
    #expect(second.status == 65 && second.notes.contains("used before"), "\(second.notes)")
    #expect(top.logText.contains("token-used"))
    #expect(!FileManager.default.fileExists(atPath: city.folder.url.appending(path: "two/node.db").path))
  }

  @Test func `open key files stop a node, with the command that mends it`() throws {
    let city = try EnrolledCity()
    let key = city.folder.url.appending(path: "city/node.trust/transport.key").path
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key)
    let refused = try city.folder.run("serve", "--store", "city/node.db", "--port", "0", "--link-port", "0")
    #expect(refused.status == 78 && refused.notes.contains("chmod 600"), "\(refused.notes)")
  }

  @Test func `everything a node writes is its owner's alone`() throws {
    let city = try EnrolledCity()
    let base = city.folder.url
    let paths = try FileManager.default.subpathsOfDirectory(atPath: base.path)
    #expect(paths.count > 10)
    for path in paths {
      let mode = try FileManager.default.attributesOfItem(atPath: base.appending(path: path).path)[.posixPermissions]
      #expect(((mode as? Int) ?? 0) & 0o077 == 0, "\(path)")
    }
  }

  @Test func `without enrolment a node says loudly what it is, and does not open itself to others`() throws {
    let folder = try TemporaryFolder()
    _ = try folder.run("init", "--store", "node.db", "--area", EnrolledCity.city)
    let open = try folder.run("serve", "--store", "node.db", "--host", "0.0.0.0", "--port", "0")
    #expect(open.status == 78 && open.notes.contains("insecure"), "\(open.notes)")
    #expect(open.notes.contains("DEVELOPMENT MODE"))
    let node = try RunningNode(folder, store: "node.db")
    #expect(try folder.run("status", "--server", node.url).output.contains("DEVELOPMENT MODE"))
    let parent = try folder.run("sync", "--store", "node.db", "--parent", "https://127.0.0.1:1")
    #expect(parent.status == 75 || parent.status == 78)
    node.end()
  }

  @Test func `the same goes by files where there is no network`() throws {
    let city = try EnrolledCity()
    try city.run("enroll", "request", "d.application", "--area", EnrolledCity.district, "--store", "d/node.db")
    try city.run("enroll", "admit", "d.application", "--output", "d.bundle", "--store", "city/node.db")
    try city.run("enroll", "install", "d.bundle", "--store", "d/node.db", "--parent", "https://127.0.0.1:1")
    let elsewhere = try city.folder.run(
      "enroll", "request", "x.application", "--area", "110101000000", "--store", "x/node.db")
    #expect(elsewhere.status == 0)
    let refused = try city.folder.run(
      "enroll", "admit", "x.application", "--output", "x.bundle", "--store", "city/node.db")
    #expect(refused.status == 65, "\(refused.notes)")
    let foreign = try city.folder.run("enroll", "install", "d.bundle", "--store", "x/node.db")
    #expect(foreign.status == 65, "\(foreign.notes)")
  }
}

extension String {
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
