// Every request that writes, sent a second time as it is when no answer came: the second changes nothing.
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

/// What of a node a request can change: its history, what it holds, and what it counts.
struct HeldState: Equatable {
  let commits: UInt64
  let branch: Fingerprint
  let totals: [String]

  init(_ node: Node, below parent: Area = Place.city) throws {
    let branch = try #require(Branch(parent: parent, child: node.identity.area))
    (commits, self.branch, totals) = try node.read { reader in
      (try reader.mark(), try reader.fingerprint(of: branch), try reader.tallyCells().map { "\($0)" })
    }
  }
}

@Suite(.timeLimit(.minutes(5))) struct `A request sent twice` {
  /// A request to a node that holds a hazard and a supply.
  struct Request: CustomTestStringConvertible {
    let name: String
    let route: String
    let method: HTTPTypes.HTTPRequest.Method
    let path: String
    let body: String
    /// What `If-Match` says: nil for nothing, an empty text for the version that the record has before it.
    var seen: String?

    var testDescription: String { name }
  }

  private static let area = Place.community.code
  private static let id = "0199c0de-0000-7000-8000-0000000000bb"
  private static let step = #"{"step": "ordered", "id": "00000000000000000000000000000001"}"#
  private static let count = #"{"stock": {"by": 100, "id": "00000000000000000000000000000002"}}"#

  private static func make(_ name: String, _ type: String, _ rest: String) -> Request {
    Request(
      name: name, route: "POST /records/{type}", method: .post, path: "/records/\(type)",
      body: #"{"id": "\#(id)", "area": "\#(area)", "user": "甲", \#(rest)}"#)
  }

  private static func edit(_ name: String, _ type: String, _ rest: String, seen: String) -> Request {
    Request(
      name: name, route: "PATCH /records/{type}/{id}", method: .patch, path: "{\(type)}",
      body: #"{"user": "甲", \#(rest)}"#, seen: seen)
  }

  private static let hazard =
    #""fields": {"category": "消防安全", "description": "堵塞", "severity": 0, "found_at": 1767225600000}"#

  static let requests: [Request] =
    [
      make("a record is made", "hazard", hazard),
      make("a record is made with a step that brings no id", "hazard", hazard + #", "steps": [{"step": "ordered"}]"#),
      make("a record is made with an amount", "supply", #""fields": {"name": "沙袋", "unit_of_count": "袋", "stock": 9}"#),
      make(
        "a record is made with an increment", "supply",
        #""fields": {"name": "沙袋", "unit_of_count": "袋"}, "increment": \#(count)"#),
      Request(
        name: "values are settled", route: "POST /records/{type}/{id}/settle", method: .post, path: "{hazard}/settle",
        body: #"{"user": "甲", "fields": {"description": "甲说"}}"#),
      Request(
        name: "roll-ups are stated", route: "POST /totals/roll-ups", method: .post, path: "/totals/roll-ups", body: "{}"
      ),
    ]
    + ["", "*"].flatMap { seen in
      let from = seen == "*" ? "from what is held" : "from a version"
      return [
        edit("fields are written \(from)", "hazard", #""fields": {"place": "二层", "measure": null}"#, seen: seen),
        edit("elements are added \(from)", "hazard", #""add": {"assignees": {"wang": {"role": "复查"}}}"#, seen: seen),
        edit("elements are removed \(from)", "hazard", #""remove": {"assignees": ["li.na"]}"#, seen: seen),
        edit(
          "elements are added and removed \(from)", "hazard",
          #""add": {"assignees": {"li.na": {"role": "整改"}}}, "remove": {"assignees": ["li.na"]}"#, seen: seen),
        edit("a step is taken under an id \(from)", "hazard", #""steps": [\#(step)]"#, seen: seen),
        edit("an amount is added under an id \(from)", "supply", #""increment": \#(count)"#, seen: seen),
        edit(
          "all of it at once \(from)", "hazard",
          #""fields": {"place": "二层"}, "add": {"assignees": {"wang": {}}}, "steps": [\#(step)]"#, seen: seen),
      ]
    } + [
      edit("a step is taken without an id from a version", "hazard", #""steps": [{"step": "ordered"}]"#, seen: ""),
      edit("an amount is added without an id from a version", "supply", #""increment": {"stock": 100}"#, seen: ""),
      edit("an amount is added as a field from a version", "supply", #""fields": {"stock": 100}"#, seen: ""),
    ]

  /// Actions say by their numbers that they come again: ActionTests hand them in twice.
  private static let signed: Set = ["POST /actions"]

  /// The routes that are sent twice elsewhere in this file.
  private static let links: Set = [
    "POST /sync/v1", "POST /enrolment/v1/applications", "POST /enrolment/v1/renewals",
  ]

  @Test func `every route that writes is sent twice`() throws {
    let branch = try CityBranch()
    let node = try nodeInMemory(Place.township)
    let people = GridwardServer(node: node, settings: knownSettings(), logger: quiet).router().routes
    let links = LinkServer(
      node: node, identity: branch.township.identity, settings: knownSettings(), logger: quiet
    ).router().routes
    let writing = (people + links).filter { ![.get, .head].contains($0.method) }.map { "\($0.method) \($0.path)" }
    #expect(Set(writing) == Set(Self.requests.map(\.route)).union(Self.links).union(Self.signed))
  }

  @Test(arguments: requests) func `changes nothing the second time`(request: Request) async throws {
    let node = try nodeInMemory(Place.township)
    try await withAPI(of: node) { (api) async throws in
      let hazard = try await api.hazard()
      let assigned = #"{"user": "乙", "add": {"assignees": {"li.na": {"role": "整改"}}}}"#
      let paths = ["{hazard}": hazard.path, "{supply}": try await api.supply().path]
      _ = try await api.patch(hazard.path, assigned, seen: "*")
      let place = paths.reduce(request.path) { $0.replacing($1.key, with: $1.value) }
      var tag = request.seen
      if tag == "" { tag = try await api.get(place).tag }
      let before = try HeldState(node)
      let headers: HTTPFields = tag.map { [.ifMatch: $0] } ?? [:]
      let first = try await api.send(request.method, place, request.body, headers: headers)
      #expect([.ok, .created].contains(first.status), "\(first.text)")
      let after = try HeldState(node)
      #expect(after.commits > before.commits)
      for _ in 0..<2 {
        let second = try await api.send(request.method, place, request.body, headers: headers)
        #expect(second.status == .ok && second.tag == first.tag, "\(second.text)")
        #expect(try HeldState(node) == after)
      }
    }
    #expect(try node.store.verify().faults == [])
  }

  /// By nature: nothing in such a request tells it from another of its kind. An id does.
  @Test func `without an id, and from no version, is another request`() async throws {
    let node = try nodeInMemory(Place.township)
    try await withAPI(of: node) { (api) async throws in
      let (hazard, supply) = (try await api.hazard(), try await api.supply())
      let bare: [(HTTPTypes.HTTPRequest.Method, String, String)] = [
        (.post, "/records/hazard", #"{"area": "\#(Self.area)", "user": "甲", \#(Self.hazard)}"#),
        (.patch, "\(hazard.path)?force=true", #"{"user": "甲", "steps": [{"step": "ordered"}]}"#),
        (.patch, supply.path, #"{"user": "甲", "increment": {"stock": 100}}"#),
      ]
      for (method, path, body) in bare {
        for _ in 0..<2 {
          let before = try node.commitCount
          let answer = try await api.send(method, path, body, headers: [.ifMatch: "*"])
          #expect([.ok, .created].contains(answer.status), "\(answer.text)")
          #expect(try node.commitCount == before + 1)
        }
      }
    }
  }

  // MARK: Links

  @Test func `of a session changes nothing the second time, and one that is a day old neither`() async throws {
    try await withNodes([Place.township, Place.community]) { nodes in
      let (parent, child) = (nodes[0], nodes[1])
      let client = try newClient()
      try await addHazards(5, to: child)
      try await withServer(parent) { port, _ in
        func request() throws -> Transport.HTTPRequest {
          let body = try child.read { reader in
            var asked = Uplink(identity: child.identity, catalog: child.catalogDigest)
            return try asked.request(link: try reader.parentLink(), in: reader, now: Node.now)
          }
          var request = syncRequest(port, body: body)
          request.url = "http://127.0.0.1:\(port)/sync/v1"
          return request
        }
        // Before two have met nothing is sent: one session, then a request with something in it.
        _ = try await sync(child, port: port, client: client)
        try await addHazards(3, to: child)
        let old = try request()
        #expect(try await ask(client, old).status == 200)
        #expect(try parent.commitCount == 8)
        let after = try HeldState(parent)
        #expect(try await ask(client, old).status == 200)
        #expect(try HeldState(parent) == after)
        try await addHazards(2, to: child)
        _ = try await sync(child, port: port, client: client)
        let synced = (try HeldState(parent), try HeldState(child, below: Place.township))
        #expect(synced.0.commits == 10)
        #expect(try await ask(client, old).status == 200)
        _ = try await sync(child, port: port, client: client)
        #expect(try HeldState(parent) == synced.0)
        #expect(try HeldState(child, below: Place.township) == synced.1)
      }
      await client.shutdown()
    }
  }
}
