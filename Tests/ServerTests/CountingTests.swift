// Counters over HTTP: each increment counts once, however often and wherever it is sent.
import HTTPTypes
import Merge
import Node
import Server
import Store
import TestSupport
import Testing
import Transport

extension API {
  /// Makes a supply of the community with nothing in stock.
  func supply(id: String? = nil, stock: String = "") async throws -> Answer {
    let id = id.map { #""id": "\#($0)", "# } ?? ""
    return try await post(
      "/records/supply",
      #"{\#(id)"area": "\#(Place.community.code)", "user": "甲", "fields": {"name": "沙袋", "unit_of_count": "袋"\#(stock)}}"#
    )
  }
}

extension Answer {
  var stock: Int64? { self["fields"]?["stock"]?.int }
}

@Suite struct `Counting over HTTP` {
  private let id = "00000000000000000000000000000007"

  private func increment(_ what: String, user: String = "甲") -> String {
    #"{"user": "\#(user)", "increment": {"stock": \#(what)}}"#
  }

  @Test func `under one id an amount counts once, whatever version each request saw and whoever sends it`() async throws
  {
    let node = try nodeInMemory(Place.township)
    try await withAPI(of: node) { (api) async throws in
      let made = try await api.supply()
      let body = increment(#"{"by": 100, "id": "\#(id)"}"#)
      let first = try await api.patch(made.path, body, seen: "*")
      #expect(first.stock == 100, "\(first.text)")
      for seen in ["*", made.tag, first.tag] {
        let again = try await api.patch(made.path, body, seen: seen)
        #expect(again.status == .ok && again.stock == 100 && again.tag == first.tag)
      }
      let other = try await api.patch(made.path, increment(#"{"by": 100, "id": "\#(id)"}"#, user: "乙"), seen: "*")
      #expect(other.stock == 100 && other.tag == first.tag)
    }
    #expect(try node.commitCount == 2)
  }

  @Test func `another amount under an id that has counted is refused`() async throws {
    try await withAPI(of: try nodeInMemory(Place.township)) { (api) async throws in
      let made = try await api.supply()
      let first = try await api.patch(made.path, increment(#"{"by": 100, "id": "\#(id)"}"#), seen: "*")
      let other = try await api.patch(made.path, increment(#"{"by": 99, "id": "\#(id)"}"#), seen: "*")
      #expect(other.status == .conflict && other.problem == "id-in-use", "\(other.text)")
      #expect(try await api.get(made.path).tag == first.tag)
    }
  }

  @Test func `several amounts go in one request, and those that have counted are left out`() async throws {
    let node = try nodeInMemory(Place.township)
    try await withAPI(of: node) { (api) async throws in
      let made = try await api.supply()
      let ids = (1...3).map { Bytes16(high: 0, low: $0).hex }
      let parts = ids.map { #"{"by": -5, "id": "\#($0)"}"# }
      _ = try await api.patch(made.path, increment(parts[0]), seen: "*")
      let all = increment("[\(parts.joined(separator: ", "))]")
      let first = try await api.patch(made.path, all, seen: "*")
      #expect(first.stock == -15, "\(first.text)")
      #expect(try await api.patch(made.path, all, seen: "*").tag == first.tag)
      let entries = try await api.get("\(made.path)/history")["entries"]?.items ?? []
      #expect(entries.count == 3)
      let counted = entries.last?["change"]?["increment"]?["stock"]?.items
      #expect(counted?.map { $0["id"]?.text } == [ids[1], ids[2]] && counted?.first?["by"]?.int == -5)
    }
  }

  /// The answer brings another version: who asks from the same one again has not heard it.
  @Test func `without an id the request is known by what it is, and counts once from one version`() async throws {
    let node = try nodeInMemory(Place.township)
    try await withAPI(of: node) { (api) async throws in
      let made = try await api.supply()
      let first = try await api.patch(made.path, increment("100"), seen: made.tag)
      let again = try await api.patch(made.path, increment("100"), seen: made.tag)
      #expect(first.stock == 100 && again.stock == 100 && again.tag == first.tag)
      // Another version, amount, user or time of the device is another request.
      #expect(try await api.patch(made.path, increment("100"), seen: first.tag).stock == 200)
      #expect(try await api.patch(made.path, increment("1"), seen: made.tag).stock == 201)
      #expect(try await api.patch(made.path, increment("100", user: "乙"), seen: made.tag).stock == 301)
      let timed = #"{"user": "甲", "device_time": 5, "increment": {"stock": 100}}"#
      for _ in 0..<2 { #expect(try await api.patch(made.path, timed, seen: made.tag).stock == 401) }
    }
  }

  @Test func `what nothing identifies counts each time`() async throws {
    try await withAPI(of: try nodeInMemory(Place.township)) { (api) async throws in
      let made = try await api.supply()
      for count in 1...3 {
        #expect(try await api.patch(made.path, increment("10"), seen: "*").stock == Int64(10 * count))
      }
    }
  }

  @Test func `what a record is made with counts once, also when it is made at two nodes`() async throws {
    try await withNodes([Place.township, Place.community]) { nodes in
      let record = Node.newRecordID().description
      for node in nodes {
        try await withAPI(of: node) { (api) async throws in
          for _ in 0..<2 {
            let made = try await api.supply(id: record, stock: #", "stock": 100"#)
            #expect(made.stock == 100, "\(made.text)")
          }
        }
      }
      let client = try newClient()
      try await withServer(nodes[0]) { port, _ in _ = try await sync(nodes[1], port: port, client: client) }
      await client.shutdown()
      for node in nodes {
        try await withAPI(of: node) { (api) async throws in
          #expect(try await api.get("/records/supply/\(record)").stock == 100)
        }
      }
    }
  }

  @Test func `one increment sent to two nodes counts once when they have met`() async throws {
    try await withNodes([Place.township, Place.community]) { nodes in
      let client = try newClient()
      let (path, body) = ("/records/supply/\(Self.record)", increment(#"{"by": 100, "id": "\#(id)"}"#))
      try await withAPI(of: nodes[1]) { (api) async throws in
        #expect(try await api.supply(id: Self.record).status == .created)
      }
      try await withServer(nodes[0]) { port, _ in _ = try await sync(nodes[1], port: port, client: client) }
      for node in nodes {
        try await withAPI(of: node) { (api) async throws in
          #expect(try await api.patch(path, body, seen: "*").stock == 100)
        }
      }
      try await withServer(nodes[0]) { port, _ in _ = try await sync(nodes[1], port: port, client: client) }
      await client.shutdown()
      for node in nodes {
        try await withAPI(of: node) { (api) async throws in #expect(try await api.get(path).stock == 100) }
        #expect(try node.store.verify().faults == [])
      }
    }
  }

  private static let record = "0199c0de-0000-7000-8000-0000000000aa"

  @Test(arguments: [
    #"{"by": 1, "id": "7"}"#, #"{"by": 1, "id": 7}"#, #"{"id": "00000000000000000000000000000007"}"#,
    #"{"by": 1, "colour": "red"}"#, "[]", "[1]", #"[{"by": 1}]"#,
  ])
  func `what is no amount, and what has no id where one is needed, is refused`(what: String) async throws {
    try await withAPI(of: try nodeInMemory(Place.township)) { (api) async throws in
      let made = try await api.supply()
      let refused = try await api.patch(made.path, increment(what), seen: "*")
      #expect(refused.problem == "invalid-content", "\(refused.text)")
      #expect(try await api.get(made.path).tag == made.tag)
    }
  }

  @Test func `an amount that is no integer, and a field that is no counter, are named`() async throws {
    try await withAPI(of: try nodeInMemory(Place.township)) { (api) async throws in
      let made = try await api.supply()
      let text = try await api.patch(made.path, increment(#"{"by": "x", "id": "\#(id)"}"#), seen: "*")
      #expect(text["errors"]?.items.first?["code"]?.text == "wrong-type")
      let other = try await api.patch(
        made.path, #"{"user": "甲", "increment": {"store": {"by": 1, "id": "\#(id)"}}}"#, seen: "*")
      #expect(other["errors"]?.items.first?["code"]?.text == "wrong-section")
    }
  }
}
