// The exit codes that scripts rely on, and what people are told.
import Foundation
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(5))) struct ExitCodeTests {
  @Test(arguments: [
    (["bogus"], 64), (["init", "--area", "370202021001"], 64), (["init", "--store", "n.db", "--area", "12"], 64),
    (["export", "x", "--store", "n.db"], 64), (["serve", "--store", "none.db"], 66), (["import", "none"], 66),
    (["status", "--store", "none.db"], 66), (["status", "--server", "http://127.0.0.1:1"], 69),
    (["status", "--config", "none.yaml"], 78), (["record", "create", "hazard", "--area", "1", "x"], 64),
    (["--version"], 0), (["--help"], 0),
  ])
  func `what fails says so by its code`(arguments: [String], status: Int) throws {
    let outcome = try TemporaryFolder().run(arguments)
    #expect(outcome.status == Int32(status), "\(arguments): \(outcome.notes)")
    if status != 0 { #expect(!outcome.notes.isEmpty) }
  }

  @Test func `a session ends with 0 only when both ends were proved equal`() throws {
    let folder = try TemporaryFolder()
    for (name, area) in [("town", "370202021000"), ("home", "370202021001")] {
      try #require(try folder.run("init", "--store", "\(name)/node.db", "--area", area).status == 0)
    }
    let town = try RunningNode(folder, store: "town/node.db")
    let hangUp = try HangUp()
    let bare = String(town.url.dropFirst("http://".count))
    let answers: [(parent: String?, status: Int32)] = [
      ("http://127.0.0.1:1", 69), ("http://127.0.0.1:\(hangUp.port)", 69), ("https://127.0.0.1:1", 78), (nil, 64),
      (town.url, 0), (bare, 0),
    ]
    for (parent, status) in answers {
      let outcome = try folder.run(
        ["sync", "--store", "home/node.db"] + (parent.map { ["--parent", $0] } ?? []))
      #expect(outcome.status == status, "\(parent ?? "no parent"): \(outcome.output) \(outcome.notes)")
      #expect(outcome.output.contains("Proved equal") == (status == 0))
      if status != 0 { #expect(outcome.notes.contains("hint:"), "\(outcome.notes)") }
    }
  }

  @Test(arguments: ["verify", "rebuild", "serve"])
  func `on a full disk a command ends and says what is to be done, not that it goes on`(command: String) throws {
    let folder = try TemporaryFolder()
    try #require(try folder.run("init", "--store", "node.db", "--area", "370202021001").status == 0)
    let outcome = try folder.run([command, "--store", "node.db"], environment: try FullDisk.environment(in: folder))
    #expect(outcome.status == 74 && outcome.notes.contains("the disk is full"), "\(outcome.notes)")
    #expect(outcome.notes.contains("run it again") && !outcome.notes.contains("goes on"), "\(outcome.notes)")
  }

  @Test func `a store is made once`() throws {
    let folder = try TemporaryFolder()
    #expect(try folder.run("init", "--store", "a/node.db", "--area", "370202021001").status == 0)
    let again = try folder.run("init", "--store", "a/node.db", "--area", "370202021001")
    #expect(again.status == 73 && again.notes.contains("hint:"))
  }

  @Test func `the file gives way to the environment, and that to the flags`() throws {
    let folder = try TemporaryFolder()
    _ = try folder.run("init", "--store", "node.db", "--area", "370202021001", "--port", "1")
    try folder.write(Data("store: node.db\nlisten: { port: 99999 }\n".utf8), to: "gridward.yaml")
    #expect(try folder.run("status").status == 78)
    let environment = ["GRIDWARD_LISTEN_PORT": "x"]
    #expect(try folder.run("status", environment: environment).notes.contains("`x`"))
    let flag = try folder.run(
      "init", "--store", "other.db", "--area", "370202021001", "--port", "70000", environment: environment)
    #expect(flag.notes.contains("70000"))
  }

  @Test(arguments: [
    "init", "serve", "sync", "status", "record", "directive", "export", "import", "verify", "rebuild", "enroll", "root",
    "backup", "restore", "grant", "move", "revoke", "retire", "redact", "device", "post", "pass", "withdraw",
  ])
  func `every command teaches by example`(command: String) throws {
    let help = try TemporaryFolder().run([command, "--help"])
    #expect(help.status == 0)
    #expect(help.output.contains("gridward \(command)"))
  }
}
