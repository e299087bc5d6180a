// Two nodes that no network joins: files on a USB stick, whole, twice, and cut off.
import Foundation
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(5))) struct CarryTests {
  static let town = "370202021000"
  static let home = "370202021001"

  /// A community with records in it, and a township that knows nothing.
  static func twoNodes(records: Int = 12) async throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    _ = try folder.run("init", "--store", "town/node.db", "--area", town)
    _ = try folder.run("init", "--store", "home/node.db", "--area", home)
    let node = try RunningNode(folder, store: "home/node.db")
    for number in 0..<records {
      let made = try folder.run(
        "record", "create", "hazard", "--server", node.url, "--area", home, "category=消防安全", "severity=一般隐患",
        "description=楼道堆物\(number)", "found_at=now")
      try #require(made.status == 0, "\(made.notes)")
    }
    node.end()
    return folder
  }

  @Test func `a file goes up, its answer comes down, and an online session then has nothing to do`() async throws {
    let folder = try await Self.twoNodes()
    #expect(try folder.run("export", "up", "--for", Self.town, "--store", "home/node.db").status == 0)
    let up = try folder.run("import", "up", "--store", "town/node.db")
    #expect(up.status == 0 && up.output.contains("12 new commits"), "\(up.output) \(up.notes)")
    let town = try RunningNode(folder, store: "town/node.db")
    let sent = try folder.run(
      "directive", "send", "--server", town.url, "--area", Self.town, "--title", "通知", "--body", "检查", "--issued-by",
      "安监办")
    #expect(sent.status == 0, "\(sent.notes)")
    #expect(try folder.run("export", "down", "--for", Self.home, "--store", "town/node.db").status == 0)
    let down = try folder.run("import", "down", "--store", "home/node.db")
    #expect(down.output.contains("1 new commit"), "\(down.output) \(down.notes)")
    let status = try folder.run("status", "--store", "home/node.db")
    #expect(status.output.contains("township 12"), "what the file acknowledged is in the township's custody")
    let sync = try folder.run("sync", "--store", "home/node.db", "--parent", town.url)
    #expect(sync.status == 0 && sync.output.contains("Proved equal"), "\(sync.output) \(sync.notes)")
    #expect(
      try folder.run("export", "rest", "--to-parent", "--store", "home/node.db").output.contains("Wrote 0 commits"))
  }

  @Test func `taken in twice, a file changes nothing`() async throws {
    let folder = try await Self.twoNodes()
    _ = try folder.run("export", "up", "--for", Self.town, "--store", "home/node.db")
    _ = try folder.run("import", "up", "--store", "town/node.db")
    let before = try folder.run("status", "--json", "--store", "town/node.db").output
    let again = try folder.run("import", "up", "--store", "town/node.db")
    #expect(again.status == 0 && again.output.contains("0 new commits"))
    let after = try folder.run("status", "--json", "--store", "town/node.db").output
    #expect(Self.withoutNow(before) == Self.withoutNow(after))
  }

  /// What a store holds and counts, and not when it was spoken to.
  private static func held(_ folder: TemporaryFolder, _ store: String) throws -> [String] {
    let status = try folder.run("status", "--json", "--store", store).output
    let totals = try folder.run(
      "totals", "show", "--period", "2020-01-01..2030-12-31", "--json", "--store", store
    ).output
    #expect(totals.contains("hazards_found"))
    return [status.firstMatch(of: /"commits":[0-9]+/).map { String($0.0) } ?? status, totals]
  }

  @Test func `an old file taken in again behind a newer one changes nothing`() async throws {
    let folder = try await Self.twoNodes(records: 3)
    _ = try folder.run("export", "old", "--for", Self.town, "--store", "home/node.db")
    _ = try folder.run("import", "old", "--store", "town/node.db")
    let node = try RunningNode(folder, store: "home/node.db")
    let supply = "01931c4e-0000-7000-8000-000000000001"
    _ = try folder.run(
      "record", "create", "supply", "--server", node.url, "--area", Self.home, "--id", supply, "name=沙袋",
      "unit_of_count=袋")
    let count = ["record", "edit", "supply", supply, "stock+=100", "--id", String(repeating: "7", count: 32)]
    for _ in 0..<2 { #expect(try folder.run(count + ["--server", node.url]).status == 0) }
    let bare = try folder.run("record", "edit", "supply", supply, "stock+=1", "--server", node.url)
    #expect(bare.status == 0, "\(bare.notes)")
    node.end()
    _ = try folder.run("export", "new", "--for", Self.town, "--store", "home/node.db")
    _ = try folder.run("export", "all", "--for", Self.town, "--all", "--store", "home/node.db")
    #expect(try folder.run("import", "new", "--store", "town/node.db").status == 0)
    let before = try Self.held(folder, "town/node.db")
    for file in ["old", "new", "all", "old"] {
      let again = try folder.run("import", file, "--store", "town/node.db")
      #expect(again.status == 0 && again.output.contains("0 new commits"), "\(again.output)\(again.notes)")
      #expect(try Self.held(folder, "town/node.db") == before)
    }
    #expect(try folder.run("verify", "--store", "town/node.db").status == 0)
    let town = try RunningNode(folder, store: "town/node.db")
    // What a file brought counts once, also when the town is asked to count it by HTTP.
    #expect(try folder.run(count + ["--server", town.url]).status == 0)
    let shown = try folder.run("record", "show", "supply", supply, "--json", "--server", town.url)
    #expect(shown.output.contains(#""stock":101"#), "\(shown.output)\(shown.notes)")
    town.end()
  }

  @Test func `a node that was restored and got back what it had uploaded may be closed`() async throws {
    let folder = try await Self.twoNodes(records: 2)
    let town = try RunningNode(folder, store: "town/node.db")
    func done(_ arguments: String...) throws {
      let outcome = try folder.run(arguments)
      try #require(outcome.status == 0, "\(arguments): \(outcome.output)\(outcome.notes)")
    }
    try done("sync", "--store", "home/node.db", "--parent", town.url)
    try done("backup", "copy.db", "--store", "home/node.db")
    let node = try RunningNode(folder, store: "home/node.db")
    try done(
      "record", "create", "hazard", "--server", node.url, "--area", Self.home, "category=消防安全", "severity=一般隐患",
      "description=备份之后", "found_at=now")
    node.end()
    try done("sync", "--store", "home/node.db", "--parent", town.url)
    try done("restore", "copy.db", "--store", "new/node.db")
    try done("sync", "--store", "new/node.db", "--parent", town.url)
    let check = try folder.run("retire", "--check", "--store", "new/node.db")
    #expect(check.status == 0 && check.output.contains("Everything is uploaded."), "\(check.output)\(check.notes)")
    town.end()
  }

  private static func withoutNow(_ status: String) -> String {
    status.replacing(/"(now|lag_ms)":[0-9]+/, with: "")
  }

  @Test func `of a file that was cut off, what came before the cut is kept`() async throws {
    let folder = try await Self.twoNodes(records: 3)
    _ = try folder.run("export", "up", "--for", Self.town, "--store", "home/node.db")
    let whole = try folder.bytes(of: "up")
    for length in [0, 3, 60, whole.count / 2, whole.count - 1] {
      try folder.write(whole.prefix(length), to: "cut")
      let outcome = try folder.run("import", "cut", "--store", "town/node.db")
      #expect([1, 65].contains(outcome.status), "\(length) bytes ended with \(outcome.status): \(outcome.notes)")
    }
    #expect(try folder.run("import", "up", "--store", "town/node.db").status == 0)
    #expect(try folder.run("verify", "--store", "town/node.db").output.contains("3 commits"))
  }

  @Test func `a file for another branch, a maker's own file and no file at all are refused`() async throws {
    let folder = try await Self.twoNodes(records: 1)
    #expect(try folder.run("export", "x", "--for", "370212000000", "--store", "home/node.db").status == 64)
    _ = try folder.run("export", "up", "--for", Self.town, "--store", "home/node.db")
    #expect(try folder.run("import", "up", "--store", "home/node.db").status == 65)
    try folder.write(Data("not frames at all".utf8), to: "text")
    #expect(try folder.run("import", "text", "--store", "home/node.db").status == 65)
    _ = try folder.run("init", "--store", "far/node.db", "--area", "370212001000")
    #expect(try folder.run("import", "up", "--store", "far/node.db").status == 65)
  }
}
