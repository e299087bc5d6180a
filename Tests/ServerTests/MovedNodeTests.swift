// What a node that took another place shows: it counts what is its own now, and still shows what it wrote before.
import Catalog
import HTTPTypes
import Merge
import Node
import Replica
import Server
import Store
import TestSupport
import Testing
import Transport
import Trust

@Suite(.timeLimit(.minutes(1))) struct `A node that moved` {
  private static let before = Place.community
  private static let after = Place.otherCommunity

  /// A node that is assigned another place and has not taken it.
  private func node() async throws -> Node {
    let (root, key) = (SigningKey.fresh(), SigningKey.fresh())
    let identity = Identity(node: key.node, incarnation: 1, store: StoreID(Node.random16()), area: Self.before)
    let store = try Store.inMemory(identity: identity, catalog: .builtIn, root: root.publicKey)
    let node = Node(store: store, logger: quiet, signer: key)
    func statement(_ area: Area, at time: Int64, formerArea: Area? = nil) -> Statement {
      let grant = Grant(
        issuer: root.publicKey, subject: key.publicKey, area: area, issuedAt: time, formerArea: formerArea)
      return Statement(.grant(grant), key: root)
    }
    let now = Node.now
    let statements = [
      statement(Self.before, at: now - 1_000), statement(Self.after, at: now - 500, formerArea: Self.before),
    ]
    try await node.writer.run { replica, storage in try replica.learn(statements, in: storage) }
    return node
  }

  private func enter(_ api: API, _ area: Area) async throws {
    let fields = #"{"category": "消防安全", "description": "堵塞", "severity": 0, "found_at": 1767225600000}"#
    let made = try await api.post("/records/hazard", #"{"area": "\#(area.code)", "user": "甲", "fields": \#(fields)}"#)
    #expect(made.status == .created, "\(made.text)")
  }

  @Test func `counts what is at its place, and shows what it wrote at the one before`() async throws {
    let node = try await node()
    try await withAPI(of: node) { (api) async throws in
      func found() async throws -> [Int64?] {
        let totals = try await api.get("/totals?period=2026-01&indicator=hazards_found&by=area")
        return totals["totals"]?.items.map { $0["count"]?.int } ?? []
      }
      for _ in 0..<2 { try await enter(api, Self.before) }
      #expect(try await found() == [2])
      #expect(try await node.acceptAssignment() != nil && node.identity.area == Self.after)
      #expect(try await found() == [])
      try await enter(api, Self.after)
      #expect(try await found() == [1])
      let outside = try await api.get("/totals?period=2026-01&area=\(Self.before.code)")
      #expect(outside.problem == "bad-request" && outside.text.contains("outside"), "\(outside.text)")
      for (area, count) in [(Self.before, 2), (Self.after, 1)] {
        let listed = try await api.get("/records/hazard?area=\(area.code)")
        #expect(listed["records"]?.items.count == count)
      }
    }
  }

  @Test func `passes on what it wrote at the place before to whoever stands above that place`() async throws {
    let node = try await node()
    try await withAPI(of: node) { api in for _ in 0..<2 { try await enter(api, Self.before) } }
    try #require(try await node.acceptAssignment() != nil)
    let parent = try nodeInMemory(Place.township)
    try await withServer(parent) { port, _ in
      let service = FormerPlaceService(
        node: node, access: OpenAccess(try newClient()), place: Self.before, parent: "http://127.0.0.1:\(port)")
      let running = Task { try await service.run() }
      var generation = parent.news.generation
      while try parent.read({ try $0.records(RecordFilter(type: "hazard"), type: hazard) }).records.count < 2 {
        try Task.checkCancellation()
        await parent.news.wait(past: generation)
        generation = parent.news.generation
      }
      running.cancel()
      try await running.value
    }
    let passed = try parent.read { try $0.records(RecordFilter(type: "hazard"), type: hazard) }.records
    #expect(passed.map(\.area) == [Self.before, Self.before])
  }

  private var hazard: RecordType { Catalog.builtIn.type(named: "hazard")! }
}
