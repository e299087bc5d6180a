// The walk of extremes: every type, every field, every extreme, entered and arriving, and then everything read.
import Catalog
import HTTPTypes
import Merge
import Node
import Replica
import Reports
import Server
import Store
import TestSupport
import Testing
import Transport
import Wire

@Suite(.serialized) struct `The walk of extremes` {
  private static func node(_ area: Area) throws -> (node: Node, store: Store) {
    let identity = Identity(
      node: NodeID(Node.random16()), incarnation: 1, store: StoreID(Node.random16()), area: area)
    let store = try Store.inMemory(identity: identity, catalog: .builtIn)
    return (Node(store: store, logger: quiet), store)
  }

  /// Writes every record at a node below, as a program of anybody's could.
  private static func write(_ node: Node, _ area: Area) async throws -> [Intent] {
    let records = ExtremeRecords(catalog: .builtIn, area: area)
    var all: [Intent] = []
    for type in Catalog.builtIn.types {
      let intents = records.intents(type, from: UInt64(all.count))
      for start in stride(from: 0, to: intents.count, by: 4) {
        _ = try await node.commit(Array(intents[start..<min(start + 4, intents.count)]), user: "甲\u{0}")
      }
      all += intents
    }
    return all
  }

  @Test func `what arrives over a link is taken, folded and read everywhere`() async throws {
    let (child, childStore) = try Self.node(Place.community)
    let (parent, parentStore) = try Self.node(Place.township)
    let (city, cityStore) = try Self.node(Place.city)
    let written = try await Self.write(child, Place.community)
    let client = try newClient()
    try await withServer(parent) { port, _ in _ = try await sync(child, port: port, client: client) }
    try await withServer(city) { port, _ in _ = try await sync(parent, port: port, client: client) }
    await client.shutdown()
    for node in [parent, city] {
      let refused = try node.read { reader in try reader.links().flatMap { try reader.quarantines(link: $0.reference) }
      }
      #expect(refused.isEmpty, "nothing is refused for a value")
      try await withAPI(of: node) { (api) async throws in
        var counts = WalkCounts()
        counts.records = written.count
        let reads = ExtremeReads(node: node, api: api)
        for type in Catalog.builtIn.types { try await reads.lists(type, &counts) }
        if node === parent {
          // The lists have shown all of them; by itself one in sixteen is asked for, and of every fourth of those everything.
          for (place, intent) in written.enumerated()
          where place.isMultiple(of: 16) && Self.isHeld(intent.type, at: node) {
            try await reads.record((intent.type, intent.record), isWhole: place.isMultiple(of: 64), &counts)
          }
        }
        try await reads.totals(&counts)
        _ = try await api.post("/totals/roll-ups", "{}")
        try await reads.totals(&counts)
        try await reads.rules(&counts)
        try await reads.operations(&counts)
        try reads.notices(&counts)
        let tier = node.identity.area.tier.name
        print("walk of extremes at the \(tier): \(counts.records) records, \(counts.reads) reads")
      }
    }
    for store in [childStore, parentStore, cityStore] {
      let before = try store.read { try $0.tallyCells() }
      #expect(try store.verify().faults == [])
      try store.rebuild()
      #expect(try store.read { try $0.tallyCells() } == before)
    }
  }

  private static func isHeld(_ type: String, at node: Node) -> Bool {
    node.catalog.type(named: type)?.class.reaches(node.identity.area.tier) ?? false
  }

  @Test func `what is entered is answered with success or with what is wrong, never with a failure`() async throws {
    let (node, store) = try Self.node(Place.community)
    try await withAPI(of: node) { (api) async throws in
      var counts = WalkCounts()
      var accepted = 0
      for type in Catalog.builtIn.types {
        let id = Node.newRecordID()
        _ = try await node.commit(
          [Intent(type: type.name, record: id, area: Place.community, seen: .empty, fields: [])], user: "甲")
        for field in type.fields {
          for value in Extremes.values.compactMap(Self.json) {
            let sections = ["fields", field.kind == .counter ? "increment" : "add"]
            let isSet = if case .set = field.kind { true } else { false }
            let inner = isSet ? "{\"k\": \(value)}" : value
            let entered = field.kind == .steps ? "[\(value)]" : "{\"\(field.name)\": \(inner)}"
            let section = field.kind == .steps ? "steps" : sections[counts.entries % 2]
            counts.entries += 1
            let answer = try await api.patch(
              "/records/\(type.name)/\(id)", "{\"user\": \"乙\", \"\(section)\": \(entered)}", seen: "*")
            #expect((200..<500).contains(answer.status.code), "\(type.name) \(entered.prefix(80)): \(answer.text)")
            if answer.status.code < 300 { accepted += 1 }
          }
        }
        try await Self.takeSteps(type, id, api, &counts, &accepted)
        try await ExtremeReads(node: node, api: api).record((type.name, id), isWhole: true, &counts)
      }
      print("walk of extremes at entry: \(counts.entries) entries, \(accepted) accepted, \(counts.reads) reads")
    }
    #expect(try store.verify().faults == [])
  }

  /// Takes every step with extremes in its round and its details.
  private static func takeSteps(
    _ type: RecordType, _ id: RecordID, _ api: API, _ counts: inout WalkCounts, _ accepted: inout Int
  ) async throws {
    for kind in type.lifecycle?.steps ?? [] {
      for extreme in Extremes.integers {
        for (round, at) in [(extreme, 0), (1, extreme)] {
          counts.entries += 1
          let details = kind.needsDetails.map { "\"\($0)\": \"x\", " }.joined()
          let step = "{\"step\": \"\(kind.name)\", \"round\": \(round), \"details\": {\(details)\"at\": \(at)}}"
          let answer = try await api.patch(
            "/records/\(type.name)/\(id)", "{\"user\": \"丙\", \"steps\": [\(step)]}", seen: "*")
          #expect((200..<500).contains(answer.status.code), "\(type.name) \(step): \(answer.text)")
          if answer.status.code < 300 { accepted += 1 }
        }
      }
    }
  }

  private static func json(_ value: Value) -> String? {
    if case .bytes(let bytes) = value { return "\"\(Bytes16.hexadecimal(bytes))\"" }
    return value.text.map { $0.utf8.count > 10_000 } == true ? "\"长\"" : JSONText.string(value)
  }

  @Test(arguments: [Int64.min, .max, 253_402_300_800_000])
  func `a time beyond the calendar is refused at entry with its field's name`(time: Int64) async throws {
    try await withAPI(of: try nodeInMemory(Place.community)) { (api) async throws in
      let made = try await api.hazard()
      let field = try await api.patch(made.path, #"{"user": "乙", "fields": {"deadline": \#(time)}}"#, seen: "*")
      #expect(field.problem == "invalid-fields" && field.text.contains("deadline"), "\(field.text)")
      let step = #"{"step": "rectified", "details": {"measure": "m", "at": \#(time)}}"#
      let taken = try await api.patch(made.path, #"{"user": "乙", "steps": [\#(step)]}"#, seen: "*")
      #expect(taken.problem == "invalid-content" && taken.text.contains("details.at"), "\(taken.text)")
    }
  }
}
