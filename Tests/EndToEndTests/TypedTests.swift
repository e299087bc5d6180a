// What people type at a terminal, on machines set to whatever time.
import Foundation
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(5))) struct `What people type at a terminal` {
  private static let home = "370202021001"
  private static let zones = ["UTC", "Asia/Shanghai", "America/New_York"]

  private func folder(area: String = home) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let made = try folder.run("init", "--store", "node.db", "--area", area)
    try #require(made.status == 0, "\(made.notes)")
    return folder
  }

  private func create(
    _ folder: TemporaryFolder, _ node: RunningNode, area: String = home, id: String? = nil, zone: String = "UTC",
    _ fields: String...
  ) throws -> Program.Outcome {
    let common = ["category=消防安全", "severity=一般隐患", "description=楼道堆物"]
    return try folder.run(
      ["record", "create", "hazard", "--server", node.url, "--area", area, "--user", "张三"]
        + (id.map { ["--id", $0] } ?? [])
        + common + fields, environment: ["TZ": zone])
  }

  private func json(_ folder: TemporaryFolder, _ node: RunningNode, _ arguments: String...) throws -> [String: Any] {
    let outcome = try folder.run(arguments + ["--server", node.url, "--json"])
    try #require(outcome.status == 0, "\(arguments): \(outcome.notes)")
    return try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
  }

  @Test func `a key of the configuration that nobody reads is told, and those that are read are not`() throws {
    let folder = try folder()
    let file = folder.url.appending(path: "gridward.yaml")
    let before = try folder.run("verify")
    #expect(before.status == 0 && !before.notes.contains("no such key"), "\(before.notes)")
    let text = try String(contentsOf: file, encoding: .utf8) + "questions: { second: 5 }\nlisten.prot: 1\n"
    try text.write(to: file, atomically: true, encoding: .utf8)
    let outcome = try folder.run("verify")
    #expect(outcome.status == 0)
    #expect(outcome.notes.contains("`questions.second`, `listen.prot`: no such key"), "\(outcome.notes)")
  }

  @Test func `a variable that nobody reads is told, and those that are read are not`() throws {
    let folder = try folder()
    let read = ["GRIDWARD_STORE": "node.db", "GRIDWARD_CONFIG": "gridward.yaml", "GRIDWARD_LISTEN_PORT": "8371"]
    let before = try folder.run(["verify"], environment: read)
    #expect(before.status == 0 && !before.notes.contains("no such key"), "\(before.notes)")
    let outcome = try folder.run(
      ["verify"], environment: ["GRIDWARD_LISTEN_PROT": "8371", "GRIDWARD_TEXTSEARCH": "true"])
    #expect(outcome.status == 0)
    #expect(
      outcome.notes.contains("the environment: `GRIDWARD_LISTEN_PROT`, `GRIDWARD_TEXTSEARCH`: no such key"),
      "\(outcome.notes)")
  }

  @Test func `a variable in small letters is told, and how it is written`() throws {
    let folder = try folder()
    let small = ["gridward_listen_port": "8371", "Gridward_Area": "370202021001"]
    let outcome = try folder.run(["verify"], environment: small)
    #expect(outcome.status == 0)
    #expect(
      outcome.notes.contains("the environment: `Gridward_Area`, `gridward_listen_port`: no such key")
        && outcome.notes.contains("written in capitals"), "\(outcome.notes)")
  }

  @Test(arguments: [
    "ftp://10.2.0.1:8370", ":8370", "http://", "https:///x", "http://a b:8370", "http://127.0.0.1:70000",
    "http://127.0.0.1:-1", "http://127.0.0.1:0", "http://127.0.0.1:8370?x", "http://127.0.0.1:8370#a",
    "http://u:p@127.0.0.1:8370", "http://127.0.0.1:8370/office", "127.0.0.1:x", "http://[::1]8370",
  ])
  func `a parent's address over anything but HTTP is refused with its field and what to write`(address: String) throws {
    let folder = try folder()
    func expectRefused(_ command: [String], environment: [String: String] = [:]) throws {
      let outcome = try folder.run(command, environment: environment)
      #expect(outcome.status == 78, "\(command): \(outcome.notes)")
      #expect(outcome.notes.contains("parent is `\(address)`") && outcome.notes.contains("https://10.2.0.1:8470"))
    }
    try expectRefused(["serve", "--store", "node.db", "--port", "0", "--parent", address])
    try expectRefused(["sync", "--store", "node.db"], environment: ["GRIDWARD_PARENT": address])
    try expectRefused(["move", "--former-parent", address, "--store", "node.db"])
    try folder.write(Data("store: node.db\nparent: '\(address)'\n".utf8), to: "gridward.yaml")
    try expectRefused(["serve"])
  }

  @Test func `a list from the last to the first is asked for in either way of writing`() throws {
    let folder = try folder()
    let node = try RunningNode(folder, store: "node.db")
    for number in 1...2 {
      try #require(try create(folder, node, "found_at=2026-06-0\(number)", "place=\(number)").status == 0)
    }
    for sort in [["--sort", "-found_at"], ["--sort=-found_at"]] {
      let outcome = try folder.run(["record", "list", "hazard", "--server", node.url, "--json"] + sort)
      try #require(outcome.status == 0, "\(sort): \(outcome.notes)")
      let list = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
      let places = (list?["records"] as? [[String: Any]])?.map { ($0["fields"] as? [String: Any])?["place"] as? String }
      #expect(places == ["2", "1"], "\(sort)")
    }
    let words = try folder.run("record", "list", "hazard", "--text", "楼道", "--server", node.url)
    #expect(words.notes.components(separatedBy: "no index of texts").count == 2, "said once: \(words.notes)")
  }

  @Test func `one moment, one day and one deadline, whatever zone the machine has`() throws {
    let folder = try folder()
    let node = try RunningNode(folder, store: "node.db")
    for zone in Self.zones {
      for (found, deadline) in [
        ("2026-06-30T20:00", "2026-07-15"), ("2026年6月30日 20:00", "20260715"), ("2026-06-30T12:00Z", "2026/7/15"),
      ] {
        let made = try create(folder, node, zone: zone, "found_at=\(found)", "deadline=\(deadline)")
        try #require(made.status == 0, "\(made.notes)")
      }
    }
    let records = try #require(try json(folder, node, "record", "list", "hazard")["records"] as? [[String: Any]])
    let fields = records.compactMap { $0["fields"] as? [String: Any] }
    #expect(Set(fields.compactMap { $0["found_at"] as? Int64 }) == [1_782_820_800_000] && fields.count == 9)
    #expect(Set(fields.compactMap { $0["deadline"] as? Int64 }) == [1_784_131_199_999])
    let due = try #require(try json(folder, node, "proposals", "deadlines")["deadlines"] as? [[String: Any]])
    #expect(Set(due.compactMap { $0["due_text"] as? String }) == ["2026-07-15T15:59:59.999Z"])
    let id = try #require(records.first?["id"] as? String)
    for zone in Self.zones {
      let shown = try folder.run(
        "record", "show", "hazard", id, "--server", node.url, environment: ["TZ": zone]
      ).output
      #expect(shown.contains("2026-06-30 20:00:00") && shown.contains("2026-07-15 23:59:59"), "\(zone): \(shown)")
      #expect(shown.components(separatedBy: "UTC+8").count == 2, "said once: \(shown)")
      let deadlines = try folder.run("proposals", "deadlines", "--server", node.url, environment: ["TZ": zone]).output
      #expect(deadlines.contains("2026-07-15 23:59:59") && deadlines.contains("due (UTC+8)"), "\(deadlines)")
    }
    let june = try json(folder, node, "totals", "show", "--period", "2026-06", "--indicator", "hazards_found")
    #expect((june["totals"] as? [[String: Any]])?.first?["count"] as? Int64 == 9, "\(june)")
  }

  @Test func `a notice is issued once, however often it is sent, and also one without figures`() throws {
    let folder = try folder()
    let node = try RunningNode(folder, store: "node.db")
    try #require(try create(folder, node, "found_at=2026-06-10").status == 0)
    for period in ["2026-06", "2026-05"] {
      let outputs = try (0..<2).map { _ in
        let outcome = try folder.run(
          "notice", "make", "--store", "node.db", "--period", period, "--format", "md", "--number", "一号", "--issue",
          "--server", node.url, "--user", "张三")
        try #require(outcome.status == 0, "\(period): \(outcome.notes)")
        return outcome.output
      }
      #expect(outputs[0].contains("Issued as notice") && outputs[1].contains("Already issued"), "\(outputs)")
    }
    #expect(try (json(folder, node, "record", "list", "notice")["records"] as? [Any])?.count == 2)
  }

  @Test(arguments: ["1781000000", "46203", "0", "1781000000000000", "2026-06-31", "gestern"])
  func `what is no time is refused before it is sent`(text: String) throws {
    let folder = try folder()
    let node = try RunningNode(folder, store: "node.db")
    let refused = try create(folder, node, "found_at=\(text)")
    #expect(
      refused.status == 64 && refused.notes.contains("found_at") && refused.notes.contains("UTC+8"), "\(refused.notes)")
  }

  @Test func `a step took place when it is said to have`() throws {
    let folder = try folder()
    let node = try RunningNode(folder, store: "node.db")
    let id = "01931c4e-0000-7000-8000-000000000001"
    try #require(try create(folder, node, id: id, "found_at=2026-06-01").status == 0)
    let step = ["record", "step", "hazard", id, "rectified", "note=已清理", "--server", node.url, "--user", "李四"]
    #expect(try folder.run(step + ["at=20260199"]).status == 64)
    let taken = try folder.run(step + ["at=2026-06-30 20:00"], environment: ["TZ": "America/New_York"])
    #expect(taken.status == 0, "\(taken.notes)")
    #expect(
      try folder.run("record", "show", "hazard", id, "--server", node.url, "--json").output.contains("1782820800000"))
  }

  @Test func `a record whose id two areas have is reached by its area`() async throws {
    let folder = try folder(area: "370202021000")
    let node = try RunningNode(folder, store: "node.db")
    let id = "01931c4e-0000-7000-8000-000000000001"
    let areas = ["370202021001", "370202021002"]
    // Two nodes that have not met: one alone refuses the second.
    for area in areas {
      try #require(try folder.run("init", "--store", "\(area)/node.db", "--area", area).status == 0)
      let below = try RunningNode(folder, store: "\(area)/node.db", flags: ["--parent", node.url])
      try #require(try create(folder, below, area: area, id: id, "found_at=2026-06-01").status == 0)
      try await eventually("the township has it") {
        try folder.run("record", "list", "hazard", "--server", node.url).output.contains(area)
      }
      #expect(below.end() == 0)
    }
    let third = try create(folder, node, area: "370202021003", id: id, "found_at=2026-06-01")
    #expect(third.status == 73 && areas.allSatisfy { third.notes.contains($0) }, "\(third.notes)")
    let commands = [
      ["show", "hazard", id], ["edit", "hazard", id, "place=二楼"], ["history", "hazard", id],
      ["settle", "hazard", id, "place=三楼"], ["step", "hazard", id, "rectified", "note=已清理"],
    ]
    for command in commands {
      let whole = ["record"] + command + ["--server", node.url]
      let ambiguous = try folder.run(whole)
      #expect(ambiguous.status == 65 && ambiguous.notes.contains("--area"), "\(command): \(ambiguous.notes)")
      for area in areas {
        let reached = try folder.run(whole + ["--area", area])
        #expect(reached.status == 0, "\(command): \(reached.notes)")
      }
    }
  }

  @Test func `a list goes on where it ended, and says how`() throws {
    let folder = try folder()
    let node = try RunningNode(folder, store: "node.db")
    for _ in 0..<3 { try #require(try create(folder, node, "found_at=now").status == 0) }
    var (seen, more): (Int, [String]) = (0, [])
    for _ in 0..<3 {
      let page = try folder.run(["record", "list", "hazard", "--server", node.url, "--count", "1"] + more)
      seen += page.output.components(separatedBy: Self.home).count - 1
      guard let place = page.output.firstMatch(of: /--after (\d+)/) else { break }
      more = ["--after", String(place.1)]
    }
    #expect(seen == 3)
    let many = try folder.run("record", "list", "hazard", "--server", node.url, "--count", "1001")
    #expect(many.status == 64 && many.notes.contains("--after"), "\(many.notes)")
  }

  @Test func `what stands there is not to be removed for the asking`() throws {
    let again = try folder().run("init", "--store", "node.db", "--area", Self.home)
    #expect(again.status == 73 && !again.notes.contains("remove"), "\(again.notes)")
  }

  @Test func `a wrong parent is told in words`() throws {
    let folder = try folder()
    try #require(try folder.run("init", "--store", "other/node.db", "--area", "370203027003").status == 0)
    let node = try RunningNode(folder, store: "other/node.db")
    let wrong = try folder.run("sync", "--store", "node.db", "--parent", node.url)
    #expect(wrong.status == 65 && !wrong.notes.contains("{"), "\(wrong.notes)")
    #expect(wrong.notes.contains(Self.home) && wrong.notes.contains("370203027003"), "\(wrong.notes)")
  }

  @Test func `a typo in an enterprise's area is told where it is made`() throws {
    let folder = try TemporaryFolder()
    let typo = try folder.run("init", "--store", "node.db", "--area", "370202021001/91350100M000100Y44")
    #expect(typo.status == 0 && typo.notes.contains("warning") && typo.notes.contains("91350100M000100Y44"))
    let right = try folder.run("init", "--store", "right.db", "--area", "370202021001/91350100M000100Y43")
    #expect(right.status == 0 && !right.notes.contains("warning"), "\(right.notes)")
  }

  @Test func `an argument given twice, or an amount that would be added where one is set, is refused`() throws {
    let folder = try folder()
    let node = try RunningNode(folder, store: "node.db")
    let made = try folder.run(
      "record", "create", "supply", "--server", node.url, "--area", Self.home, "name=沙袋", "unit_of_count=袋", "stock=10",
      "--json")
    try #require(made.status == 0, "\(made.notes)")
    let id = try #require(made.output.firstMatch(of: /"id":\s*"([0-9a-f-]{36})"/)?.1)
    for arguments in [["stock+=1", "stock-=3"], ["name=甲", "name=乙"], ["stock=5"]] {
      let refused = try folder.run(["record", "edit", "supply", String(id), "--server", node.url] + arguments)
      #expect(refused.status == 64, "\(arguments): \(refused.notes)")
    }
    let shown = try folder.run("record", "show", "supply", String(id), "--server", node.url).output
    #expect(shown.contains("沙袋") && shown.contains("10"), "\(shown)")
    let point = try create(
      folder, node, "found_at=2026年6月30日20时", "longitude=120", "latitude=36.067108", "crs=wgs84")
    #expect(point.status == 0, "\(point.notes)")
    let records = try #require(try json(folder, node, "record", "list", "hazard")["records"] as? [[String: Any]])
    #expect((records.first?["fields"] as? [String: Any])?["longitude"] as? Int64 == 120_000_000)
  }

  @Test func `what somebody wrote does not drive the terminal that shows it`() throws {
    let folder = try folder()
    let node = try RunningNode(folder, store: "node.db")
    let id = "01931c4e-0000-7000-8000-000000000001"
    let orders = "\u{1B}[31m红\u{1B}]0;x\u{7}\u{202E}𡐤"
    try #require(
      try create(folder, node, id: id, "found_at=now", "place=\(orders)").status == 0)
    for command in [["list", "hazard"], ["show", "hazard", id], ["history", "hazard", id]] {
      let shown = try folder.run(["record"] + command + ["--server", node.url]).output
      let commands: Set<Unicode.Scalar> = ["\u{1B}", "\u{7}", "\u{202E}"]
      #expect(!shown.unicodeScalars.contains { commands.contains($0) }, "\(command): \(shown.debugDescription)")
      #expect(command[0] != "show" || shown.contains("𡐤"), "\(shown)")
    }
  }

  @Test func `a name that nobody could tell from another is refused`() throws {
    let folder = try folder()
    let node = try RunningNode(folder, store: "node.db")
    let body = [
      "record", "create", "hazard", "--server", node.url, "--area", Self.home, "found_at=now", "category=消防安全",
      "severity=0", "description=甲",
    ]
    for name in ["张\u{200B}三", "  ", "a\u{7}b"] {
      let refused = try folder.run(body + ["--user", name])
      #expect(refused.status == 65, "\(refused.notes)")
    }
  }
}
