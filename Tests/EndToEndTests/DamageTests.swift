// Damage under a node that is served: it saves what is whole and goes on, or ends and says what a person does.
import Foundation
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(3))) struct `A served node whose file is damaged` {
  private static let page = 8_192
  private static let all = (0..<5).map { "隐患\($0)" }

  private let folder: TemporaryFolder

  /// A store with five records, closed.
  init() throws {
    folder = try TemporaryFolder()
    _ = try folder.run("init", "--store", "node.db", "--area", NodeProcessTests.home)
    let node = try RunningNode(folder, store: "node.db")
    for text in Self.all { #expect(try NodeProcessTests.create(folder, node.url, text).status == 0) }
    #expect(node.end() == 0)
  }

  /// Turns four bits over in the sum of each page that is chosen: its rows stay as they were.
  private func damage(where isChosen: (_ number: Int, _ page: Data) -> Bool) throws {
    var bytes = try folder.bytes(of: "node.db")
    for number in 1...(bytes.count / Self.page) {
      let range = (number - 1) * Self.page..<number * Self.page
      if isChosen(number, bytes[range]) { bytes[range.upperBound - 1] ^= 0x55 }
    }
    try folder.write(bytes, to: "node.db")
  }

  /// Damages the table that shows the records: a start does not read it, unlike the commits, which come first in the file.
  private func damageTable() throws {
    let bytes = try folder.bytes(of: "node.db")
    let holding = (1...(bytes.count / Self.page)).filter {
      bytes[($0 - 1) * Self.page..<$0 * Self.page].firstRange(of: Data("隐患3".utf8)) != nil
    }
    #expect(holding.count == 2)
    try damage { number, _ in number == holding.last }
  }

  private func kept() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.url.path).filter {
      $0.hasPrefix("node.db.damaged-") && !$0.hasSuffix("-wal")
    }
  }

  private func expectSaved(at node: RunningNode) throws {
    let listed = try folder.run("record", "list", "hazard", "--server", node.url).output
    for text in Self.all { #expect(listed.contains(text)) }
    #expect(try folder.run("status", "--store", "node.db", "--json").output.contains("5 commits in"))
    for place in [["--store", "node.db"], ["--server", node.url]] {
      let text = try folder.run(["status"] + place).output
      #expect(text.contains("5 commits in") && text.contains("node.db.salvage.txt"), "\(text)")
      #expect(text.contains("nothing is missing") != text.contains("\nmissing  "), "\(text)")
    }
    #expect(node.end() == 0)
    #expect(try folder.run("verify", "--store", "node.db").status == 0)
    #expect(try kept().count == 1)
  }

  @Test func `saves what is whole before it serves`() throws {
    try damage { number, _ in number > 1 }
    try expectSaved(at: RunningNode(folder, store: "node.db"))
  }

  @Test func `saves what is whole when a reader comes upon it`() async throws {
    try damageTable()
    let node = try RunningNode(folder, store: "node.db")
    #expect(try kept() == [])
    _ = try folder.run("record", "list", "hazard", "--server", node.url)
    try await eventually("what is whole has been saved") { try !kept().isEmpty }
    node.end()
    try expectSaved(at: RunningNode(folder, store: "node.db"))
  }

  @Test func `ends when it is told to while it saves, and has saved`() async throws {
    try damageTable()
    let node = try RunningNode(folder, store: "node.db", log: "log.txt")
    _ = try folder.run("record", "list", "hazard", "--server", node.url)
    try await eventually("the node stops to save") {
      try String(decoding: folder.bytes(of: "log.txt"), as: UTF8.self).contains("stops and saves what is whole")
    }
    node.send(SIGTERM)
    try await eventually("the node has ended") { node.hasEnded }
    #expect(node.end(SIGKILL) == 0)
    #expect(try kept().count == 1)
    try expectSaved(at: RunningNode(folder, store: "node.db"))
  }

  /// A lost first page takes the room for a copy, too.
  @Test func `without its first page is told how much room it takes, and nothing else`() throws {
    let bytes = Data(count: Self.page) + (try folder.bytes(of: "node.db")).dropFirst(Self.page)
    try folder.write(bytes, to: "node.db")
    for kind in [LittleRoom.forCopy, .forStore] {
      let outcome = try folder.run(["salvage", "--store", "node.db"], environment: try kind.environment(in: folder))
      #expect(outcome.status == 74 && outcome.notes.contains("MiB"), "\(kind): \(outcome.notes)")
      #expect(outcome.notes.contains("a copy of the damaged file"), "\(kind): \(outcome.notes)")
      #expect(!outcome.notes.contains("gridward restore"), "\(kind): \(outcome.notes)")
      #expect(try folder.bytes(of: "node.db") == bytes)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
      #expect(names.allSatisfy { !$0.contains("salvage") && !$0.contains("damaged") }, "\(names)")
    }
    #expect(try folder.run("salvage", "--store", "node.db").status == 0)
  }

  @Test func `ends with what a person does where nothing can be read, again and again`() throws {
    let bytes = try folder.bytes(of: "node.db")
    let damaged = bytes.prefix(Self.page) + Data(repeating: 0x5A, count: bytes.count - Self.page)
    try folder.write(damaged, to: "node.db")
    for command in [["serve", "--port", "0"], ["serve", "--port", "0"], ["salvage"]] {
      let outcome = try folder.run(command + ["--store", "node.db"])
      #expect(outcome.status == 1 && outcome.notes.contains("gridward restore"), "\(command): \(outcome.notes)")
      #expect(try folder.bytes(of: "node.db") == damaged)
    }
    #expect(try kept() == [])
  }
}
