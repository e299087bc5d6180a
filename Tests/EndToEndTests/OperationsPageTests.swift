// docs/operations.md, followed word by word.
import Foundation
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(5))) struct `The operations page` {
  private static let page: String = {
    return (try? String(contentsOf: Repository.root.appending(path: "docs/operations.md"), encoding: .utf8)) ?? ""
  }()

  /// The commands in the first block below a heading, each with what the page says beside it.
  private static func block(_ heading: String) throws -> [(command: [String], beside: String)] {
    let section = try #require(page.components(separatedBy: "## \(heading)\n").dropFirst().first)
    let block = try #require(section.components(separatedBy: "```\n").dropFirst().first)
    return block.split(separator: "\n").map { line in
      let parts = line.split(separator: "#", maxSplits: 1)
      let words = parts[0].split(separator: " ").map(String.init)
      return (Array(words.dropFirst()), parts.dropFirst().first.map(String.init) ?? "")
    }
  }

  /// The commands of a row of the table that says what works while the node runs.
  private static func row(_ beginning: String) throws -> [[String]] {
    let row = try #require(page.split(separator: "\n").first { $0.hasPrefix("| \(beginning)") })
    return row.matches(of: /`([^`]+)`/).map { $0.1.split(separator: " ").map(String.init) }
  }

  private func done(_ folder: TemporaryFolder, _ arguments: [String]) throws {
    let outcome = try folder.run(arguments)
    try #require(outcome.status == 0, "\(arguments): \(outcome.output)\(outcome.notes)")
  }

  @Test func `what is said to need a stopped node ends with 75 beside a running one, and the rest does not`() throws {
    let folder = try TemporaryFolder()
    try done(folder, ["init", "--store", "node.db", "--area", "370202021001"])
    try done(folder, ["export", "day.frames", "--for", "370202021000", "--store", "node.db"])
    let node = try RunningNode(folder, store: "node.db")
    let stopped = try Self.row("end with 75")
    #expect(stopped.count > 5)
    for command in stopped {
      let more = ["import": ["day.frames"], "sync": ["--parent", "http://127.0.0.1:1"]][command[0]] ?? []
      let outcome = try folder.run(command + more + ["--store", "node.db"])
      #expect(outcome.status == 75, "\(command) ended with \(outcome.status): \(outcome.notes)")
    }
    for command in try Self.row("work beside it") where ["status", "backup", "export"].contains(command[0]) {
      let more = ["backup": ["copy.db"], "export": ["more.frames", "--for", "370202021000"]][command[0]] ?? []
      try done(folder, command + more + ["--store", "node.db"])
    }
    #expect(node.end() == 0)
  }

  @Test func `records go up and down on a stick`() throws {
    let folder = try TemporaryFolder()
    let stores = ["parent": "town.db", "node": "home.db"]
    try done(folder, ["init", "--store", "town.db", "--area", "370202021000"])
    try done(folder, ["init", "--store", "home.db", "--area", "370202021001"])
    // The node meets its parent once; afterwards a file is enough.
    let parent = try RunningNode(folder, store: "town.db")
    try done(folder, ["sync", "--store", "home.db", "--parent", parent.url])
    parent.end()
    let node = try RunningNode(folder, store: "home.db")
    try done(
      folder,
      [
        "record", "create", "hazard", "--server", node.url, "--area", "370202021001", "category=消防安全", "severity=0",
        "found_at=now", "description=甲",
      ])
    for (index, (command, beside)) in try Self.block("Carrying on a stick").enumerated() {
      if index == 1 { #expect(node.end() == 0) }
      let place = beside.contains("at the parent") ? "parent" : "node"
      let store = try #require(stores[place])
      try done(folder, command.map { $0 == "AREA" ? "370202021001" : $0 } + ["--store", store])
    }
    let above = try RunningNode(folder, store: "town.db")
    #expect(try folder.run("record", "list", "hazard", "--server", above.url).output.contains("370202021001"))
  }

  @Test func `a backup is put back`() throws {
    let folder = try TemporaryFolder()
    try done(folder, ["init", "--store", "node.db", "--area", "370202021001"])
    for (command, _) in try Self.block("Backup and restore") {
      let moved = command.map { $0.replacing("/backup/", with: "") }
      if command[0] == "restore" {
        for ending in ["", "-wal", "-shm", ".key"] {
          try? FileManager.default.removeItem(at: folder.url.appending(path: "node.db\(ending)"))
        }
      } else {
        try? FileManager.default.removeItem(at: folder.url.appending(path: moved[1]))
      }
      try done(folder, moved + ["--store", "node.db"])
    }
    #expect(try folder.run("status", "--store", "node.db").status == 0)
  }

  @Test func `a store restored with its key alone enrols again as the same node`() async throws {
    let city = try EnrolledCity()
    let office = try LinkedNode(city.folder, "city")
    try await city.join("district", EnrolledCity.district, below: "city", at: office)
    let before = try city.run("status", "--store", "district/node.db").firstMatch(of: /[0-9a-f]{32}/)?.0
    try city.run("backup", "copy.db", "--store", "district/node.db")
    for file in ["node.db", "node.db-wal", "node.db-shm", "node.trust"] {
      try? FileManager.default.removeItem(at: city.folder.url.appending(path: "district/\(file)"))
    }
    let restored = try city.run("restore", "copy.db", "--store", "district/node.db")
    #expect(restored.contains("gridward enroll TOKEN") && !restored.contains("put the node's key"), "\(restored)")
    try await city.join("district", EnrolledCity.district, below: "city", at: office)
    let node = try LinkedNode(city.folder, "district", flags: ["--parent", office.link])
    #expect(try city.run("status", "--store", "district/node.db").firstMatch(of: /[0-9a-f]{32}/)?.0 == before)
    #expect(node.end() == 0 && office.end() == 0)
  }

  @Test func `whoever joins another parent is told that the configuration names the old one`() async throws {
    let city = try EnrolledCity()
    let office = try LinkedNode(city.folder, "city")
    try FileManager.default.createDirectory(
      at: city.folder.url.appending(path: "district"), withIntermediateDirectories: true)
    try city.folder.write(
      Data("store: node.db\nparent: https://10.0.0.1:8470\n".utf8), to: "district/gridward.yaml")
    let joined = try await city.join("district", EnrolledCity.district, below: "city", at: office)
    #expect(joined.contains("put `parent: \(office.link)` in gridward.yaml"), "\(joined)")
    #expect(joined.contains("https://10.0.0.1:8470"))
    #expect(office.end() == 0)
  }
}
