// Held actions in a running node: what lets them in, and how they are told.
import Catalog
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Merge
import Node
import Records
import Replica
import Server
import Store
import TestSupport
import Testing
import Trust

@Suite struct `Held actions in a running node` {
  private static let (root, key) = (SigningKey.test(1), SigningKey.test(3))

  private func node() async throws -> Node {
    let identity = Identity(
      node: Self.key.node, incarnation: 1, store: StoreID(Node.random16()), area: Place.community)
    let store = try Store.inMemory(identity: identity, catalog: .builtIn, root: Self.root.publicKey)
    let node = Node(store: store, logger: quiet, signer: Self.key)
    let grant = Grant(
      issuer: Self.root.publicKey, subject: Self.key.publicKey, area: Place.community, issuedAt: 100)
    _ = try await node.commit([Statement(.grant(grant), key: Self.root).intent(in: Place.community)], user: "gridward")
    return node
  }

  private func pass(of phone: SigningPhone) throws -> Intent {
    try #require(SignedRecord.intent(carrying: phone.pass, about: Place.community, catalog: .builtIn))
  }

  private func finding(_ number: UInt64) -> Change {
    let type = Catalog.builtIn.type(named: "hazard")!
    let fields: [(String, Value)] = [
      ("category", .text("消防安全")), ("description", .text("疏散通道堵塞")), ("severity", .int(0)),
      ("found_at", .int(1_767_225_600_000)),
    ]
    return Change(
      type: "hazard", record: RecordID(Bytes16(high: 0x0199, low: number)), seen: .empty,
      fields: fields.map { FieldChange(type.field(named: $0.0)!.number, .write($0.1)) })
  }

  private func step(_ record: UInt64, _ number: UInt64) -> Change {
    Change(
      type: "hazard", record: RecordID(Bytes16(high: 0x0199, low: record)), seen: .empty,
      fields: [FieldChange(15, .steps([Step(id: StepID(Bytes16(high: 5, low: number)), kind: "closed", round: 1)]))])
  }

  @Test func `are entered by the node itself when the pass has come`() async throws {
    let node = try await node()
    let phone = try SigningPhone(9, by: Self.key)
    let actions = try (1...70 as ClosedRange<UInt64>).map { try phone.action($0, [finding($0)]) }
    var arrivals = HeldArrivals()
    #expect(try await node.tryHeld(&arrivals) == 0)
    let held = try await node.enter(actions, with: [])
    #expect(held.allSatisfy { !$0.isEntered })
    #expect(try await node.tryHeld(&arrivals) == 0)
    // As it comes over a link: a commit that brings the pass, and nobody who hands anything in.
    _ = try await node.commit([pass(of: phone)], user: "gridward")
    #expect(try await node.tryHeld(&arrivals) == 70)
    #expect(try await node.tryHeld(&arrivals) == 0)
    let waiting = try node.read { try HeldArrivals.isAnyWaiting(.builtIn, in: $0) }
    #expect(!waiting)
  }

  @Test func `that came before the node began are tried once it has`() async throws {
    let node = try await node()
    let phone = try SigningPhone(9, by: Self.key)
    _ = try await node.enter([phone.action(1, [finding(1)])], with: [])
    _ = try await node.commit([pass(of: phone)], user: "gridward")
    var arrivals = HeldArrivals()
    #expect(try await node.tryHeld(&arrivals) == 1)
  }

  /// What a node holds rises to those above it.
  @Test func `of a node below are that node's to try`() async throws {
    let node = try await node()
    let phone = try SigningPhone(9, by: Self.key)
    let type = Catalog.builtIn.type(named: "held_action")!
    let fields: [(String, Value)] = [
      ("action", .bytes(try phone.action(1, [finding(1)]).encoded)), ("reason", .text("pass-unknown")),
      ("detail", .text("")), ("number", .int(1)), ("about", .text(Place.community.code)),
    ]
    let held = Intent(
      type: "held_action", record: RecordID(Bytes16(high: 0x0199, low: 5)),
      area: Area("\(Place.community.code)/91350100M000100Y43")!,
      seen: .empty, fields: fields.map { FieldChange(type.field(named: $0.0)!.number, .write($0.1)) })
    _ = try await node.commit([held], user: "gridward")
    var arrivals = HeldArrivals()
    #expect(try await node.tryHeld(&arrivals) == 0)
    _ = try await node.commit([pass(of: phone)], user: "gridward")
    #expect(try await node.tryHeld(&arrivals) == 0)
    #expect(try node.store.count("SELECT count(*) FROM held_action") == 1)
    #expect(try node.store.count("SELECT count(*) FROM hazard") == 0)
  }

  @Test func `and what is entered are told in pages that leave none out and tell none twice`() async throws {
    let node = try await node()
    let phone = try SigningPhone(9, by: Self.key)
    _ = try await node.commit([pass(of: phone)], user: "gridward")
    // Every third is held.
    let actions = try (1...60 as ClosedRange<UInt64>).map { number in
      try phone.action(number, [number.isMultiple(of: 3) ? step(1, number) : finding(number)])
    }
    _ = try await node.enter(actions, with: [])
    let server = GridwardServer(node: node, settings: knownSettings(), logger: quiet)
    try await server.application().test(.router) { client in
      let api = API(client: client, routes: server.routes)
      var (numbers, after): ([Int64], String?) = ([], "0")
      while let last = after {
        let page = try await api.get("/actions/\(phone.device)?after=\(last)&limit=7")
        let items = page["actions"]?.items ?? []
        #expect(items.count <= 7)
        for item in items {
          let number = item["number"]?.int ?? 0
          numbers.append(number)
          #expect(item["status"]?.text == (number.isMultiple(of: 3) ? "held" : "entered"))
        }
        after = page["next"]?.text
      }
      #expect(numbers == Array(1...60))
    }
  }
}
