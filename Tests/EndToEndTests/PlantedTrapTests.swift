// A trap nobody foresaw does not become a loop: planted in each place, in real processes that are started again and again.
import Foundation
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(5))) struct PlantedTrapTests {
  static let city = "370200000000"
  static let home = "370202021001"
  static let word = "PLANTED"

  /// A city and two communities right below it; the second one's work is what must go on.
  private struct Tree {
    let folder: TemporaryFolder
    /// A restarted city is found where it was.
    private let port: HeldPort

    init() throws {
      folder = try TemporaryFolder()
      for (name, area) in [("city", city), ("home", home), ("other", "370203027003")] {
        _ = try folder.run("init", "--store", "\(name).db", "--area", area)
      }
      port = try HeldPort()
    }

    var cityURL: String { "http://127.0.0.1:\(port.number)" }

    func child(_ name: String) throws -> RunningNode {
      try RunningNode(folder, store: "\(name).db", flags: ["--parent", cityURL])
    }

    func supervisor(_ environment: [String: String]) -> Supervisor {
      ShownToken.note(cityURL, store: folder.url.appending(path: "city.db"))
      return Supervisor(
        folder, ["serve", "--store", "city.db", "--port", "\(port.number)", "--log-level", "error"], environment)
    }

    @discardableResult
    func enter(_ description: String, at url: String, area: String = home) throws -> Program.Outcome {
      try folder.run(
        "record", "create", "hazard", "--server", url, "--area", area, "category=消防安全", "severity=0", "found_at=now",
        "description=\(description)")
    }

    func list(_ url: String) throws -> String { try folder.run("record", "list", "hazard", "--server", url).output }
    func status(_ url: String) throws -> String { try folder.run("status", "--server", url).output }
  }

  @Test(arguments: [PlantedTrap.Place.bindBytes, .bindText])
  func `a commit that stops its receiver is quarantined, and everything else is in step`(
    place: PlantedTrap.Place
  ) async throws {
    let tree = try Tree()
    let trap = try PlantedTrap(place, at: Self.word, in: tree.folder)
    let city = tree.supervisor(trap.environment)
    let (home, other) = (try tree.child("home"), try tree.child("other"))
    try await eventually("the city serves") { try tree.status(tree.cityURL).contains(Self.city) }
    try tree.enter("甲", at: home.url)
    try await eventually("the city has it") { try tree.list(tree.cityURL).contains("甲") }
    try tree.enter(Self.word, at: home.url)
    try await eventually("it has ended the city's process twice", within: .seconds(60)) { city.faults == 2 }
    try tree.enter("乙", at: other.url, area: "370203027003")
    try await eventually("the rest is in step and the culprit is named at both ends", within: .seconds(60)) {
      let (below, above) = (try tree.status(home.url), try tree.status(tree.cityURL))
      return try below.contains("stops-node") && below.contains("in-step") && above.contains("stops-node")
        && above.contains("left out: it ended the process") && tree.list(tree.cityURL).contains("乙")
    }
    #expect(try !tree.list(tree.cityURL).contains(Self.word))
    #expect(city.faults == 2)
    city.end()
    // Without the trap, and so with another program, it would be taken in: the ledger is of one program.
    try FileManager.default.removeItem(at: tree.folder.url.appending(path: "city.db.incidents"))
    let healed = tree.supervisor([:])
    try await eventually("what was quarantined has come", within: .seconds(60)) {
      try tree.list(tree.cityURL).contains(Self.word)
    }
    healed.end()
    #expect(home.end() == 0 && other.end() == 0)
    #expect(try tree.folder.run("verify", "--store", "city.db").status == 0)
  }

  @Test func `a child whose greeting stops its parent is answered no more, and others are`() async throws {
    let tree = try Tree()
    let other = try tree.child("other")
    // Where a child stands is bound when it is met for the first time.
    let city = tree.supervisor(try PlantedTrap(.bindText, at: "370203027003", in: tree.folder).environment)
    try await eventually("it has ended the city's process twice", within: .seconds(60)) { city.faults == 2 }
    let home = try tree.child("home")
    try tree.enter("甲", at: home.url)
    try await eventually("the rest is in step and the culprit is named", within: .seconds(60)) {
      try tree.status(tree.cityURL).contains("a session with node") && tree.list(tree.cityURL).contains("甲")
    }
    try tree.enter("乙", at: other.url, area: "370203027003")
    #expect(try tree.list(other.url).contains("乙"))
    #expect(city.faults == 2)
    city.end()
    #expect(home.end() == 0 && other.end() == 0)
  }

  @Test func `a client's write that stops its node is refused the third time, and others are not`() async throws {
    let tree = try Tree()
    let trap = try PlantedTrap(.bindText, at: Self.word, in: tree.folder)
    let city = tree.supervisor(trap.environment)
    for _ in 0..<2 {
      try await eventually("the city serves") { try tree.status(tree.cityURL).contains(Self.city) }
      #expect(try post(Self.word, to: tree) == nil)
    }
    try await eventually("the city serves") { try tree.status(tree.cityURL).contains("left out") }
    #expect(try post(Self.word, to: tree) == 503)
    #expect(try post("甲", to: tree) == 201)
    #expect(city.faults == 2)
    city.end()
  }

  @Test func `a record that stops a list is left out of it, and named`() async throws {
    let tree = try Tree()
    let calm = tree.supervisor([:])
    try await eventually("the city serves") { try tree.status(tree.cityURL).contains(Self.city) }
    for text in ["甲", Self.word, "乙"] { #expect(try post(text, to: tree) == 201) }
    calm.end()
    let city = tree.supervisor(try PlantedTrap(.readText, at: Self.word, in: tree.folder).environment)
    for _ in 0..<2 {
      try await eventually("the city serves") { try tree.status(tree.cityURL).contains(Self.city) }
      #expect(try tree.list(tree.cityURL).isEmpty)
    }
    try await eventually("the rest is listed") {
      let list = try tree.list(tree.cityURL)
      return list.contains("甲") && list.contains("乙") && !list.contains(Self.word)
    }
    #expect(try tree.status(tree.cityURL).contains("record "))
    #expect(city.faults == 2)
    city.end()
  }

  @Test func `a commit that stops a rebuild is left out of the views, and stays`() throws {
    let folder = try TemporaryFolder()
    _ = try folder.run("init", "--store", "node.db", "--area", Self.home)
    let node = try RunningNode(folder, store: "node.db")
    for text in ["甲", Self.word, "乙"] { #expect(try NodeProcessTests.create(folder, node.url, text).status == 0) }
    node.end()
    let trap = try PlantedTrap(.bindText, at: Self.word, in: folder).environment
    for _ in 0..<2 { #expect(try folder.run("rebuild", "--store", "node.db", environment: trap).status == SIGILL) }
    let third = try folder.run("rebuild", "--store", "node.db", environment: trap)
    #expect(third.status == 0 && third.output.contains("3 commits into 2 records"), "\(third.output) \(third.notes)")
    #expect(try folder.run("verify", "--store", "node.db", environment: trap).status == 0)
    #expect(try folder.run("status", "--store", "node.db").output.contains("left out"))
    try FileManager.default.removeItem(at: folder.url.appending(path: "node.db.incidents"))
    #expect(try folder.run("rebuild", "--store", "node.db").output.contains("into 3 records"))
  }

  @Test func `a daily duty that stops the node is left out, and the node works on`() async throws {
    let city = try EnrolledCity()
    // A checkpoint is bound as the bytes of a commit that names its type.
    let trap = try PlantedTrap(.bindBytes, at: "checkpoint", in: city.folder).environment
    let node = Supervisor(
      city.folder,
      ["serve", "--store", "city/node.db", "--port", "0", "--link-port", "0", "--log-level", "error"], trap)
    try await eventually("the duty has ended the process twice", within: .seconds(60)) { node.faults == 2 }
    try await eventually("the node works on and says what it leaves out") {
      try city.folder.run("status", "--store", "city/node.db").output.contains("checkpoint and watch")
    }
    try await eventually("it serves") { node.url != nil }
    let made = try city.folder.run(
      "record", "create", "hazard", "--server", node.url ?? "", "--area", Self.home, "category=消防安全", "severity=0",
      "found_at=now", "description=甲")
    #expect(made.status == 0, "\(made.notes)")
    #expect(node.faults == 2)
    node.end()
  }

  /// - Returns: the status; nil when there was no answer.
  private func post(_ description: String, to tree: Tree) throws -> Int? {
    let body = """
      {"area": "\(Self.home)", "id": "0199c0de-0000-7000-8000-0000000000\(description == Self.word ? "aa" : description == "甲" ? "ab" : "ac")",
       "user": "u", "fields": {"category": "消防安全", "description": "\(description)", "severity": 0, "found_at": 1781000000000}}
      """
    let answer = try Program.run(
      URL(filePath: "/usr/bin/env"),
      [
        "curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "\(tree.cityURL)/records/hazard", "-H",
        "Content-Type: application/json", "-H", "Authorization: Bearer \(try ShownToken.text(at: tree.cityURL))", "-d",
        body,
      ])
    return Int(answer.output).flatMap { $0 == 0 ? nil : $0 }
  }
}
