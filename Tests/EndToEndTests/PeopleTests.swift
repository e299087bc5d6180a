// People at the command line: a device, its pass, what it signs and where it ends.
import Foundation
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct PeopleTests {
  private static let area = EnrolledCity.city

  private static func word(_ pattern: Regex<(Substring, Substring)>, in text: String) throws -> String {
    try String(#require(text.firstMatch(of: pattern)).1)
  }

  @Test func `whoever writes at a node shows its token, which lies beside the store`() throws {
    let folder = try TemporaryFolder()
    #expect(try folder.run("init", "--store", "node.db", "--area", "370202021001").status == 0)
    let token = folder.url.appending(path: "node.token")
    try FileManager.default.removeItem(at: token)
    let node = try RunningNode(folder, store: "node.db")
    let mode = try FileManager.default.attributesOfItem(atPath: token.path)[.posixPermissions] as? NSNumber
    #expect(mode?.int32Value == 0o600, "a node that has none makes one when it starts")
    let create = [
      "record", "create", "hazard", "--server", node.url, "--area", "370202021001", "category=消防安全", "severity=0",
      "found_at=now", "description=甲",
    ]
    try folder.write(Data("\(String(repeating: "0", count: 64))\n".utf8), to: "other.token")
    #expect(chmod(folder.file("other.token"), 0o600) == 0)
    let refused = try folder.run(create + ["--token-file", "other.token"])
    #expect(refused.status == 65 && refused.notes.contains("--token-file"), "\(refused.notes)")
    #expect(try folder.run(create + ["--token-file", "none.token"]).status == 66)
    #expect(try folder.run(create + ["--token-file", "node.token"]).status == 0)
    #expect(try folder.run("record", "list", "hazard", "--server", node.url).status == 0)
    node.end()
  }

  @Test func `a device is certified, signs without a network, and is withdrawn by number`() throws {
    let city = try EnrolledCity()
    let folder = city.folder
    let made = try city.run("device", "make", "--device", "zhang.device")
    let device = try Self.word(/device ([0-9a-f]{32})/, in: made)
    let account = try Self.word(/account ([0-9a-f-]{36})/, in: made)
    let asked = try city.run("device", "request", "zhang.request", "--device", "zhang.device")
    let digits = try Self.word(/types in: ([0-9]{6})/, in: asked)

    let node = try LinkedNode(folder, "city")
    let created = try city.run(
      "post", "create", "--area", Self.area, "--role", "officer", "--name", "张三", "--account", account, "--server",
      node.url)
    let post = try Self.word(/post ([0-9a-f-]{36})/, in: created)
    #expect(try city.run("post", "list", "--server", node.url).contains("张三"))

    let store = ["--store", "city/node.db", "--server", node.url]
    let wrong = digits == "000000" ? "000001" : "000000"
    let issue = ["pass", "issue", "zhang.request", "--post", post, "--output", "zhang.pass"] + store
    #expect(try folder.run(issue + ["--digits", wrong]).status == 65)
    let issued = try folder.run(issue + ["--digits", digits])
    #expect(issued.status == 0, "\(issued.notes)")
    try city.run("device", "install", "zhang.pass", "--device", "zhang.device")
    #expect(try city.run("pass", "list", "--store", "city/node.db").contains(device))

    let sign = [
      "device", "sign", "create", "hazard", "--area", Self.area, "category=消防安全", "severity=0", "found_at=now",
      "description=乙", "--device", "zhang.device", "--store", "city/node.db",
    ]
    for number in 1...2 {
      let signed = try folder.run(sign)
      #expect(signed.status == 0 && signed.output.contains("action \(number):"), "\(signed.output)\(signed.notes)")
    }
    let outside = try folder.run(sign.map { $0 == Self.area ? "370300000000" : $0 })
    #expect(outside.status == 65 && outside.notes.contains("370300000000"), "\(outside.notes)")
    #expect(try city.run("device", "show", "--device", "zhang.device").contains("next number  3"))
    try city.run("device", "actions", "--output", "zhang.actions", "--device", "zhang.device")
    #expect(try folder.bytes(of: "zhang.actions").count > 300)

    try handIn(city, node, device)
    let withdrawn = try folder.run(["withdraw", device, "--last", "1", "--reason", "手机丢失"] + store)
    #expect(withdrawn.status == 0, "\(withdrawn.notes)")
    #expect(try city.run("pass", "list", "--store", "city/node.db").contains("withdrawn beyond 1"))
    let ended = try city.run("actions", "show", device, "--after", "1", "--server", node.url)
    #expect(ended.contains("withdrawn") && !ended.contains("counts"), "\(ended)")
    node.end()
  }

  /// Hands in two actions, once more from a file, and takes a step that wants a signature.
  private func handIn(_ city: EnrolledCity, _ node: LinkedNode, _ device: String) throws {
    let sent = try city.run("device", "send", "--device", "zhang.device", "--server", node.url)
    #expect(sent.contains("2 entered"), "\(sent)")
    let again = try city.run("actions", "import", "zhang.actions", "--store", "city/node.db", "--server", node.url)
    #expect(again.contains("2 repeated"), "\(again)")
    #expect(try city.run("actions", "show", device, "--server", node.url).contains("counts"))
    let listed = try city.run("record", "list", "hazard", "--server", node.url, "--json")
    let id = try String(#require(listed.firstMatch(of: /"id":"([0-9a-f-]{36})"/)).1)
    let step = ["record", "step", "hazard", id, "withdrawn", "reason=误报", "--server", node.url]
    let unsigned = try city.folder.run(step)
    #expect(unsigned.status == 65 && unsigned.notes.contains("nobody of the roles"), "\(unsigned.notes)")
    let signed = try city.folder.run(step + ["--device", "zhang.device", "--store", "city/node.db"])
    #expect(signed.status == 0, "\(signed.output)\(signed.notes)")
    #expect(try city.run("record", "show", "hazard", id, "--server", node.url).contains("withdrawn"))
  }

  @Test func `an invitation serves one device, and the request made with it names its post`() throws {
    let city = try EnrolledCity()
    let node = try LinkedNode(city.folder, "city")
    let account = "5b0d7a3e-1c7b-4e0f-9a55-6f1f0f3a2c11"
    let created = try city.run(
      "post", "create", "--area", Self.area, "--role", "officer", "--name", "张三", "--account", account, "--server",
      node.url)
    let post = try Self.word(/post ([0-9a-f-]{36})/, in: created)
    let text = try city.run("invite", post, "--text-only", "--store", "city/node.db")
    let invitation = text.trimmingCharacters(in: .whitespacesAndNewlines)
    #expect(invitation.hasPrefix("GI1-"))
    let issue = ["pass", "issue", "--store", "city/node.db", "--server", node.url]
    for (name, status) in [("zhang", Int32(0)), ("thief", 65), ("zhang", 0)] {
      if !FileManager.default.fileExists(atPath: city.folder.file("\(name).device")) {
        let made = try city.run("device", "make", "--invitation", invitation, "--device", "\(name).device")
        #expect(made.contains(account))
      }
      let asked = try city.run(
        "device", "request", "\(name).request", "--invitation", invitation, "--device", "\(name).device")
      let digits = try Self.word(/types in: ([0-9]{6})/, in: asked)
      let issued = try city.folder.run(issue + ["\(name).request", "--digits", digits, "--output", "\(name).pass"])
      #expect(issued.status == status, "\(name): \(issued.notes)")
    }
    try city.run("device", "install", "zhang.pass", "--device", "zhang.device")
    #expect(try city.run("device", "show", "--device", "zhang.device").contains(post))
    node.end()
  }

  @Test func `nobody is certified for another's post, nor for a role that comes from above`() throws {
    let city = try EnrolledCity()
    let folder = city.folder
    for name in ["zhang", "li"] {
      try city.run("device", "make", "--device", "\(name).device")
      try city.run("device", "request", "\(name).request", "--device", "\(name).device")
    }
    let shown = try city.run("device", "show", "--device", "zhang.device")
    let account = try Self.word(/account +([0-9a-f-]{36})/, in: shown)
    let node = try LinkedNode(folder, "city")
    let created = try city.run(
      "post", "create", "--area", Self.area, "--role", "leader", "--name", "张三", "--account", account, "--server",
      node.url)
    let post = try Self.word(/post ([0-9a-f-]{36})/, in: created)
    let others = try city.run("device", "request", "li.request", "--device", "li.device")
    let digits = try Self.word(/types in: ([0-9]{6})/, in: others)
    let refused = try folder.run(
      "pass", "issue", "li.request", "--post", post, "--digits", digits, "--output", "li.pass", "--store",
      "city/node.db", "--server", node.url)
    #expect(refused.status == 65 && refused.notes.contains("another's"), "\(refused.notes)")
    #expect(!FileManager.default.fileExists(atPath: folder.file("li.pass")))
    let nobody = try folder.run(
      "post", "create", "--area", Self.area, "--role", "patroller", "--name", "李四", "--server", node.url)
    #expect(nobody.status == 64, "a city has no patrollers: \(nobody.notes)")
    node.end()
  }

  @Test func `on a development node a post begins and ends, and no pass is given`() throws {
    let folder = try TemporaryFolder()
    #expect(try folder.run("init", "--store", "node.db", "--area", "370202021001").status == 0)
    let node = try RunningNode(folder, store: "node.db")
    let account = "5b0d7a3e-1c7b-4e0f-9a55-6f1f0f3a2c11"
    let created = try folder.run(
      "post", "create", "--area", "370202021001", "--role", "patroller", "--name", "张三", "--account", account,
      "--server", node.url)
    #expect(created.status == 0 && created.output.contains(": appointed"), "\(created.output)\(created.notes)")
    let post = try Self.word(/post ([0-9a-f-]{36})/, in: created.output)
    let handed = try folder.run(
      "post", "hand", post, "--name", "李四", "--account", "9f3c2d61-7a0e-4c58-8d0b-2b6f6f0e4d22", "--server", node.url)
    #expect(handed.status == 0 && handed.output.contains(": left"), "\(handed.output)\(handed.notes)")
    let listed = try folder.run("post", "list", "--server", node.url).output
    #expect(listed.contains("李四") && !listed.contains("张三"))
    #expect(try folder.run("pass", "list", "--store", "node.db").status == 65)
    node.end()
  }
}
