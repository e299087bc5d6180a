// Nodes as real processes: a record's way up, a held store, an end by request and an end by force.
import Foundation
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(5))) struct NodeProcessTests {
  static let town = "370202021000"
  static let home = "370202021001"

  static func create(_ folder: TemporaryFolder, _ url: String, _ description: String) throws -> Program.Outcome {
    try folder.run(
      "record", "create", "hazard", "--server", url, "--area", home, "category=消防安全", "severity=0", "found_at=now",
      "description=\(description)")
  }

  @Test func `a record entered at a community is listed at its township, and both end in peace`() async throws {
    let folder = try TemporaryFolder()
    _ = try folder.run("init", "--store", "town/node.db", "--area", Self.town, "--name", "珠海路街道")
    _ = try folder.run("init", "--store", "home/node.db", "--area", Self.home)
    let town = try RunningNode(folder, store: "town/node.db")
    let home = try RunningNode(folder, store: "home/node.db", flags: ["--parent", town.url])
    #expect(try Self.create(folder, home.url, "楼道堆物").status == 0)
    try await eventually("the township lists it") {
      try folder.run("record", "list", "hazard", "--server", town.url).output.contains("楼道堆物")
    }
    try await eventually("the community knows that the township has it") {
      let status = try folder.run("status", "--server", home.url).output
      return status.contains("in-step") && status.contains("township 1")
    }
    #expect(home.end() == 0)
    #expect(town.end() == 0)
  }

  @Test func `a running node holds its store, and looking into it is allowed`() throws {
    let folder = try TemporaryFolder()
    _ = try folder.run("init", "--store", "node.db", "--area", Self.town)
    let node = try RunningNode(folder, store: "node.db")
    for command in [["verify"], ["rebuild"], ["sync", "--parent", "http://127.0.0.1:1"], ["serve", "--port", "0"]] {
      let outcome = try folder.run(command + ["--store", "node.db"])
      #expect(outcome.status == 75, "\(command) ended with \(outcome.status): \(outcome.notes)")
    }
    #expect(try folder.run("status", "--store", "node.db").status == 0)
    #expect(try folder.run("export", "f", "--for", Self.home, "--store", "node.db").status == 0)
    #expect(node.end(SIGINT) == 0)
  }

  @Test func `what was acknowledged is there after SIGKILL`() throws {
    let folder = try TemporaryFolder()
    _ = try folder.run("init", "--store", "node.db", "--area", Self.home)
    let node = try RunningNode(folder, store: "node.db")
    for number in 0..<5 { #expect(try Self.create(folder, node.url, "隐患\(number)").status == 0) }
    node.end(SIGKILL)
    let verified = try folder.run("verify", "--store", "node.db")
    #expect(verified.status == 0 && verified.output.contains("5 commits"), "\(verified.output) \(verified.notes)")
    let rebuilt = try folder.run("rebuild", "--store", "node.db")
    #expect(rebuilt.output.contains("5 records"))
  }

  @Test func `an edit made offline meets another, and a person settles it`() throws {
    let folder = try TemporaryFolder()
    _ = try folder.run("init", "--store", "node.db", "--area", Self.home)
    let node = try RunningNode(folder, store: "node.db")
    let id = try Self.create(folder, node.url, "楼道堆物").output.split(separator: " ").last.map(String.init) ?? ""
    let record = id.trimmingCharacters(in: .newlines)
    func tool(_ command: String, _ rest: String...) throws -> Program.Outcome {
      try folder.run(["record", command, "hazard"] + rest + ["--server", node.url])
    }
    let shown = try tool("show", record, "--json").output
    let version = try #require(shown.firstMatch(of: /"version":"([^"]*)"/)).1
    #expect(try tool("edit", record, "place=二楼", "--user", "a").status == 0)
    let late = try tool("edit", record, "place=三楼", "--user", "b", "--seen", "\"\(version)\"")
    #expect(late.status == 0, "\(late.notes)")
    #expect(try tool("list", "--conflicts").output.contains(record))
    #expect(try tool("settle", record, "place=三楼").status == 0)
    #expect(try tool("list", "--conflicts").output.contains("No records"))
  }
}
