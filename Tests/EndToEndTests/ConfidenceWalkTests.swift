// A walk through everything that every node of a small tree says, writes and hands out: nobody but those meant to learns who
// gave a tip-off.
import Catalog
import Foundation
import GRDB
import Merge
import Server
import TestSupport
import Testing
import Transport

@Suite(.serialized, .timeLimit(.minutes(5))) struct ConfidenceWalkTests {
  /// Name, parent and area of each node.
  static let tree: [(name: String, parent: String?, area: String)] = [
    ("city", nil, "370200000000"), ("north", "city", "370202000000"), ("south", "city", "370203000000"),
    ("town", "north", "370202001000"), ("home", "town", "370202001001"), ("next", "town", "370202001002"),
    ("works", "home", "370202001001/91350100M000100Y43"),
  ]
  /// Those above the community that was told.
  static let meant: Set<String> = ["home", "town", "north", "city"]

  /// Words that stand nowhere but in the informant's record.
  static let identity = ["保密人甲乙丙", "13912345678", "370202199001011234", "6222020200112233445"]
  /// Words of the tip-off itself.
  static let content = "夜间违规动火丁戊己"
  /// Words of the referral to another district.
  static let referred = "转办摘要庚辛壬"

  private struct Tree {
    let folder: TemporaryFolder
    let nodes: [String: RunningNode]
    let ids: [String: String]
  }

  @Test func `no endpoint, table, file, log or export outside the class names the informant`() async throws {
    let tree = try await Self.grow()
    for (name, _, _) in Self.tree {
      try await Self.walkEndpoints(of: name, in: tree)
      try Self.walkTables(of: name, in: tree)
    }
    try Self.walkExports(in: tree)
    for node in tree.nodes.values { #expect(node.end() == 0) }
    try Self.walkFiles(in: tree)
  }

  // MARK: A tree that has been told something

  private static func grow() async throws -> Tree {
    let folder = try TemporaryFolder()
    var nodes: [String: RunningNode] = [:]
    for (name, parent, area) in tree {
      _ = try folder.run("init", "--store", "\(name)/node.db", "--area", area)
      let flags = parent.flatMap { nodes[$0] }.map { ["--parent", $0.url] } ?? []
      nodes[name] = try RunningNode(folder, store: "\(name)/node.db", flags: flags, log: "\(name)/log")
    }
    let home = try #require(nodes["home"]?.url)
    let city = try #require(nodes["city"]?.url)
    let tip = try made(
      folder, home, "tip_off", "370202001001", "channel=insider", "content=\(content)", "received_at=now")
    let who = try made(
      folder, home, "informant", "370202001001", "tip_off=\(tip)", "name=\(identity[0])", "phone=\(identity[1])",
      "identity_number=\(identity[2])", "account=\(identity[3])")
    let referral = try made(
      folder, city, "referral", "370203000000", "tip_off=\(tip)", "content=\(referred)", "from_unit=市安委办",
      "to_unit=市北区", "referred_at=now")
    // Ordinary work beside it, so that every node has something to say.
    for (name, _, area) in tree where name != "works" && name != "city" {
      _ = try made(
        folder, try #require(nodes[name]?.url), "hazard", area, "category=消防安全", "description=通道堆物", "severity=0",
        "found_at=now")
    }
    let grown = Tree(folder: folder, nodes: nodes, ids: ["tip_off": tip, "informant": who, "referral": referral])
    try await eventually("everything has risen to the city") {
      let records = try folder.run("record", "list", "hazard", "--server", city).output
      let names = try folder.run("record", "list", "informant", "--server", city).output
      return names.contains(who) && ["370202001001", "370202001002", "370203000000"].allSatisfy(records.contains)
    }
    try await eventually("the works and the other district are in step") {
      try ["works", "south"].allSatisfy { name in
        try folder.run("status", "--server", nodes[name]?.url ?? "").output.contains("in-step")
      }
    }
    return grown
  }

  private static func made(
    _ folder: TemporaryFolder, _ url: String, _ type: String, _ area: String, _ fields: String...
  ) throws
    -> String
  {
    let arguments = ["record", "create", type, "--server", url, "--area", area] + fields
    let outcome = try folder.run(arguments)
    try #require(outcome.status == 0, "\(outcome.notes)")
    return outcome.output.split(whereSeparator: \.isWhitespace).last.map(String.init) ?? ""
  }

  // MARK: Endpoints

  /// The paths of every GET route of a node, as it lists them itself: its router is made of that list, so none is forgotten.
  private static func routes(at url: String, _ client: HTTPClient) async throws -> [String] {
    let response = try await client.send(HTTPRequest(url: url + "/api", method: .get, maxBodyBytes: 1 << 20))
    let list = try JSONReader.value(of: try await response.collect(limit: 1 << 20))
    guard case .list(let routes)? = list["routes"] else { return [] }
    return routes.filter { $0["method"]?.text == "GET" }.compactMap { $0["path"]?.text }
  }

  private static func paths(_ routes: [String], in tree: Tree) -> [String] {
    routes.flatMap { route -> [String] in
      guard route.contains("{") else { return [route] }
      let types = Catalog.builtIn.types.map(\.name)
      return types.flatMap { type -> [String] in
        let path = route.replacing("{type}", with: type)
        let ids = tree.ids.values.sorted()
        return path.contains("{") ? ids.map { path.replacing(/\{[a-z]+\}/, with: $0) } : [path]
      }
    }
  }

  private static func walkEndpoints(of name: String, in tree: Tree) async throws {
    let client = try HTTPClient(configuration: .init(userAgent: "walk"))
    let url = try #require(tree.nodes[name]?.url)
    let routes = try await routes(at: url, client)
    try #require(routes.contains("/records/{type}/{id}/history") && routes.count > 8)
    var isSeen = false
    for path in paths(routes, in: tree) {
      let response = try await client.send(HTTPRequest(url: url + path, method: .get, maxBodyBytes: 64 << 20))
      let text = String(decoding: try await response.collect(limit: 64 << 20), as: UTF8.self)
      let names = identity.contains { text.contains($0) }
      isSeen = isSeen || names
      let isOfTheClass = path.hasPrefix("/records/informant") && meant.contains(name)
      #expect(!names || isOfTheClass, "\(name)\(path) names the informant")
      #expect(!text.contains(content) || meant.contains(name), "\(name)\(path) tells the tip-off")
      #expect(!text.contains(referred) || ["city", "south"].contains(name), "\(name)\(path) tells the referral")
    }
    #expect(isSeen == meant.contains(name), "\(name): those meant to know do, and nobody else")
    await client.shutdown()
  }

  // MARK: Tables

  private static func walkTables(of name: String, in tree: Tree) throws {
    var configuration = Configuration()
    configuration.readonly = true
    let path = tree.folder.url.appending(path: "\(name)/node.db").path
    let database = try DatabaseQueue(path: path, configuration: configuration)
    try database.read { db in
      let tables = try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table'")
      try #require(tables.contains("informant") && tables.contains("concurrent"))
      for table in tables {
        // Of the commits those of the class itself are meant to have it.
        let rows =
          table == "commit"
          ? "SELECT c.* FROM \"commit\" c JOIN feed f ON f.ref = c.feed WHERE f.class <> 'confidential'"
          : "SELECT * FROM \"\(table)\""
        if table == "informant", meant.contains(name) { continue }
        for row in try Row.fetchAll(db, sql: rows) {
          for value in row.databaseValues { expectSilence(Self.bytes(value), "the table \(table) of \(name)") }
        }
      }
      let feeds = try Int.fetchOne(db, sql: "SELECT count(*) FROM feed WHERE class = 'confidential'") ?? 0
      #expect((feeds > 0) == meant.contains(name))
    }
  }

  private static func bytes(_ value: DatabaseValue) -> Data {
    switch value.storage {
    case .blob(let data): data
    case .string(let text): Data(text.utf8)
    case .int64, .double, .null: Data()
    }
  }

  private static func expectSilence(_ data: Data, _ place: String) {
    for word in identity { #expect(data.firstRange(of: Data(word.utf8)) == nil, "\(place) has \(word)") }
  }

  // MARK: Exports, logs and files

  /// What each node would hand to a node below it is taken in by a store of its own and looked through.
  private static func walkExports(in tree: Tree) throws {
    let pairs = Self.tree.compactMap { below in below.parent.map { (from: $0, below: below) } }
    for (from, below) in pairs {
      let file = "export-\(from)-\(below.name)"
      let made = try tree.folder.run("export", file, "--for", below.area, "--store", "\(from)/node.db")
      #expect(made.status == 0, "\(made.notes)")
      let isMeant = meant.contains(below.name)
      if !isMeant { expectSilence(try tree.folder.bytes(of: file), file) }
      _ = try tree.folder.run("init", "--store", "\(file)-in/node.db", "--area", below.area)
      let taken = try tree.folder.run("import", file, "--store", "\(file)-in/node.db")
      #expect(taken.status == 0, "\(taken.notes)")
      if !isMeant { try expectSilence(inFolder: "\(file)-in", of: tree) }
    }
  }

  /// The stores with their logs, as bytes, after the nodes have ended.
  private static func walkFiles(in tree: Tree) throws {
    for (name, _, _) in Self.tree {
      let log = try tree.folder.bytes(of: "\(name)/log")
      #expect(!log.isEmpty, "\(name) has logged something")
      expectSilence(log, "the log of \(name)")
      #expect(log.firstRange(of: Data(content.utf8)) == nil)
      if !meant.contains(name) { try expectSilence(inFolder: name, of: tree) }
    }
  }

  private static func expectSilence(inFolder name: String, of tree: Tree) throws {
    let folder = tree.folder.url.appending(path: name)
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    #expect(!files.isEmpty)
    for file in files {
      let data = try Data(contentsOf: file)
      expectSilence(data, file.lastPathComponent)
      #expect(data.firstRange(of: Data(content.utf8)) == nil, "\(name)/\(file.lastPathComponent) tells the tip-off")
    }
  }
}
