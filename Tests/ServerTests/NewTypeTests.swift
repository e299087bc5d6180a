// A record type is one file: API, table, rules of entry and deadlines follow, and old nodes relay what they do not know.
import Catalog
import Foundation
import GRDB
import HTTPTypes
import Hummingbird
import Merge
import Node
import Replica
import Server
import Store
import TestSupport
import Testing
import Transport

@Suite struct NewTypeTests {
  /// A kind of record that nobody has thought of yet.
  static let file = """
    type: lamp_check
    class: work
    title: { zh: 路灯检查, en: Lamp check }
    areas: { from: terminal, to: community }
    fields:
      - { number: 1, name: unit, kind: register, value: text, required: true, check: unit, title: { zh: 单位, en: Unit } }
      - { number: 2, name: lamps, kind: counter, title: { zh: 盏数, en: Lamps } }
      - { number: 3, name: due_at, kind: register, value: integer, unit: ms, title: { zh: 期限, en: Due } }
      - { number: 4, name: sector, kind: register, value: text, code_table: sector, title: { zh: 领域, en: Sector } }
      - { number: 5, name: steps, kind: steps, title: { zh: 过程, en: Steps } }
    deadlines:
      - name: mend
        title: { zh: 修复期限, en: Mended in time }
        source: 三个工作日内修复
        starts: { field: due_at }
        ends: { steps: [mended] }
    lifecycle:
      field: steps
      initial: dark
      statuses: [{ name: dark, title: { zh: 不亮, en: Dark } }, { name: mended, title: { zh: 已修, en: Mended } }]
      steps: [{ name: mended, title: { zh: 修复, en: Mend }, status: mended, needs_fields: [lamps] }]

    """

  static let extended: Catalog = {
    let files = Catalog.builtInFiles.map { (name: $0.name, bytes: Array($0.text.utf8)) }
    // One file more than the program carries.
    do { return try Catalog(files: files + [("lamp_check.yaml", Array(file.utf8))]) } catch { fatalError("\(error)") }
  }()

  private static func node(_ area: Area, _ catalog: Catalog) throws -> Node {
    let identity = Identity(
      node: NodeID(Node.random16()), incarnation: 1, store: StoreID(Node.random16()), area: area)
    return Node(store: try Store.inMemory(identity: identity, catalog: catalog), logger: quiet)
  }

  private static func body(_ unit: String) -> String {
    let fields = #"{"unit": "\#(unit)", "lamps": 3, "due_at": 1767225600000, "sector": "mine"}"#
    return #"{"area": "\#(Place.community.code)", "user": "甲", "fields": \#(fields)}"#
  }

  @Test func `one file is enough for API, table, rules of entry, lifecycle and deadlines`() async throws {
    let node = try Self.node(Place.community, Self.extended)
    try await withAPI(of: node) { api in
      #expect(try await api.get("/catalog/lamp_check")["title"]?["zh"]?.text == "路灯检查")
      #expect(try await api.post("/records/lamp_check", Self.body("nobody")).problem == "invalid-fields")
      let made = try await api.post("/records/lamp_check", Self.body("91350100M000100Y43"))
      #expect(made.status == .created, "\(made.text)")
      let due = try await api.get("\(made.path)/deadlines")["deadlines"]?.items.first
      #expect(due?["deadline"]?.text == "mend" && due?["state"]?.text == "overdue")
      let all = try await api.get("/deadlines?type=lamp_check&state=overdue&on=2026-06-01")
      #expect(all["count"]?.int == 1)
      let mended = try await api.patch(made.path, #"{"user": "乙", "steps": [{"step": "mended"}]}"#, seen: "*")
      #expect(mended["status"]?.text == "mended")
    }
    let row = try node.read { reader in
      try String.fetchOne(reader.db, sql: "SELECT unit || ' ' || lamps || ' ' || status FROM lamp_check")
    }
    #expect(row == "91350100M000100Y43 3 mended")
  }

  @Test func `an old node between two new ones relays its records untouched`() async throws {
    let city = try Self.node(Place.district, Self.extended)
    let old = try Self.node(Place.township, .builtIn)
    let community = try Self.node(Place.community, Self.extended)
    try await withAPI(of: community) { api in
      let made = try await api.post("/records/lamp_check", Self.body("91350100M000100Y43"))
      _ = try await api.patch(made.path, #"{"user": "乙", "steps": [{"step": "mended"}]}"#, seen: "*")
    }
    let client = try newClient()
    try await withServer(old) { port, _ in _ = try await sync(community, port: port, client: client) }
    try await withServer(city) { port, _ in _ = try await sync(old, port: port, client: client) }
    await client.shutdown()
    let bodies = try [community, old, city].map { node in
      try node.read { try Data.fetchAll($0.db, sql: "SELECT body FROM \"commit\" ORDER BY feed, seq") }
    }
    #expect(bodies[0].count == 2 && bodies[0] == bodies[1] && bodies[1] == bodies[2])
    try await withAPI(of: old) { api in
      let answer = try await api.get("/records/lamp_check")
      #expect(answer.problem == "unknown-type")
    }
    try await withAPI(of: city) { api in
      let record = try await api.get("/records/lamp_check")["records"]?.items.first
      #expect(record?["status"]?.text == "mended" && record?["fields"]?["lamps"]?.int == 3)
    }
  }
}
